"""What is kept about the records: what was done to them, and their figures."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from core.ledger.model import LedgerEvent, Mark, RowChange
from core.opportunities.model import Flow
from core.people.model import EmployeeId
from core.people.permissions import Scope
from core.reports.crews import Crews
from core.reports.funnel import Tally
from core.reports.model import (
    DayFigures,
    PoolPart,
    Ranked,
    Snapshot,
    SpanCounts,
    Standing,
    Target,
)
from core.reports.ranges import Range, Span


class Ledger(Protocol):
    async def record(
        self, command: str, kind: str, subject: str, *, rule_version: int = 0, undoes: str = ""
    ) -> LedgerEvent:
        """Write one event holding every row changed since the last `record` of this unit of work.

        A commit with changes that no event holds is refused: every write goes through the ledger.
        """
        ...

    async def mark(self) -> Mark:
        """The present moment of it, to be gone back to."""
        ...

    async def of_act(self, act: str) -> Sequence[LedgerEvent]: ...
    async def last_act(
        self, actor: EmployeeId, since: datetime, *, kind: str = "", command: str = ""
    ) -> str | None:
        """The newest act of `actor` that changed rows and was not undone; an undo only as `command`."""

    async def undone(self, act: str) -> bool: ...
    async def revert(self, changes: Sequence[RowChange]) -> None:
        """Put rows back to `before`, last change first.

        Raises:
            UndoBlocked: a row is no longer as `after` left it; nothing was changed.
        """
        ...


class Reports(Protocol):
    """Figures in few grouped queries, what stands behind each of them, and what was sent."""

    async def figures(
        self, span: Range, scope: Scope, *, now: datetime
    ) -> Mapping[EmployeeId, DayFigures]:
        """What each did in the range, if anything: the lengths of lists, in one statement."""
        ...

    async def each(
        self, names: Sequence[str], span: Range, scope: Scope, *, now: datetime
    ) -> Mapping[str, Mapping[EmployeeId, int]]:
        """How many rows of each of these lists are whose."""
        ...

    async def muster(self, crews: Crews) -> None:
        """Note who is of which crew, for what is asked by crew until the transaction's end."""
        ...

    async def standing(self, span: Range, crews: Crews, *, now: datetime) -> Mapping[int, Standing]:
        """How each crew stands, in one statement."""
        ...

    async def spans(
        self, spans: Sequence[Span], crews: Crews
    ) -> Mapping[int, Sequence[SpanCounts]]:
        """How many visits each crew made in each of the spans, those without any left out."""
        ...

    async def first(
        self, name: str, span: Range, crews: Crews, *, now: datetime
    ) -> Mapping[int, Sequence[Ranked]]:
        """The first few of a list, each crew's own."""
        ...

    async def page(
        self, name: str, span: Range, scope: Scope, *, now: datetime, rows: slice
    ) -> tuple[int, Sequence[str]]:
        """How many rows a list has, and the ids of some of them, in its order.

        Raises:
            NotFound: there is no such list.
        """
        ...

    async def customers(self, name: str, span: Range, scope: Scope, *, now: datetime) -> int:
        """With how many different customers the contacts of a list were (F12).

        Raises:
            NotFound: there is no such list.
        """
        ...

    async def ways(
        self, span: Range, crews: Crews, flows: Sequence[Flow]
    ) -> Mapping[int, Mapping[str, Tally]]:
        """The deals of each crew that are open or ended lately, summed by their flow."""
        ...

    async def pool(self, span: Range, *, now: datetime) -> Sequence[PoolPart]: ...
    async def targets(self, period: str, scope: Scope) -> Sequence[Target]: ...
    async def put_target(self, target: Target) -> None: ...
    async def snapshot(self, reader: EmployeeId, day: date, period: str) -> Snapshot | None: ...
    async def first_sent(self, day: date, period: str) -> Snapshot | None:
        """The first digest that was sent of a period that ends on `day`, to whomever."""
        ...

    async def put_snapshot(self, snapshot: Snapshot) -> None: ...
