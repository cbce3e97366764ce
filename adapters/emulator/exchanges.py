"""What passed over an emulated wire, byte for byte, and what people see of it."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from typing import Any

LONGEST = 256 << 10
"""Bytes of one body that are kept; a longer one says how long it was."""
_MOST_BYTES = 32 << 20
_HIDDEN = "…"

Headers = tuple[tuple[str, str], ...]


@dataclass(slots=True, kw_only=True)
class Exchange:
    """One request and its answer; `request` and `answer` are for reading, without secrets.

    Args:
        number: counts this platform's, in the order in which they began.
        began: of a clock that only runs on, the same for all platforms.
        direction: `callback`, the platform calls the bot, or `api`, the bot calls the platform.
        target: path and query, as they were sent.
        sent: the request's body; `size` is how long it was before it was cut.
        plain: what a sealed body says.
        status: 0 while nothing came back, and when nothing ever did.
        took: seconds; None while it goes on.
    """

    number: int
    at: datetime
    began: float
    direction: str
    method: str
    target: str
    headers: Headers
    sent: bytes
    size: int
    plain: str = ""
    request: str = ""
    status: int = 0
    answer_headers: Headers = ()
    answered: bytes = b""
    answer_size: int = 0
    answer: str = ""
    took: float | None = None

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def is_whole(self) -> bool:
        """Whether every byte of the request is kept."""
        return self.size == len(self.sent)


@dataclass(slots=True)
class Exchanges:
    """The last exchanges, oldest first.

    Args:
        secrets: what is hidden wherever an exchange is read.
        heard: called whenever something passed or changed.
    """

    now: Callable[[], datetime]
    secrets: Callable[[], Iterable[str]]
    most: int = 500
    heard: list[Callable[[], None]] = field(default_factory=list)
    _kept: deque[Exchange] = field(default_factory=deque)
    _count: int = 0

    def begin(
        self, direction: str, method: str, target: str, *, headers: Headers, sent: bytes, plain: str
    ) -> Exchange:
        """Write down a request that is on its way."""
        self._count += 1
        exchange = Exchange(
            number=self._count,
            at=self.now(),
            began=perf_counter(),
            direction=direction,
            method=method,
            target=target,
            headers=headers,
            sent=sent[:LONGEST],
            size=len(sent),
            plain=plain,
            request=self.hide(plain or readable(sent)),
        )
        self._kept.append(exchange)
        self._shrink()
        self.stir()
        return exchange

    def end(self, exchange: Exchange, status: int, headers: Headers, answered: bytes) -> None:
        """Write down what came back; status 0 when nothing did."""
        exchange.status = status
        exchange.answer_headers = headers
        exchange.answered, exchange.answer_size = answered[:LONGEST], len(answered)
        exchange.answer = self.hide(readable(answered))
        exchange.took = perf_counter() - exchange.began
        self.stir()

    def hide(self, text: str) -> str:
        """`text` without any secret of the platform."""
        for secret in self.secrets():
            text = text.replace(secret, _HIDDEN)
        return text

    def stir(self) -> None:
        """Tell whoever listens that something is to be seen."""
        for listener in self.heard:
            listener()

    def _shrink(self) -> None:
        held = sum(len(one.sent) + len(one.answered) for one in self._kept)
        while len(self._kept) > self.most or (held > _MOST_BYTES and len(self._kept) > 1):
            gone = self._kept.popleft()
            held -= len(gone.sent) + len(gone.answered)

    def __iter__(self) -> Iterator[Exchange]:
        return iter(tuple(self._kept))

    def __len__(self) -> int:
        return len(self._kept)


def readable(content: bytes) -> str:
    """A text as it is; of anything else its length."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return f"[{len(content)} bytes]"


@dataclass(slots=True)
class Bubble:
    """A message as a person sees it.

    Args:
        mine: whether the person wrote it.
        card: the platform's card, as it stands now.
        media: the key of the file it brings, which the platform keeps.
        pressed: the label of what was pressed and waits.
        note: how it was written, where that is to be seen.
    """

    id: str
    at: datetime
    mine: bool
    text: str = ""
    card: dict[str, Any] | None = None
    media: str = ""
    pressed: str = ""
    note: str = ""
    updates: int = 0
    versions: list[dict[str, Any]] = field(default_factory=list)


class NoSuchButton(LookupError):
    """A person looked for a button that no card of his shows."""
