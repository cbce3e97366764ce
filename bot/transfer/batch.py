"""What the rows of one import share: who acts, what was counted, what the file said before."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.transfer.fields import told
from bot.transfer.result import Counts
from bot.transfer.tables import Columns, Line
from bot.transfer.wrong import WrongRow
from core.acting import Acting
from core.customers.model import Contact, Customer, CustomerId
from core.fields import Custom, CustomField
from core.people.model import EmployeeId
from storage.unit_of_work import SqlUnitOfWork


@dataclass(slots=True)
class Reading:
    """One file, from its first row to its last, over all its transactions.

    Args:
        fields: the company's own columns of this kind of file.
        named: the people whom the file itself brings.
        seen: each row's key → its content: the second of two rows is told.
        held: account → who has it since a row of this file; None: nobody any more.
        own: the salesperson whose own customers alone it may touch; None: anybody's.
        by_name: whether a row may name its customer instead of numbering it.
        numbers: name → the number a new customer was given here.
    """

    counts: Counts = field(default_factory=Counts)
    fields: tuple[CustomField, ...] = ()
    named: frozenset[EmployeeId] = frozenset()
    seen: dict[tuple[str, ...], int] = field(default_factory=dict)
    held: dict[tuple[str, str], EmployeeId | None] = field(default_factory=dict)
    own: EmployeeId | None = None
    by_name: bool = False
    numbers: dict[str, str] = field(default_factory=dict)

    def mark(self) -> "Mark":
        """Where it stands, to come back to."""
        counts = self.counts
        return Mark(
            Counter(counts.done),
            len(counts.refused),
            len(self.seen),
            len(self.numbers),
            dict(self.held),
        )

    def back_to(self, mark: "Mark") -> None:
        """Forget the rows since then."""
        self.counts.done = mark.done
        del self.counts.refused[mark.refused :]
        for newer, many in ((self.seen, mark.seen), (self.numbers, mark.numbers)):
            while len(newer) > many:
                newer.popitem()
        self.held = mark.held


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reading knew at some row: counts, how much was seen, who had which account."""

    done: Counter[str]
    refused: int
    seen: int
    numbers: int
    held: dict[tuple[str, str], EmployeeId | None]


@dataclass(slots=True)
class Batch:
    """The rows of one transaction, and what of the database they look at."""

    acting: Acting
    reading: Reading
    people: frozenset[EmployeeId] = frozenset()
    left: frozenset[EmployeeId] = frozenset()
    customers: Mapping[CustomerId, Customer] = field(default_factory=dict)
    contacts: Mapping[CustomerId, frozenset[str]] = field(default_factory=dict)
    fresh: list[Customer] = field(default_factory=list)
    fresh_contacts: list[Contact] = field(default_factory=list)

    @property
    def uow(self) -> SqlUnitOfWork:
        return self.acting.uow  # type: ignore[return-value]  # the composition's own

    @property
    def now(self) -> datetime:
        return self.acting.now

    @property
    def zone(self) -> ZoneInfo:
        return self.acting.zone

    def custom(self, line: Line, known: Custom) -> Custom:
        """The company's own fields: what is known, with what the row says."""
        return told(line, known, self.reading.fields, self.zone)

    def employee(self, number: str, column: str) -> EmployeeId | None:
        """Somebody of the people file; None for an empty cell."""
        if number and number not in self.people:
            raise WrongRow("nobody", name=column, cell=number[:40])
        return EmployeeId(number) if number else None

    def owner(self, line: Line, known: EmployeeId | None) -> EmployeeId | None:
        """Whose the row says it is; nobody is given anything after he has left."""
        named = self.employee(line.get("owner_rep", ""), "owner_rep")
        if named in self.left and named != known:
            raise WrongRow("has_left", name="owner_rep", cell=named)
        return named


Take = Callable[[Line, Batch], Awaitable[str]]
"""Takes one row: `new`, `updated` or `duplicate`; raises WrongRow or CrmError before it writes."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its columns, which of them tell two rows apart, what one row does."""

    columns: Columns
    key: tuple[str, ...]
    take: Take
