"""Employees, identities and binding requests in SQL."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from core.errors import Duplicate
from core.people.model import (
    BindingRequest,
    ChatIdentity,
    Employee,
    EmployeeId,
    EmployeeState,
    RequestState,
)
from storage.records import Records
from storage.session import Session
from storage.tables import binding_requests, employees, identities

_TEAM = """WITH RECURSIVE team (id) AS (
  SELECT id FROM employees WHERE company_id = :company AND id = :leader
  UNION
  SELECT e.id FROM employees e JOIN team t ON e.superior = t.id WHERE e.company_id = :company
) SELECT id FROM team"""


def _called(least: str, below: str, place: str) -> str:
    """Whoever begins as a place in the text does, and stands there: read from the index of names."""
    return f"""SELECT e.name FROM {{beginnings}} AS b CROSS JOIN employees AS e
WHERE e.company_id = :company AND e.name {least} b.value AND e.name {below} (b.value || CAST(:last AS text))
  AND {place}(CAST(:text AS text), e.name) > 0
UNION SELECT e.name FROM employees AS e
WHERE e.company_id = :company AND e.name IN (SELECT value FROM {{letters}} AS l)"""  # noqa: S608 - our own words


_CALLED = {
    "sqlite": _called(">=", "<", "instr"),
    "postgresql": _called("~>=~", "~<~", "strpos"),
}
"""Whose name stands in a text: a name is no pattern. PostgreSQL's signs are those of the order of characters."""
_LAST = "\U0010ffff"


class SqlPeople:
    """`core.ports.People`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._employees = Records(session, employees, Employee, "employee")
        self._identities = Records(
            session, identities, ChatIdentity, "identity", ("platform", "external_id")
        )
        self._requests = Records(session, binding_requests, BindingRequest, "binding")

    async def get(self, employee: EmployeeId) -> Employee:
        return await self._employees.get(employee)

    async def find(self, employee: EmployeeId) -> Employee | None:
        return await self._employees.by(id=employee)

    async def by_chat(self, platform: str, external_id: str) -> Employee | None:
        identity = await self.identity(platform, external_id)
        return await self.find(identity.employee) if identity else None

    async def unbound(self, platform: str) -> Sequence[Employee]:
        """Who has no account on `platform`, whoever has left among them."""
        bound = select(identities.c.employee).where(
            self._identities.mine, identities.c.platform == platform
        )
        query = self._employees.query(employees.c.id.not_in(bound)).order_by(employees.c.id)
        return await self._employees.many(query)

    async def named(self, name: str) -> Sequence[Employee]:
        """By full name or number, else 老赵 and 小林 by surname, 吴姐 too."""
        exact = await self._employees.many(
            self._employees.query((employees.c.name == name) | (employees.c.id == name))
        )
        if exact or not name:
            return exact
        surname = name[1:] if name[:1] in "老小阿" else name[:1]
        return await self._employees.many(
            self._employees.query(employees.c.name.startswith(surname, autoescape=True))
        )

    async def names(self, people: Iterable[EmployeeId]) -> Mapping[EmployeeId, str]:
        query = select(employees.c.id, employees.c.name).where(
            employees.c.company_id == self._session.company, employees.c.id.in_(sorted(set(people)))
        )
        return {EmployeeId(row.id): row.name for row in await self._session.all(query)}

    async def called_in(self, text: str) -> frozenset[str]:
        rows = await self._session.quick(
            _CALLED[self._session.connection.dialect.name],
            company=self._session.company,
            text=text,
            beginnings=sorted({text[at : at + 2] for at in range(len(text) - 1)}),
            letters=sorted(set(text)),
            last=_LAST,
        )
        return frozenset(name for (name,) in rows)

    async def everybody(self) -> Sequence[Employee]:
        return await self._employees.many(self._employees.query().order_by(employees.c.id))

    async def on_leave(self) -> frozenset[EmployeeId]:
        query = select(employees.c.id).where(
            self._employees.mine, employees.c.state == EmployeeState.LEAVE
        )
        return frozenset(row.id for row in await self._session.all(query))

    async def team(self, leader: EmployeeId) -> frozenset[EmployeeId]:
        rows = await self._session.quick(_TEAM, company=self._session.company, leader=leader)
        return frozenset(EmployeeId(id_) for (id_,) in rows) | {leader}

    async def hold(self, employee: EmployeeId) -> None:
        row = self._employees.query(employees.c.id == employee)
        await self._session.first(row.with_for_update())

    async def add(self, employee: Employee) -> None:
        if await self.find(employee.id):
            raise Duplicate("employee", employee.id, employee.name)
        await self._employees.add(employee)

    async def save(self, employee: Employee) -> Employee:
        return await self._employees.save(employee)

    async def identity(self, platform: str, external_id: str) -> ChatIdentity | None:
        return await self._identities.by(platform=platform, external_id=external_id)

    async def identities(self, employee: EmployeeId) -> Sequence[ChatIdentity]:
        return await self._identities.many(
            self._identities.query(identities.c.employee == employee).order_by(
                identities.c.platform
            )
        )

    async def bind(self, identity: ChatIdentity) -> None:
        taken = await self.identity(identity.platform, identity.external_id)
        place = await self._identities.one(
            identities.c.employee == identity.employee,
            identities.c.platform == identity.platform,
        )
        if taken or place:
            raise Duplicate("identity", identity.external_id, identity.employee)
        await self._identities.add(identity)

    async def touch(self, identity: ChatIdentity) -> None:
        used = {"last_used_at": identity.last_used_at, "welcomed_at": identity.welcomed_at}
        at = {"platform": identity.platform, "external_id": identity.external_id}
        await self._session.change(identities, used, at)

    async def unbind(self, identity: ChatIdentity) -> None:
        await self._session.remove(identities, self._identities.row(identity))

    async def request(self, request_id: str) -> BindingRequest:
        return await self._requests.get(request_id)

    async def open_request(self, platform: str, external_id: str) -> BindingRequest | None:
        return await self._requests.one(
            binding_requests.c.platform == platform,
            binding_requests.c.external_id == external_id,
            binding_requests.c.state == RequestState.OPEN,
        )

    async def add_request(self, request: BindingRequest) -> None:
        await self._requests.add(request)

    async def save_request(self, request: BindingRequest) -> BindingRequest:
        return await self._requests.save(request)
