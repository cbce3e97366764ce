"""What a reader of the board looks at: which days, and whose; by the address, within his rights."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from bot.handlers.digests import Then, made_of, only, whose
from bot.turn import Turn
from core.errors import NotFound
from core.ledger.model import Mark
from core.people.model import Employee, EmployeeId, EmployeeState
from core.people.permissions import Scope
from core.reports.ranges import PERIODS, Range, around

ME = "me"
_DEPARTMENT = "@"
_DAY = timedelta(days=1)
_EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The days, and whose.

    Args:
        who: an employee (his team, where he leads one), `me`, a department as `@path`; empty: all.
        name: what the address' team is called.
        then: what the digests of the days were made of, when they are over.
    """

    day: date
    period: str
    who: str
    name: str
    scope: Scope
    span: Range
    then: Then | None

    def address(self, path: str = "/board", **values: object) -> str:
        """A page of the same days and people, but for `values`; what is usual is left out."""
        query = {"day": self.day.isoformat(), "period": self.period, "who": self.who, **values}
        usual = {"period": "day", "who": "", "page": 0}
        kept = {name: value for name, value in query.items() if usual.get(name) != value}
        return f"{path}?{urlencode(kept)}"

    @property
    def mark(self) -> Mark | None:
        """The moment whose records are shown; None: the present."""
        return self.then.as_of.mark if self.then else None

    @property
    def before(self) -> date:
        """A day of the period before."""
        return self.span.first - _DAY

    @property
    def after(self) -> date:
        """A day of the period after."""
        return {"day": self.day, "week": _monday(self.day) + 6 * _DAY}.get(
            self.period, self.span.months_end
        ) + _DAY


async def asked(query: Mapping[str, str], turn: Turn) -> Asked:
    """What an address asks for; a day that is no day is today, none is later.

    Raises:
        NotFound: people he does not lead.
    """
    day = min(_day(query.get("day", ""), turn.today), turn.today)
    period = query.get("period", "")
    period = period if period in PERIODS else PERIODS[0]
    who = query.get("who", "")
    scope, name = await _team(who, turn)
    span = around(day, period, turn.zone, today=turn.today).by(turn.calendar)
    return Asked(
        day=day,
        period=period,
        who=who,
        name=name,
        scope=scope,
        span=span,
        then=await made_of(span, turn),
    )


def page_of(query: Mapping[str, str], furthest: int) -> int:
    """Which page an address asks for; what is no number is the first."""
    text = query.get("page", "")
    return min(int(text[:9]), furthest) if text.isascii() and text.isdigit() else 0


async def teams(turn: Turn) -> list[tuple[str, str]]:
    """Whom he may look at, as (who, name): all, himself, departments, and who leads below him."""
    me = turn.viewer.employee
    if not me.leads:
        return []
    scope, name = await whose("", turn)
    everybody = [
        one
        for one in await turn.uow.people.everybody()
        if one.state is not EmployeeState.LEFT and scope.covers(one.id) and one.id != me.id
    ]
    leaders = [one for one in everybody if one.leads]
    paths = _departments(everybody) if scope.owners is None else []
    return [
        ("", name),
        (ME, turn.say("board.myself")),
        *((f"{_DEPARTMENT}{path}", path) for path in paths),
        *((one.id, turn.say("board.team_of", name=one.name)) for one in leaders),
    ]


async def _team(who: str, turn: Turn) -> tuple[Scope, str]:
    scope, name = await whose("", turn)
    if not who:
        return scope, name
    if who == ME:
        return only(turn.viewer.id, scope), turn.viewer.employee.name
    if who.startswith(_DEPARTMENT):
        return await _department(who.removeprefix(_DEPARTMENT), scope, turn), who[1:]
    person = await turn.uow.people.find(EmployeeId(who))
    if person is None or not scope.covers(person.id):
        raise NotFound(kind="employee", key=who)
    if not person.leads:
        return only(person.id, scope), person.name
    below = await turn.uow.people.team(person.id)
    return _within(below, scope), turn.say("board.team_of", name=person.name)


async def _department(path: str, scope: Scope, turn: Turn) -> Scope:
    """Who works there or below, as far as he leads them."""
    there = frozenset(
        one.id
        for one in await turn.uow.people.everybody()
        if one.department == path or one.department.startswith(f"{path}/")
    )
    if not path or not there:
        raise NotFound(kind="department", key=path[:40])
    return _within(there, scope)


def _within(people: frozenset[EmployeeId], scope: Scope) -> Scope:
    return replace(scope, owners=people if scope.owners is None else people & scope.owners)


def _departments(people: list[Employee]) -> list[str]:
    """Every path that somebody works at or below."""
    found: set[str] = set()
    for one in people:
        parts = one.department.split("/") if one.department else []
        found |= {"/".join(parts[: depth + 1]) for depth in range(len(parts))}
    return sorted(found)


def _day(text: str, today: date) -> date:
    try:
        return max(date.fromisoformat(text), _EARLIEST)
    except ValueError:
        return today


def _monday(day: date) -> date:
    return day - day.weekday() * _DAY
