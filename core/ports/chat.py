"""What the chat keeps in the same transaction: messages to send, memory, drafts, sentences."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from core.drafts import Draft
from core.people.model import EmployeeId


class Notices(Protocol):
    """Messages to employees, kept in the outbox of this transaction.

    `body` is what `bot.deliver` understands; one row per `key` for ever.
    """

    async def put(
        self,
        key: str,
        *,
        to: EmployeeId | None,
        address: str = "",
        lane: int,
        body: bytes,
        kind: str,
        not_before: datetime | None = None,
        expires_at: datetime | None = None,
        wait: timedelta | None = None,
        card: str = "",
    ) -> str | None:
        """Keep a message and return its id; None when the key was there already.

        `card` is the id of the card it is a new face of.

        `not_before` and `expires_at` are product times, `wait` holds it back on the machine's clock.
        """
        ...

    async def body(self, id_: str) -> bytes | None:
        """What was sent under an id, while it is kept."""
        ...

    async def face(self, card: str, at: str) -> bytes | None:
        """What a card that keeps its id shows by now at the address; None while it was never changed."""
        ...

    async def sent_today(self, to: EmployeeId, since: datetime) -> int:
        """Pushes (not replies) to `to` since then, for the attention budget."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveCard:
    """A card that is drawn again when what it shows is corrected.

    Args:
        card: id of the message it was sent with.
        key: what draws it again.
        employee: who reads it.
        address: where it hangs, as in `Notices.put`.
    """

    card: str
    key: str
    employee: EmployeeId
    address: str


class LiveCards(Protocol):
    """The cards that go on showing records."""

    async def named(self, message: str) -> str:
        """The id of the card that a platform calls `message`; empty when it is none of ours."""
        ...

    async def shows(self, card: LiveCard, records: Collection[str], at: datetime) -> None:
        """From now on it shows `records`, and nothing that it showed before."""
        ...

    async def ended(self, card: str) -> None:
        """It has another face, which stays as it is."""
        ...

    async def showing(self, records: Collection[str], since: datetime) -> Sequence[LiveCard]:
        """Those that show one of `records`, drawn since then and not by this act, newest first."""
        ...

    async def forget_old(self, before: datetime) -> None:
        """Delete what no platform lets anybody change any more."""
        ...


class Memory(Protocol):
    """What a conversation remembers: JSON values with a lifetime, by conversation and slot."""

    async def get(self, conversation: str, slot: str, now: datetime) -> str | None: ...
    async def several(
        self, conversation: str, slots: Sequence[str], now: datetime
    ) -> Mapping[str, str]: ...
    async def put(self, conversation: str, slot: str, value: str, until: datetime) -> None:
        """Put `value` in the place of what was there.

        Raises:
            Overtaken: somebody else put something there meanwhile.
        """
        ...

    async def first(self, conversation: str, slot: str, value: str, until: datetime) -> str:
        """What was put there first, by whichever process; `value` when that is now."""
        ...

    async def forget(self, conversation: str, slot: str) -> None: ...
    async def forget_old(self, now: datetime) -> None:
        """Delete what has ended."""
        ...


class Drafts(Protocol):
    """Draft cards: an intent with what is known so far, as JSON, with a version."""

    async def get(self, draft: str) -> Draft: ...
    async def add(self, draft: Draft) -> None: ...
    async def save(self, draft: Draft) -> Draft: ...
    async def open_in(self, conversation: str, now: datetime) -> Draft | None:
        """The newest open draft that a text may still continue."""

    async def leave(self, conversation: str, now: datetime) -> None:
        """From `now` on no text continues a draft of before; its buttons still work (P11)."""


class Sentences(Protocol):
    """What nobody understood or what is not supported yet, for an admin; texts live 30 days."""

    async def add(self, employee: EmployeeId, text: str, intent: str, at: datetime) -> None: ...
    async def since(self, since: datetime, limit: int) -> Sequence[tuple[datetime, str, str, str]]:
        """Newest first: when, who (employee number), intent or empty, text."""

    async def counted(self, since: datetime) -> Mapping[str, int]:
        """How many of each intent, the most first; those nobody understood under ""."""

    async def forget(self, now: datetime) -> None: ...
