"""A bot that some words hurt: what it is told to do while it understands a message, it does.

`python -m tests.chaos.nursery tests.chaos.poison` starts its processes.
"""

import asyncio
import ctypes
import resource
import threading
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from bot.keys import Intent
from bot.running import App
from bot.surroundings import Understand
from bot.turn import Turn
from tests.chaos import bot

RAISES, HANGS, STANDS, EATS, CRASHES = "出错", "卡住", "不动", "吃光", "崩溃"
_MUCH = 4 << 30


def warm() -> None:
    """It does not live long."""


async def run(line: str) -> None:
    await bot.run(line, _poisoned)


def _poisoned(app: App) -> None:
    app.given.understand = partial(_understand, app.given.understand)


async def _understand(inner: Understand, text: str, turn: Turn) -> Sequence[Intent]:
    for word, hurt in _HURTS.items():
        if word in text:
            await hurt()
    return await inner(text, turn)


async def _raise() -> None:
    raise ZeroDivisionError


async def _hang() -> None:
    await asyncio.Event().wait()


async def _stand() -> None:
    threading.Event().wait(600)


async def _eat() -> None:
    """Where memory has a bound, as the unit and the containers have one."""
    resource.setrlimit(resource.RLIMIT_AS, (_MUCH, resource.RLIM_INFINITY))
    try:
        bytearray(_MUCH)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


async def _crash() -> None:
    ctypes.string_at(0)


_HURTS: dict[str, Callable[[], Awaitable[None]]] = {
    RAISES: _raise,
    HANGS: _hang,
    STANDS: _stand,
    EATS: _eat,
    CRASHES: _crash,
}
