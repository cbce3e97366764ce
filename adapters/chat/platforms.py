"""Who carries it: a platform reads its wire, draws on it and delivers; and how that fails."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, Protocol, runtime_checkable

from adapters.chat.contents import Card, Content, Reply
from adapters.chat.login import Login
from adapters.chat.updates import Address, Attachment, CardHandle, Message, Platform, Press, Update


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """A request of a platform, unread. Header names are lower-case; query is decoded once.

    Args:
        path: the address it came to.
        is_local: whether it came from this machine.
    """

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    received_at: datetime
    path: str = ""
    is_local: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Handshake:
    """An address check: answer `body` and nothing else happens."""

    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """A genuine event nobody needs: acknowledge it and keep nothing."""

    event: str


Received = Update | Handshake | Ignored


class Refused(Exception):
    """A callback that is not genuine or cannot be read; always answered 403 with an empty body.

    Args:
        reason: for the log and the metrics only ("signature", "receiver", "padding", …).
        is_proved: whether it was signed rightly before anything else about it was found wrong.
    """

    def __init__(self, reason: str, *, is_proved: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_proved = is_proved


@contextmanager
def proved() -> Iterator[None]:
    """What is refused within was signed rightly: its sender is the platform, or has the keys."""
    try:
        yield
    except Refused as refused:
        raise Refused(refused.reason, is_proved=True) from None


class Failure(StrEnum):
    """What to do about a delivery that failed."""

    RETRY = "retry"
    """Try again by the outbox's own backoff (5xx, time-outs, busy)."""
    WAIT = "wait"
    """The platform said how long (`after`)."""
    UNREACHABLE = "unreachable"
    """The platform brings nothing to this person."""
    DEAD = "dead"
    """Will never work: keep the code and stop."""
    STALE_CARD = "stale_card"
    """The card can no longer be updated: post a fresh one."""


class DeliveryError(Exception):
    """A delivery that did not succeed.

    Args:
        failure: what to do.
        code: the platform's code, or "http-502", "timeout".
        after: how long to wait, with `Failure.WAIT`.
        scope: what the wait is for: "api" closes the whole API, "recipient" only this person.
        seen_from: our own internet address, when the platform named it because it does not trust it.
        needs: the permissions the platform names as missing.
    """

    def __init__(
        self,
        failure: Failure,
        *,
        code: str,
        after: timedelta | None = None,
        scope: Literal["api", "recipient"] = "recipient",
        seen_from: str = "",
        needs: tuple[str, ...] = (),
    ) -> None:
        super().__init__(f"{failure}: {code}")
        self.failure = failure
        self.code = code
        self.after = after
        self.scope = scope
        self.seen_from = seen_from
        self.needs = needs


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivery that succeeded; `message` is the platform's id of it, `code` WeCom's response_code."""

    message: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that a person sent; `name` where only the file's own server tells it."""

    content: bytes
    name: str = ""


class Files(Protocol):
    """Where the bytes of pictures and documents are kept."""

    async def read(self, file: str) -> bytes: ...


class ChatPlatform(Protocol):
    """One platform: reads its wire, draws on it, carries it out.

    Args:
        login: who holds a browser; None where the platform has no web login.
        remembers: how long the platform knows a message that is sent again as the same; no time: never.
    """

    platform: Platform
    login: Login | None
    remembers: timedelta

    async def receive(self, callback: Callback) -> Received:
        """Verify, decrypt and translate.

        Raises:
            Refused: not genuine, too old, or not readable.
        """
        ...

    def acknowledge(self, reply: bytes | None = None) -> tuple[bytes, str]:
        """The body and content type that acknowledge a callback.

        Args:
            reply: what `answer` rendered, when it was ready in time; only for a press.
        """
        ...

    def answer(self, reply: Reply) -> bytes | None:
        """Render `reply` as the answer to a press inside the callback, or None where the platform
        has no such thing (WeCom)."""
        ...

    def picked(self, card: Card, press: Press) -> str | None:
        """The key behind a choice that drawing `card` folded; None when there is none."""
        ...

    def render(self, to: Address, content: Content, *, key: str) -> bytes:
        """Render a new message once; these bytes are sent at each try.

        Args:
            key: unique for this message; becomes the idempotency field, the task_id and so on.
        """
        ...

    def render_update(self, to: Address, card: Card, handle: CardHandle, *, key: str) -> bytes:
        """Render the card that takes the place of the pressed one."""
        ...

    async def deliver(self, body: bytes, *, hurry: bool = True) -> Delivered:
        """Carry out what `render` or `render_update` made.

        Args:
            hurry: somebody waits for it; without, it leaves slots to those for whom one waits.

        Raises:
            DeliveryError: with what to do about it.
        """
        ...

    async def download(self, message: Message, attachment: Attachment) -> Fetched:
        """A file a person sent.

        Raises:
            DeliveryError: the platform did not give it.
        """
        ...

    async def find_mobiles(self, mobiles: Sequence[str]) -> Mapping[str, str]:
        """Mobile → platform id, of those whom the platform knows and tells.

        Raises:
            DeliveryError: the platform does not answer, or must not.
        """
        ...

    async def close(self) -> None:
        """Give back connections."""
        ...


Took = Callable[[Update], Awaitable[bool]]
"""Keeps what came in; returns once it is kept: False, when it was told before."""


class TakenOver(Exception):
    """A newer connection of the same robot is there: this one is over."""


@runtime_checkable
class LongConnection(Protocol):
    """A platform that is reached through one connection, which one process of an installation has."""

    platform: Platform

    @property
    def is_live(self) -> bool:
        """Whether this process has it now, so that it can deliver."""
        ...

    async def find_account(self, user: str) -> str:
        """The account of the same person that the company knows; empty when nobody can say.

        Raises:
            DeliveryError: whoever could say does not answer.
        """
        ...

    async def hold(self, took: Took) -> None:
        """Have the connection, and mend it, until this is cancelled.

        Args:
            took: is given everything that comes in; nothing is answered before it returns.

        Raises:
            TakenOver: another process has it now.
            DeliveryError: the platform does not let us in, however often we ask.
        """
        ...
