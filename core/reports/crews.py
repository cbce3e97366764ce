"""Who has the same readers: what they did is summed once, and goes to each of these as one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.people.model import EmployeeId
from core.people.permissions import Scope

OTHERS = 0
"""The crew of whoever is in nobody's scope but in that of those who see everybody."""


@dataclass(frozen=True, slots=True)
class Crews:
    """Groups of people, none of which is divided by any of the scopes they were made of.

    Args:
        scope: whose records are read.
        of: the crew of each who is inside one of the scopes that name people.
        seen: the crews inside each scope.
    """

    scope: Scope
    of: Mapping[EmployeeId, int]
    seen: Mapping[Scope, Sequence[int]]

    @property
    def only(self) -> int | None:
        """The crew of everybody whose records are read, where there is but one."""
        read = self.seen.get(self.scope, ())
        return read[0] if len(read) == 1 else None

    def crew(self, who: EmployeeId) -> int:
        return self.of.get(who, OTHERS)


def crews(scopes: Iterable[Scope], scope: Scope) -> Crews:
    """The crews of people whom exactly the same of the `scopes` cover, of records inside `scope`."""
    given = list(dict.fromkeys(scopes))
    covered: dict[EmployeeId, list[int]] = {}
    for number, one in enumerate(given):
        for who in one.owners or ():
            covered.setdefault(who, []).append(number)
    numbers: dict[tuple[int, ...], int] = {}
    of = {who: numbers.setdefault(tuple(by), 1 + len(numbers)) for who, by in covered.items()}
    every = range(OTHERS, 1 + len(numbers))
    return Crews(scope, of, {one: _inside(one, of, every) for one in given})


def _inside(scope: Scope, of: Mapping[EmployeeId, int], every: Sequence[int]) -> Sequence[int]:
    return every if scope.owners is None else sorted({of[who] for who in scope.owners})
