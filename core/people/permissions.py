"""Who may do what, to whose records: one table (A03, A11)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.errors import Forbidden
from core.people.model import Employee, EmployeeId, EmployeeState, Role


class Command(StrEnum):
    READ = "read"
    LOG = "log"
    PLAN = "plan"
    CLAIM = "claim"
    RELEASE = "release"
    ASSIGN = "assign"
    EDIT_CUSTOMER = "edit_customer"
    CREATE_CUSTOMER = "create_customer"
    SELL = "sell"
    STAR = "star"
    DIGEST = "digest"
    IMPORT = "import"
    EXPORT = "export"
    RULES = "rules"
    ADMIN = "admin"
    READ_PHONE_IN_POOL = "read_phone_in_pool"
    UNDO = "undo"


class Reach(StrEnum):
    """Whose records: nobody's, one's own, or those of more and more people (A03)."""

    NONE = "none"
    OWN = "own"
    TEAM = "team"
    DEPARTMENT = "department"
    DEPARTMENTS = "departments"
    """The department with all below it."""
    ALL = "all"


_OWN = dict.fromkeys(
    (
        Command.READ,
        Command.LOG,
        Command.PLAN,
        Command.CLAIM,
        Command.RELEASE,
        Command.EDIT_CUSTOMER,
        Command.CREATE_CUSTOMER,
        Command.SELL,
        Command.STAR,
        Command.EXPORT,
        Command.UNDO,
    ),
    Reach.OWN,
)
_TEAM = dict.fromkeys((*_OWN, Command.ASSIGN, Command.DIGEST), Reach.TEAM)

GRANTS: dict[Role, dict[Command, Reach]] = {
    Role.REP: _OWN,
    Role.SUPERVISOR: _TEAM | {Command.READ_PHONE_IN_POOL: Reach.TEAM},
    Role.EXECUTIVE: {
        Command.READ: Reach.ALL,
        Command.DIGEST: Reach.ALL,
        Command.ASSIGN: Reach.ALL,
        Command.EXPORT: Reach.ALL,
        Command.READ_PHONE_IN_POOL: Reach.ALL,
        Command.UNDO: Reach.OWN,
    },
    Role.SALES_OPS: {
        Command.READ: Reach.ALL,
        Command.DIGEST: Reach.ALL,
        Command.ASSIGN: Reach.ALL,
        Command.EXPORT: Reach.ALL,
        Command.IMPORT: Reach.ALL,
        Command.RULES: Reach.ALL,
        Command.READ_PHONE_IN_POOL: Reach.ALL,
        Command.EDIT_CUSTOMER: Reach.ALL,
        Command.UNDO: Reach.OWN,
    },
    Role.FINANCE: {Command.UNDO: Reach.OWN},
    Role.ADMIN: {
        Command.READ: Reach.ALL,
        Command.ASSIGN: Reach.ALL,
        Command.IMPORT: Reach.ALL,
        Command.EXPORT: Reach.ALL,
        Command.RULES: Reach.ALL,
        Command.ADMIN: Reach.ALL,
        Command.READ_PHONE_IN_POOL: Reach.ALL,
        Command.UNDO: Reach.OWN,
    },
}

_ORDER = tuple(Reach)
_LOOKING = frozenset({Command.READ, Command.DIGEST, Command.EXPORT})
_OWNED = frozenset({Command.EDIT_CUSTOMER, Command.SELL, Command.STAR})
"""What nobody does to a customer of the pool with his own customers' right alone."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which records a query may return.

    Args:
        owners: whose records; None means everybody's.
        pools: whether customers in the pool are among them.
    """

    owners: frozenset[EmployeeId] | None
    pools: bool = True

    def covers(self, owner: EmployeeId | None) -> bool:
        """Whether a record of `owner` (None: in the pool) is inside."""
        if owner is None:
            return self.pools
        return self.owners is None or owner in self.owners


EVERYBODY = Scope(None)
"""Every record, for what a rule has to know."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever asks, with everybody below him (`team` includes himself).

    Args:
        department, departments: who works in his department, without and with those below it.
        reaches: how far a role sees in this company, where that is not as in `GRANTS`; what a role
            may do to records stays as it is there.
    """

    employee: Employee
    team: frozenset[EmployeeId]
    department: frozenset[EmployeeId] = frozenset()
    departments: frozenset[EmployeeId] = frozenset()
    reaches: Mapping[Role, Reach] = field(default_factory=dict)

    @property
    def id(self) -> EmployeeId:
        return self.employee.id

    def reach(self, command: Command) -> Reach:
        """The widest reach any of his roles gives; none for whoever has left."""
        return max(self._reaches(command), key=_ORDER.index, default=Reach.NONE)

    def scope(self, command: Command = Command.READ) -> Scope:
        """The records he may apply `command` to."""
        reaches = self._reaches(command)
        if Reach.ALL in reaches:
            return Scope(None)
        owners = frozenset().union(*(self._people(reach) for reach in reaches))
        return Scope(owners, pools=bool(owners))

    def check(self, command: Command, owner: EmployeeId | None = None) -> None:
        """Check that he may apply `command` to a record of `owner`.

        Raises:
            Forbidden: he may not.
        """
        if not self.may(command, owner):
            raise Forbidden(action=command)

    def may(self, command: Command, owner: EmployeeId | None = None) -> bool:
        """Whether he may apply `command` to a record of `owner`."""
        reach = self.reach(command)
        pooled = owner is None and command in _OWNED and reach is Reach.OWN
        return reach is not Reach.NONE and not pooled and self.scope(command).covers(owner)

    def check_any(self, command: Command) -> None:
        """Check that there are records he may apply `command` to.

        Raises:
            Forbidden: there are none.
        """
        if self.reach(command) is Reach.NONE:
            raise Forbidden(action=command)

    def _reaches(self, command: Command) -> frozenset[Reach]:
        """What each of his roles gives; nothing to whoever has left."""
        if self.employee.state is EmployeeState.LEFT:
            return frozenset()
        granted = {role: GRANTS[role].get(command, Reach.NONE) for role in self.employee.roles}
        own = self.reaches if command in _LOOKING else {}
        return frozenset(
            own.get(role, reach) for role, reach in granted.items() if reach is not Reach.NONE
        )

    def _people(self, reach: Reach) -> frozenset[EmployeeId]:
        everybody = {
            Reach.OWN: frozenset({self.id}),
            Reach.TEAM: self.team,
            Reach.DEPARTMENT: self.department | {self.id},
            Reach.DEPARTMENTS: self.departments | {self.id},
        }
        return everybody.get(reach, frozenset())
