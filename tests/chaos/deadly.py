"""A bot that dies of two messages: of one whoever works on it, of the other whoever sends its answer."""

import json
import os
import signal
from collections.abc import Sequence
from typing import Any, ClassVar

from adapters.chat import Address, Content
from adapters.wecom import WeCom
from bot import app
from bot.keys import Intent
from bot.listen import Listener
from bot.turn import Turn
from tests.chaos import bot
from tests.chaos.saying import OFF

warm = bot.warm


async def run(line: str) -> None:
    """Serve by `line`, as `tests.chaos.bot` does."""
    Hearing.deadly, Showing.deadly = json.loads(line)["deadly"]
    app.Listener, bot.WeCom = Hearing, Showing
    await bot.run(line)


class Hearing(Listener):
    deadly: ClassVar[str]

    async def __call__(self, text: str, turn: Turn) -> Sequence[Intent]:
        if self.deadly in text and "取消" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        return await super().__call__(text, turn)


class Showing(WeCom):
    deadly: ClassVar[str]

    def render(self, to: Address, content: Content, *, key: str) -> Any:
        said = str(content)
        if self.deadly in said and OFF not in said:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().render(to, content, key=key)
