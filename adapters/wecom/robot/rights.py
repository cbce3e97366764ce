"""The rights to answer that came with what was heard: each is good once, for a while, on its connection."""

from collections.abc import Callable
from dataclasses import dataclass, field

from adapters.chat import Entered, Message, Update
from adapters.wecom.robot.events import ANSWER, CHANGE, WELCOME
from adapters.wecom.robot.line import Line

LIVES = {ANSWER: 300.0, WELCOME: 4.5, CHANGE: 4.5}
"""Seconds: WeCom takes a stream for six minutes, a welcome and a changed card for five seconds."""
_MOST = 10_000


@dataclass(slots=True)
class Right:
    """The right to answer one message, event or press.

    Args:
        chat: the conversation, whose limits an answer counts against.
        by: the message of ours that uses it; its own repeats may.
        stream: the answer that was begun with it; empty: none.
    """

    kind: str
    req_id: str
    line: Line
    chat: str
    until: float
    by: str = ""
    stream: str = ""


@dataclass(slots=True)
class Rights:
    """Those of this process.

    Args:
        timer: seconds that only rise.
    """

    timer: Callable[[], float]
    _all: dict[str, Right] = field(default_factory=dict)

    def give(self, update: Update, line: Line) -> Right | None:
        """Note the right that came with what was heard just now."""
        token = token_of(update)
        kind, _, req_id = token.partition(" ")
        if not req_id:
            return None
        chat = update.sender.group or update.sender.user
        right = Right(kind, req_id, line, chat, self.timer() + LIVES[kind])
        self._all[token] = right
        while len(self._all) > _MOST:
            del self._all[next(iter(self._all))]
        return right

    def take(self, token: str, key: str, line: Line) -> Right | None:
        """Use a right for the message `key`; None: it is over, used, or of another connection."""
        right = self._all.get(token)
        if right is None or right.line is not line or right.until <= self.timer():
            return None
        if right.by not in ("", key):
            return None
        right.by = key
        return right

    def end(self, token: str) -> None:
        """The server says that it is over."""
        self._all.pop(token, None)


def token_of(update: Update) -> str:
    """What names the right on its way through the inbox and the outbox."""
    if isinstance(update, Message | Entered):
        return update.sender.token
    return update.card.token if update.card else ""
