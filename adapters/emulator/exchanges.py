"""What passed over an emulated wire, and what people see of it."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer; secrets are left out."""

    at: datetime
    direction: str
    path: str
    request: str
    status: int
    answer: str


class Exchanges:
    """The last exchanges, oldest first."""

    def __init__(self, most: int = 500) -> None:
        self._kept: deque[Exchange] = deque(maxlen=most)

    def add(self, exchange: Exchange) -> None:
        self._kept.append(exchange)

    def __iter__(self) -> Iterator[Exchange]:
        return iter(tuple(self._kept))

    def __len__(self) -> int:
        return len(self._kept)


@dataclass(slots=True)
class Bubble:
    """A message as a person sees it.

    Args:
        mine: whether the person wrote it.
        card: the platform's card, as it stands now.
        pressed: the label of what was pressed and waits.
    """

    id: str
    at: datetime
    mine: bool
    text: str = ""
    card: dict[str, Any] | None = None
    media: str = ""
    pressed: str = ""
    updates: int = 0
    versions: list[dict[str, Any]] = field(default_factory=list)


class NoSuchButton(LookupError):
    """A person looked for a button that no card of his shows."""
