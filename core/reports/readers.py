"""Who reads which digest: facts are read once for all, and any that was sent is made again (K12)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from core.opportunities.model import Flow
from core.people.model import Employee, EmployeeId, EmployeeState, Role
from core.people.permissions import EVERYBODY, Command, Reach, Scope
from core.people.viewers import led_by, viewer_among
from core.ports import UnitOfWork
from core.reports.compose import Ready, compose, ready
from core.reports.crews import crews
from core.reports.digest import Digest, read
from core.reports.facts import survey
from core.reports.model import AsOf, Snapshot, read_as_of
from core.reports.ranges import Range
from core.workdays import Calendar

_READERS = {Role.SUPERVISOR, Role.EXECUTIVE}


@dataclass(frozen=True, slots=True)
class House:
    """Who is sent digests, by number, each with what he sees; and the facts for all of them."""

    given: Ready
    scopes: Mapping[EmployeeId, Scope]

    def readers(self) -> list[Employee]:
        return [self.given.people[one] for one in self.scopes]

    def digest(self, reader: Employee) -> Digest:
        """What `reader` is told."""
        return compose(self.given, self.scopes[reader.id])


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
        people = {one.id: one for one in everybody}
        told = _told(everybody) if reader is None else [people[reader]]
        scopes = _scopes(told, everybody, reaches)
        scope = EVERYBODY if reader is None else scopes[reader]
        facts = await survey(past, crews(scopes.values(), scope), span, as_of, flows)
        return House(ready(facts, people, flows), scopes)


def _told(everybody: Sequence[Employee]) -> list[Employee]:
    """Who is sent digests, by number."""
    found = (one for one in everybody if one.roles & _READERS)
    return sorted(
        (one for one in found if one.state is EmployeeState.ACTIVE), key=lambda one: one.id
    )


def _scopes(
    told: Iterable[Employee], everybody: Sequence[Employee], reaches: Mapping[Role, Reach]
) -> Mapping[EmployeeId, Scope]:
    led, near = led_by(everybody), everybody if reaches else []
    seen = [viewer_among(one, near, led, reaches) for one in told]
    return {
        one.id: Scope(one.scope(Command.DIGEST).owners, pools=one.scope().pools) for one in seen
    }


async def rebuild(
    uow: UnitOfWork,
    sent: Snapshot,
    zone: ZoneInfo,
    *,
    flows: Sequence[Flow],
    reaches: Mapping[Role, Reach],
    calendar: Calendar,
) -> Digest:
    """A digest that was sent, made again from the records as the ledger keeps them.

    Args:
        flows, reaches, calendar: of the rules it was made by.

    Raises:
        ValueError: it is of before its moment was kept.
    """
    first = date.fromisoformat(read(sent.content).first)
    span = Range(first, sent.day, zone, sent.period).by(calendar)
    as_of = read_as_of(sent.mark)
    made = await house(uow, span, as_of, flows=flows, reaches=reaches, reader=sent.reader)
    (reader,) = made.readers()
    return made.digest(reader)
