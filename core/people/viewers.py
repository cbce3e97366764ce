"""Who somebody is to the CRM: himself, his team and, where it counts, his department."""

from collections.abc import Iterable, Mapping, Sequence

from core.people.model import Employee, EmployeeId, Role
from core.people.permissions import Reach, Viewer
from core.ports import People

_BY_DEPARTMENT = frozenset({Reach.DEPARTMENT, Reach.DEPARTMENTS})


async def viewer(
    employee: Employee, people: People, reaches: Mapping[Role, Reach] | None = None
) -> Viewer:
    """The viewer `employee` is under a company's `reaches`; departments are only read for them."""
    chosen = reaches or {}
    team = await people.team(employee.id)
    if not _BY_DEPARTMENT & {chosen.get(role) for role in employee.roles}:
        return Viewer(employee, team, reaches=chosen)
    everybody = await people.everybody()
    return Viewer(
        employee,
        team,
        department=_of(employee.department, everybody, below=False),
        departments=_of(employee.department, everybody, below=True),
        reaches=chosen,
    )


def viewer_among(
    employee: Employee,
    everybody: Sequence[Employee],
    led: Mapping[EmployeeId | None, Sequence[EmployeeId]],
    reaches: Mapping[Role, Reach] | None = None,
) -> Viewer:
    """As `viewer`, of people that are known already; `led`: who reports to whom (`led_by`)."""
    team, found = {employee.id}, [employee.id]
    while found:
        below = [one for one in led.get(found.pop(), ()) if one not in team]
        team |= set(below)
        found += below
    return Viewer(
        employee,
        frozenset(team),
        department=_of(employee.department, everybody, below=False),
        departments=_of(employee.department, everybody, below=True),
        reaches=reaches or {},
    )


def led_by(everybody: Iterable[Employee]) -> Mapping[EmployeeId | None, Sequence[EmployeeId]]:
    """Who reports to each."""
    found: dict[EmployeeId | None, list[EmployeeId]] = {}
    for one in everybody:
        found.setdefault(one.superior, []).append(one.id)
    return found


def _of(path: str, everybody: Iterable[Employee], *, below: bool) -> frozenset[EmployeeId]:
    """Who works in the department `path`; nobody shares the department of who has none."""
    return frozenset(
        one.id
        for one in everybody
        if path and (one.department == path or (below and one.department.startswith(f"{path}/")))
    )
