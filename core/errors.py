"""What the CRM can refuse, and why.

Every refusal is a class with fields, never a sentence: the words a person reads are chosen by the
bot (`bot/refusals.py`), in that person's language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class CrmError(Exception):
    """Base of every refusal the domain can raise."""

    def __str__(self) -> str:
        return repr(self)


@dataclass(eq=False)
class NotFound(CrmError):
    """There is none, or the asker may not see it: the two are told apart nowhere (A08)."""

    kind: str
    key: str


@dataclass(eq=False)
class Forbidden(CrmError):
    """The asker sees it and may not do this. `action` is a `people.permissions.Command`."""

    action: str


@dataclass(eq=False)
class Stale(CrmError):
    """Somebody else saved this record first."""

    kind: str
    key: str


class Overtaken(Exception):
    """Somebody wrote at the same place at the same moment: no refusal, once more with what is there then."""


@dataclass(eq=False)
class Invalid(CrmError):
    """A value that cannot be, e.g. `Invalid("amount", "negative")`."""

    name: str
    reason: str


@dataclass(eq=False)
class Duplicate(CrmError):
    """The record exists already."""

    kind: str
    key: str
    title: str = ""


@dataclass(eq=False)
class AlreadyOwned(CrmError):
    """Claimed a customer that has an owner; `owner` is his name, `since` when he got it."""

    customer: str
    owner: str
    since: datetime | None
    mine: bool = False


@dataclass(eq=False)
class QuotaUsed(CrmError):
    """No claims left in this period."""

    used: int
    limit: int
    resets_at: datetime


@dataclass(eq=False)
class LocksUsed(CrmError):
    """The owner has as many locked customers as the rules allow."""

    used: int
    limit: int


@dataclass(eq=False)
class CoolingDown(CrmError):
    """The last owner has to wait; `until` is the last day of waiting.

    Args:
        receiver: the last owner's name, when somebody else would give it to him without a reason.
    """

    customer: str
    until: date
    receiver: str = ""


@dataclass(eq=False)
class IllegalMove(CrmError):
    """A state that cannot follow: an opportunity's stage, a plan's state.

    Args:
        flow: name and version of the flow whose stages they are.
    """

    kind: str
    source: str
    target: str
    flow: tuple[str, int] = ("", 0)


@dataclass(eq=False)
class FactsMissing(CrmError):
    """A stage wants facts that are not there yet (H02); names as in the flow: amount, expected_close."""

    target: str
    missing: tuple[str, ...]
    flow: tuple[str, int] = ("", 0)


@dataclass(eq=False)
class NothingToUndo(CrmError):
    """No act of the asker that can still be taken back; `late` when it was too long ago."""

    late: bool = False


class Way(StrEnum):
    """How records stand in the way of taking an act back."""

    CHANGED = "changed"
    LATER = "later"
    UNKEPT = "unkept"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Records of a kind that an act cannot be taken back over.

    Args:
        kind: what they are: customers, contacts, ….
        why: changed since; later than the act and resting on it; brought by an import, which keeps
            no image of what it writes; of a person who was erased.
        names: what the first few are called, or the customers they are at.
        by: the names of the others who changed or wrote them.
    """

    kind: str
    why: Way
    count: int
    names: tuple[str, ...] = ()
    by: tuple[str, ...] = ()


@dataclass(eq=False)
class UndoBlocked(CrmError):
    """Records stand in the way; nothing was changed."""

    by: Sequence[Obstacle] = ()
