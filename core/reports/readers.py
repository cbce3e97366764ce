"""Who reads which digest: facts are read once for all, and any that was sent is made again (K12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from core.opportunities.model import Flow
from core.people.model import Employee, EmployeeId, EmployeeState, Role
from core.people.permissions import EVERYBODY, Command, Reach, Scope
from core.people.viewers import led_by, viewer_among
from core.ports import UnitOfWork
from core.reports.compose import compose
from core.reports.digest import Digest, read
from core.reports.facts import Facts, survey
from core.reports.model import AsOf, Snapshot, read_as_of
from core.reports.ranges import Range

_READERS = {Role.SUPERVISOR, Role.EXECUTIVE}


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The facts of a company, its people at that moment, and the rules a digest goes by."""

    facts: Facts
    people: Mapping[EmployeeId, Employee]
    led: Mapping[EmployeeId | None, Sequence[EmployeeId]]
    flows: Sequence[Flow]
    reaches: Mapping[Role, Reach]

    def readers(self) -> list[Employee]:
        """Who is sent digests, by number."""
        found = (one for one in self.people.values() if one.roles & _READERS)
        return sorted(
            (one for one in found if one.state is EmployeeState.ACTIVE), key=lambda one: one.id
        )

    def digest(self, reader: Employee) -> Digest:
        """What `reader` is told."""
        return compose(self.facts, self.scope(reader), self.people, self.flows)

    def scope(self, reader: Employee) -> Scope:
        everybody = list(self.people.values()) if self.reaches else []
        seen = viewer_among(reader, everybody, self.led, self.reaches)
        return Scope(seen.scope(Command.DIGEST).owners, pools=seen.scope().pools)


async def house(
    uow: UnitOfWork,
    span: Range,
    as_of: AsOf,
    *,
    flows: Sequence[Flow],
    reaches: Mapping[Role, Reach],
    reader: EmployeeId | None = None,
) -> House:
    """Read everything as it was; of one reader alone what he sees."""
    async with uow.as_of(as_of.mark) as past:
        everybody = await past.people.everybody()
        people, led = {one.id: one for one in everybody}, led_by(everybody)
        scope = EVERYBODY
        if reader is not None:
            theirs = everybody if reaches else []
            seen = viewer_among(people[reader], theirs, led, reaches)
            scope = Scope(seen.scope(Command.DIGEST).owners, pools=seen.scope().pools)
        facts = await survey(past, scope, span, as_of)
        return House(facts=facts, people=people, led=led, flows=flows, reaches=reaches)


async def rebuild(
    uow: UnitOfWork,
    sent: Snapshot,
    zone: ZoneInfo,
    *,
    flows: Sequence[Flow],
    reaches: Mapping[Role, Reach],
) -> Digest:
    """A digest that was sent, made again from the records as the ledger keeps them.

    Args:
        flows, reaches: of the rules it was made by.

    Raises:
        ValueError: it is of before its moment was kept.
    """
    first = date.fromisoformat(read(sent.content).first)
    span = Range(first, sent.day, zone)
    as_of = read_as_of(sent.mark)
    made = await house(uow, span, as_of, flows=flows, reaches=reaches, reader=sent.reader)
    return made.digest(made.people[sent.reader])
