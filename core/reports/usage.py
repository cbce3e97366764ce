"""Who uses it and who does not, by team (Q01)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from core.people.model import Employee, EmployeeId, EmployeeState, Role
from core.people.permissions import Scope
from core.reports.digest import Team
from core.reports.facts import Facts
from core.reports.model import SpanCounts

_TEAMS = 50
"""So many teams stand in a report, those that use it least first."""


def teams(facts: Facts, scope: Scope, people: Mapping[EmployeeId, Employee]) -> list[Team]:
    """Each leader's own reps, as far as they are inside: who leads in the first line has one team."""
    found: dict[str, Team] = {}
    for who in sorted(people if scope.owners is None else scope.owners):
        one = people.get(who)
        if one is None or one.state is not EmployeeState.ACTIVE or Role.REP not in one.roles:
            continue
        leader = people.get(one.superior) if one.superior else None
        key = leader.id if leader else ""
        before = found.get(key, Team(key, leader.name if leader else "", 0, 0, 0, 0))
        found[key] = _with(before, _own(facts.spans.get(who, ()), facts))
    return sorted(found.values(), key=lambda one: (one.active * 1000 // one.reps, one.leader))[
        :_TEAMS
    ]


def late_of(facts: Facts, scope: Scope) -> int:
    """How many contacts of the days were entered on a later day than they happened."""
    inside = facts.spans if scope.owners is None else scope.owners
    return sum(one.late for who in inside for one in _own(facts.spans.get(who, ()), facts))


def _own(counts: Iterable[SpanCounts], facts: Facts) -> list[SpanCounts]:
    """Those of the days of the report itself."""
    days = facts.span.days
    first = days.index(facts.span.first)
    return [one for one in counts if first <= one.number < len(days)]


def _with(team: Team, did: Iterable[SpanCounts]) -> Team:
    """The team with one more rep."""
    counts = list(did)
    logs = sum(one.follow_ups for one in counts)
    return replace(
        team,
        reps=team.reps + 1,
        active=team.active + (logs > 0),
        follow_ups=team.follow_ups + logs,
        late=team.late + sum(one.late for one in counts),
    )
