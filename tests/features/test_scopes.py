"""Whose records somebody sees: A03."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from core.customers.model import Contact, ContactId, CustomerId
from core.customers.queries import CustomerOrder, CustomerQuery
from core.opportunities.queries import OpportunityQuery
from core.people.model import Employee, EmployeeId, EmployeeState, Role
from core.people.permissions import Command, Reach
from core.people.viewers import viewer
from core.plans.queries import PlanQuery
from core.visits.model import ContactKind, FollowUp, FollowUpId
from core.visits.queries import FollowUpQuery
from storage.store import Store
from tests.core.builders import MONDAY, act, customer, employee, opportunity, plan, pooled

QUERIES = 10_000
CUSTOMERS = 60
REACHES = (Reach.OWN, Reach.TEAM, Reach.DEPARTMENT, Reach.DEPARTMENTS, Reach.ALL)
PATHS = (
    "",
    "华东",
    "华东/苏州组",
    "华东/苏州组/园区",
    "华东/无锡组",
    "华东南",
    "华南",
    "华南/广州组",
)
Owners = dict[str, str | None]


def people(dice: random.Random) -> list[Employee]:
    """Thirty people of eight departments whose team is not their department."""
    made: list[Employee] = []
    for place in range(30):
        made.append(
            employee(
                EmployeeId(f"E{place:02}"),
                name=f"员工{place}",
                department=dice.choice(PATHS),
                superior=dice.choice(made).id if made and dice.random() < 0.8 else None,
            )
        )
    return made


def below(leader: str, everybody: list[Employee]) -> Iterator[str]:
    """A leader and his people, found in another way than the store finds them."""
    yield leader
    for one in everybody:
        if one.superior == leader:
            yield from below(one.id, everybody)


def expected(one: Employee, everybody: list[Employee]) -> dict[Reach, set[str]]:
    path = one.department
    same = {other.id for other in everybody if path and other.department == path}
    under = {
        other.id for other in everybody if path and (other.department + "/").startswith(path + "/")
    }
    return {
        Reach.OWN: {one.id},
        Reach.TEAM: set(below(one.id, everybody)),
        Reach.DEPARTMENT: same | {one.id},
        Reach.DEPARTMENTS: under | {one.id},
        Reach.ALL: {other.id for other in everybody},
    }


async def fill(store: Store, everybody: list[Employee], dice: random.Random) -> Owners:
    """Customers with a record of each kind; returns whose each of them is."""
    owners: Owners = {}
    async with store.unit(act(None)) as uow:
        for one in everybody:
            await uow.people.add(one)
        for place in range(CUSTOMERS):
            number, owner = f"C{place:03}", dice.choice(everybody).id
            owners[number] = owner if place % 4 else None
            name = f"客户{place:03}有限公司"
            made = customer(number, full_name=name, owner=owner, aliases=())
            made = made if place % 4 else pooled(number, full_name=name, aliases=())
            await uow.customers.add(made)
            await uow.contacts.add(
                Contact(
                    id=ContactId(f"P{place:03}"),
                    customer=made.id,
                    name=dice.choice(("李总", "王工")),
                    created_at=MONDAY,
                )
            )
            await uow.follow_ups.add(
                FollowUp(
                    id=FollowUpId(f"F{place:03}"),
                    customer=made.id,
                    employee=owner,
                    kind=ContactKind.CALL,
                    occurred_at=MONDAY,
                    created_at=MONDAY,
                )
            )
            await uow.plans.add(plan(f"L{place:03}", customer=made.id, employee=owner))
            await uow.opportunities.add(
                opportunity(f"O{place:03}", customer=made.id, employee=owner)
            )
        await uow.ledger.record("import", "company", "")
    return owners


async def customers(uow, scope, dice: random.Random, owners: Owners) -> set[str | None]:
    query = CustomerQuery(
        text=dice.choice(("", "客户", "1")),
        in_pool=dice.choice((None, True, False)),
        order=dice.choice(tuple(CustomerOrder)),
        limit=dice.choice((5, 60)),
    )
    return {one.owner for one in await uow.customers.search(query, scope)}


async def customers_by_id(uow, scope, dice: random.Random, owners: Owners) -> set[str | None]:
    some = [CustomerId(f"C{dice.randrange(CUSTOMERS):03}") for _ in range(20)]
    return {one.owner for one in await uow.customers.several(some, scope)}


async def names(uow, scope, dice: random.Random, owners: Owners) -> set[str | None]:
    wanted = [f"客户{dice.randrange(CUSTOMERS):03}有限公司" for _ in range(20)]
    hits = await uow.customers.by_keys(wanted, scope)
    return {owners[number] for hit in hits for number in hit.customers}


async def contacts(uow, scope, dice: random.Random, owners: Owners) -> set[str | None]:
    found = await uow.contacts.named(dice.choice(("李总", "王工")), scope)
    return {owners[one.customer] for one in found}


async def follow_ups(uow, scope, dice: random.Random, owners: Owners) -> set[str | None]:
    kinds = dice.choice(((), (ContactKind.CALL,)))
    found = await uow.follow_ups.search(
        FollowUpQuery(kinds=kinds, limit=dice.choice((5, 60))), scope
    )
    return {owners[one.customer] for one in found}


async def plans(uow, scope, dice: random.Random, owners: Owners) -> set[str | None]:
    who = dice.choice((None, EmployeeId(f"E{dice.randrange(30):02}")))
    query = PlanQuery(employee=who, limit=dice.choice((5, 60)))
    return {one.employee for one in await uow.plans.search(query, scope)}


async def opportunities(uow, scope, dice: random.Random, owners: Owners) -> set[str | None]:
    query = OpportunityQuery(text=dice.choice(("", "导电")), limit=dice.choice((5, 60)))
    return {one.employee for one in await uow.opportunities.search(query, scope)}


KINDS: tuple[Callable, ...] = (
    customers,
    customers_by_id,
    names,
    contacts,
    follow_ups,
    plans,
    opportunities,
)


async def test_A03_no_scope_of_five_leaks_a_record_in_ten_thousand_queries(store) -> None:
    dice = random.Random(20261123)
    everybody = people(dice)
    known = await fill(store, everybody, dice)
    seen: dict[tuple[Reach, Callable], set[str | None]] = {}
    async with store.look() as uow:
        scopes = {}
        for one in everybody:
            allowed = expected(one, everybody)
            for reach in REACHES:
                asker = await viewer(one, uow.people, {Role.REP: reach})
                scopes[one.id, reach] = (asker.scope(), allowed[reach])
        for number in range(QUERIES):
            reach, kind = REACHES[number % 5], KINDS[number % 7]
            scope, allowed = scopes[dice.choice(everybody).id, reach]
            owners = await kind(uow, scope, dice, known)
            leaked = owners - allowed - {None}
            assert not leaked, (number, reach, kind.__name__)
            seen.setdefault((reach, kind), set()).update(owners)
    assert len(seen) == len(REACHES) * len(KINDS)
    assert all(owners - {None} for owners in seen.values())


@pytest.mark.parametrize("reach", REACHES)
async def test_A03_each_scope_shows_all_that_lies_inside(store, reach: Reach) -> None:
    dice = random.Random(1)
    everybody = people(dice)
    owners = await fill(store, everybody, dice)
    async with store.look() as uow:
        for one in everybody[::3]:
            allowed = expected(one, everybody)[reach]
            scope = (await viewer(one, uow.people, {Role.REP: reach})).scope()
            found = await uow.customers.search(CustomerQuery(in_pool=False, limit=500), scope)
            assert {each.id for each in found} == {
                number for number, owner in owners.items() if owner in allowed
            }


def test_A03_the_scopes_differ_in_the_company_they_are_tried_on() -> None:
    everybody = people(random.Random(20261123))
    different = [
        one
        for one in everybody
        if len({frozenset(owners) for owners in expected(one, everybody).values()}) == 5
    ]
    assert len(different) >= 2


async def test_A03_a_wider_look_gives_no_right_to_write(store) -> None:
    colleague = employee(EmployeeId("E8"), department="华东")
    mine = employee(EmployeeId("E9"), department="华东")
    async with store.unit(act(None)) as uow:
        for one in (colleague, mine):
            await uow.people.add(one)
        await uow.ledger.record("import", "company", "")
        asker = await viewer(mine, uow.people, {Role.REP: Reach.DEPARTMENT})
    assert asker.scope().covers(colleague.id)
    for command in (Command.LOG, Command.RELEASE, Command.EDIT_CUSTOMER, Command.SELL):
        assert not asker.scope(command).covers(colleague.id)


async def test_A03_a_move_to_another_department_counts_at_once(store) -> None:
    one = employee(EmployeeId("E8"), department="华东")
    other = employee(EmployeeId("E9"), department="华南")
    async with store.unit(act(None)) as uow:
        for each in (one, other):
            await uow.people.add(each)
        await uow.ledger.record("import", "company", "")
        reaches = {Role.REP: Reach.DEPARTMENT}
        before = (await viewer(one, uow.people, reaches)).scope()
        moved = await uow.people.save(replace(one, department="华南"))
        await uow.ledger.record("edit", "employee", one.id)
        after = (await viewer(moved, uow.people, reaches)).scope()
    assert (before.covers(other.id), after.covers(other.id)) == (False, True)


async def test_A03_who_has_left_sees_nothing_whatever_his_role_sees(store) -> None:
    gone = employee(EmployeeId("E9"), state=EmployeeState.LEFT, roles=frozenset({Role.EXECUTIVE}))
    await fill(store, people(random.Random(1)), random.Random(1))
    async with store.look() as uow:
        scope = (await viewer(gone, uow.people, {Role.EXECUTIVE: Reach.ALL})).scope()
        for kind in KINDS:
            assert not await kind(uow, scope, random.Random(1), defaultdict(str))
    assert (scope.owners, scope.pools) == (frozenset(), False)


async def test_A03_several_roles_see_what_each_of_them_sees(store) -> None:
    both = frozenset({Role.REP, Role.SUPERVISOR})
    leader = employee(EmployeeId("E1"), department="华东", roles=both, superior=None)
    below_him = employee(EmployeeId("E2"), department="华南", superior=leader.id)
    beside = employee(EmployeeId("E3"), department="华东", superior=None)
    async with store.unit(act(None)) as uow:
        for one in (leader, below_him, beside):
            await uow.people.add(one)
        await uow.ledger.record("import", "company", "")
        asker = await viewer(leader, uow.people, {Role.REP: Reach.DEPARTMENT})
    assert asker.scope().owners == {leader.id, below_him.id, beside.id}
