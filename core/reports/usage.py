"""Who uses it and who does not, by team (Q01)."""

from collections.abc import Mapping
from dataclasses import replace

from core.people.model import Employee, EmployeeId, EmployeeState, Role
from core.people.permissions import Scope
from core.reports.digest import Team
from core.reports.facts import Facts

_TEAMS = 50
"""So many teams stand in a report, those that use it least first."""


def teams(facts: Facts, scope: Scope, people: Mapping[EmployeeId, Employee]) -> list[Team]:
    """Each leader's own reps, as far as they are inside: who leads in the first line has one team."""
    found: dict[str, Team] = {}
    late = facts.each["late"]
    for who in sorted(people if scope.owners is None else scope.owners):
        one = people.get(who)
        if one is None or one.state is not EmployeeState.ACTIVE or Role.REP not in one.roles:
            continue
        leader = people.get(one.superior) if one.superior else None
        key = leader.id if leader else ""
        before = found.get(key, Team(key, leader.name if leader else "", 0, 0, 0, 0))
        logs = facts.figures[who].follow_ups if who in facts.figures else 0
        found[key] = _with(before, logs, late.get(who, 0))
    return sorted(found.values(), key=lambda one: (one.active * 1000 // one.reps, one.leader))[
        :_TEAMS
    ]


def _with(team: Team, logs: int, late: int) -> Team:
    """The team with one more rep."""
    return replace(
        team,
        reps=team.reps + 1,
        active=team.active + (logs > 0),
        follow_ups=team.follow_ups + logs,
        late=team.late + late,
    )
