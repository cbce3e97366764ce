"""Employees, the accounts they write from, and those nobody knows."""

from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from core.errors import Duplicate, NotFound, Stale
from core.people.model import EmployeeId, RequestState, Role
from storage.store import COMPANY
from storage.tables import identities
from tests.contracts.given import E1, E2, E3, NOW, employee, identity, request


async def staffed(store, act, *people) -> None:
    async with store.unit(act()) as uow:
        for one in people:
            await uow.people.add(one)
        await uow.ledger.record("add", "employee", "")


async def test_an_employee_comes_back_as_he_was(store, act) -> None:
    await staffed(store, act, employee())
    async with store.look() as uow:
        assert await uow.people.get(E1) == employee()
        assert await uow.people.find(E2) is None
        with pytest.raises(NotFound):
            await uow.people.get(E2)


async def test_who_is_not_bound_is_known_for_each_platform(store, act) -> None:
    await staffed(store, act, employee(), employee(E2, name="林悦", mobile=""))
    async with store.unit(act()) as uow:
        await uow.people.bind(identity())
        await uow.ledger.record("bind", "binding", E1)
    async with store.look() as uow:
        bound, other = identity().platform, "console"
        assert [one.id for one in await uow.people.unbound(bound)] == [E2]
        assert [one.id for one in await uow.people.unbound(other)] == [E1, E2]


async def test_a_number_is_given_once(store, act) -> None:
    await staffed(store, act, employee())
    async with store.unit(act()) as uow:
        with pytest.raises(Duplicate):
            await uow.people.add(employee(name="孙涛"))


async def test_a_person_is_found_by_name_number_or_how_he_is_called(store, act) -> None:
    await staffed(
        store,
        act,
        employee(E1, name="周明"),
        employee(E2, name="周建"),
        employee(E3, name="吴芳"),
    )
    async with store.look() as uow:
        found = {name: sorted(one.id for one in await uow.people.named(name)) for name in NAMES}
    assert found == NAMES


NAMES = {"周明": ["E1"], "E3": ["E3"], "老周": ["E1", "E2"], "吴姐": ["E3"], "李四": [], "%": []}


async def test_who_of_the_employees_a_sentence_names(store, act) -> None:
    await staffed(store, act, employee(E1, name="周明"), employee(E2, name="吴芳"))
    async with store.look() as uow:
        assert await uow.people.called_in("转给周明，抄送吴总") == {"周明"}
        assert await uow.people.called_in("周一去") == frozenset()


async def test_names_of_any_length_are_found_where_they_stand(store, act) -> None:
    names = ("A", "欧阳明日月", "Wang Lei", "%_", "王")
    people = [employee(EmployeeId(f"N{n}"), name=name) for n, name in enumerate(names)]
    await staffed(store, act, *people)
    async with store.look() as uow:
        assert await uow.people.called_in("给欧阳明日月和Wang Lei，A，%_") == set(names[:4])
        assert await uow.people.called_in("王") == {"王"}
        assert await uow.people.called_in("") == frozenset()


async def test_a_team_is_everybody_below_at_any_depth(store, act) -> None:
    await staffed(
        store,
        act,
        employee(E1, superior=E2),
        employee(E2, superior=E3),
        employee(E3, superior=E1),
        employee(EmployeeId("E4"), superior=None),
    )
    async with store.look() as uow:
        assert await uow.people.team(E2) == {E1, E2, E3}
        assert await uow.people.team(EmployeeId("E4")) == {"E4"}
        assert await uow.people.team(EmployeeId("nobody")) == {"nobody"}
        assert [one.id for one in await uow.people.everybody()] == ["E1", "E2", "E3", "E4"]


async def test_roles_are_kept(store, act) -> None:
    await staffed(store, act, employee(roles=frozenset()))
    async with store.unit(act()) as uow:
        changed = replace(await uow.people.get(E1), roles=frozenset({Role.FINANCE}))
        await uow.people.save(changed)
        await uow.ledger.record("save", "employee", E1)
    async with store.look() as uow:
        assert (await uow.people.get(E1)).roles == {Role.FINANCE}


async def test_an_account_leads_to_its_employee(store, act) -> None:
    await staffed(store, act, employee())
    async with store.unit(act()) as uow:
        await uow.people.bind(identity())
        await uow.people.bind(identity(platform="feishu", external_id="ou_1"))
        await uow.ledger.record("bind", "identity", "")
    async with store.look() as uow:
        assert await uow.people.by_chat("wecom", "zhouming") == employee()
        assert await uow.people.by_chat("feishu", "zhouming") is None
        assert [one.platform for one in await uow.people.identities(E1)] == ["feishu", "wecom"]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(identity(employee=E2), id="an account of somebody else"),
        pytest.param(identity(external_id="other"), id="a second account on one platform"),
    ],
)
async def test_account_and_place_are_taken_once(store, act, second) -> None:
    async with store.unit(act()) as uow:
        await uow.people.bind(identity())
        await uow.ledger.record("bind", "identity", "")
        with pytest.raises(Duplicate):
            await uow.people.bind(second)


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(identity(employee=E2), id="an account of somebody else"),
        pytest.param(identity(external_id="other"), id="a second account on one platform"),
    ],
)
async def test_A01_the_database_refuses_what_two_who_bind_at_once_would_do(
    store, act, second
) -> None:
    async with store.unit(act()) as uow:
        await uow.people.bind(identity())
        await uow.ledger.record("bind", "identity", "")
    row = {"company_id": COMPANY, **asdict(second)}
    with pytest.raises(IntegrityError):
        async with store.database.write() as connection:
            await connection.execute(identities.insert().values(row))


async def test_an_account_is_free_again_after_unbinding(store, act) -> None:
    async with store.unit(act()) as uow:
        await uow.people.bind(identity())
        await uow.people.unbind(identity())
        await uow.people.bind(identity(employee=E2))
        await uow.ledger.record("bind", "identity", "")
    async with store.look() as uow:
        assert await uow.people.identity("wecom", "zhouming") == identity(employee=E2)


async def test_touching_an_account_is_no_act(store, act) -> None:
    later = NOW + timedelta(hours=1)
    async with store.unit(act()) as uow:
        await uow.people.bind(identity())
        await uow.ledger.record("bind", "identity", "")
        await uow.people.touch(identity(last_used_at=later, welcomed_at=later))
    async with store.look() as uow:
        found = await uow.people.identity("wecom", "zhouming")
    assert found == identity(last_used_at=later, welcomed_at=later)


async def test_a_request_is_open_until_somebody_decides(store, act) -> None:
    async with store.unit(act()) as uow:
        await uow.people.add_request(request())
        await uow.ledger.record("ask", "binding", "B1")
    async with store.unit(act()) as uow:
        assert await uow.people.open_request("wecom", "nobody") == request()
        await uow.people.save_request(replace(request(), state=RequestState.APPROVED))
        await uow.ledger.record("approve", "binding", "B1")
        with pytest.raises(Stale):
            await uow.people.save_request(replace(request(), state=RequestState.REFUSED))
    async with store.look() as uow:
        assert await uow.people.open_request("wecom", "nobody") is None
        assert (await uow.people.request("B1")).state is RequestState.APPROVED
