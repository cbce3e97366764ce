"""Whom the people of a message are known at, for whoever writes it, on both databases."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from adapters.chat import Address, Platform
from bot.calendars import calendar_of
from bot.company.rules import CompanyRules
from bot.listen import SeenNames
from bot.neighbours import Neighbours
from bot.texts import texts
from bot.turn import Turn
from core.customers.model import CustomerId
from core.people.model import Role
from core.people.viewers import viewer
from tests.contracts.given import C1, C2, E1, E2, contact, customer, employee, kept

C3, C4 = CustomerId("C3"), CustomerId("C4")
PEOPLE = {C1: "王建国", C2: "王芳", C3: "王建国", C4: "王强"}


@pytest.fixture
async def names(store, act, new_id):
    """What E1 sees: C1 and C2 are his, C3 is a colleague's, C4 is in the pool."""
    owners = {C1: E1, C2: E1, C3: E2, C4: None}
    await kept(store, act, *(customer(id_, owner=owner) for id_, owner in owners.items()))
    async with store.unit(act(id="people")) as uow:
        await uow.contacts.add_many(
            [contact(f"P{id_}", customer=id_, name=name) for id_, name in PEOPLE.items()]
        )
        await uow.ledger.record("import", "contact", "")
    rules = CompanyRules()
    async with store.look() as uow:
        yield SeenNames(
            Turn(
                uow=uow,
                viewer=await viewer(employee(roles=frozenset({Role.REP})), uow.people),
                sender=Address(Platform.WECOM, "u1"),
                now=datetime(2026, 11, 23, 2, tzinfo=UTC),
                zone=ZoneInfo("Asia/Shanghai"),
                rules=rules,
                calendar=calendar_of(rules),
                say=texts("zh-CN"),
                new_id=new_id,
            ),
            Neighbours(),
        )


async def test_somebody_is_known_at_ones_own_customers_then_in_the_pool(names) -> None:
    at = await names.anywhere(["王总", "王建国", "李总"])
    assert {name: list(ids) for name, ids in at.items()} == {"王总": [C1, C2, C4], "王建国": [C1]}


async def test_somebody_is_known_at_those_who_may_be_meant(names) -> None:
    assert list(await names.at("王总", [C2, C4])) == [C2, C4]
    assert list(await names.at("王建国", [C2, C1])) == [C1]
    assert list(await names.at("王建", [C1, C2])) == []


async def test_a_full_name_is_known_where_one_sees_it(names) -> None:
    assert set(await names.anywhere(["王建国", "王强", "王", "刘洋"])) == {"王建国", "王强"}
    assert set(await names.anywhere(["王建国", "王芳"])) == {"王建国", "王芳"}


async def test_who_is_known_at_each_customer(names) -> None:
    assert await names.contacts([C1, C2]) == ["王建国", "王芳"]
    assert await names.contacts([C2]) == ["王芳"]
