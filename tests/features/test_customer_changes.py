"""Customers and contacts are edited by who may: A04."""

from dataclasses import replace

import pytest

from core.customers import actions
from core.customers.actions import Change, ContactFacts
from core.customers.model import ContactRole, CustomerId
from core.errors import AlreadyOwned, Duplicate, Forbidden, Invalid, NotFound
from core.opportunities import actions as deals
from core.people.permissions import EVERYBODY
from tests.core.builders import (
    LIN,
    YUANFAN,
    customer,
    pooled,
    supervisor,
)
from tests.features.given import TEAM, customer_of, load, work


async def test_a_new_name_keeps_the_old_one_findable(store) -> None:
    await load(store, customer())
    async with work(store) as doing:
        saved = await actions.edit(YUANFAN, Change(name="苏州远帆集团", city="苏州"), doing)
    assert saved.aliases == ("远帆", "苏州远帆新能源科技股份有限公司")
    async with store.look() as uow:
        hits = await uow.customers.by_keys(["远帆新能源科技", "苏州远帆集团"], EVERYBODY)
    assert {hit.key for hit in hits} >= {"苏州远帆集团"}


async def test_a_customer_is_not_renamed_to_another(store) -> None:
    other = customer("C02", full_name="华东精密仪器有限公司", aliases=("华精",), owner=LIN)
    await load(store, customer(), other)
    async with work(store) as doing:
        with pytest.raises(AlreadyOwned):
            await actions.edit(YUANFAN, Change(name="华东精密仪器"), doing)


async def test_an_empty_change_leaves_a_value(store) -> None:
    await load(store, customer(industry="新能源", city="苏州", mobile="13800000000"))
    async with work(store) as doing:
        saved = await actions.edit(YUANFAN, Change(city="昆山"), doing)
    assert (saved.industry, saved.city, saved.mobile) == ("新能源", "昆山", "13800000000")


async def test_a_contact_of_a_known_name_is_changed(store) -> None:
    await load(store, customer())
    first = ContactFacts(name="李敏", title="工程师", mobile="13812345678")
    second = ContactFacts(name="李敏", role=ContactRole.USER, attitude=-2)
    for facts in (first, second):
        async with work(store) as doing:
            await actions.put_contact(YUANFAN, facts, doing)
    async with store.look() as uow:
        (person,) = await uow.contacts.at(YUANFAN)
    assert (person.title, person.mobile) == ("工程师", "13812345678")
    assert (person.role, person.attitude) == (ContactRole.USER, -2)


async def test_a_contact_takes_a_new_name_that_is_nobodys_there(store) -> None:
    await load(store, customer())
    for name in ("王总", "徐磊"):
        async with work(store) as doing:
            await actions.put_contact(YUANFAN, ContactFacts(name=name, mobile="13800000000"), doing)
    async with work(store) as doing:
        await actions.put_contact(YUANFAN, ContactFacts(name="王总", called="王建国"), doing)
    async with work(store) as doing:
        with pytest.raises(Duplicate):
            await actions.put_contact(YUANFAN, ContactFacts(name="王建国", called="徐磊"), doing)
    async with store.look() as uow:
        people = await uow.contacts.at(YUANFAN)
    assert sorted(one.name for one in people) == ["徐磊", "王建国"]
    assert {one.mobile for one in people} == {"13800000000"}


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        pytest.param(ContactFacts(name=" "), "name", id="no name"),
        pytest.param(ContactFacts(name="李敏", attitude=3), "attitude", id="beyond the scale"),
        pytest.param(ContactFacts(name="李敏", mobile="abc"), "mobile", id="no number"),
    ],
)
async def test_a_contact_that_cannot_be_is_refused(store, facts, wrong: str) -> None:
    await load(store, customer())
    async with work(store) as doing:
        with pytest.raises(Invalid) as refused:
            await actions.put_contact(YUANFAN, facts, doing)
    assert refused.value.name == wrong


@pytest.mark.parametrize(
    "known", [customer(owner=LIN), pooled()], ids=["a colleague's", "nobody's"]
)
async def test_A04_a_rep_edits_own_customers_only(store, known) -> None:
    await load(store, known)
    for change in (
        lambda doing: actions.edit(YUANFAN, Change(city="昆山"), doing),
        lambda doing: actions.put_contact(YUANFAN, ContactFacts(name="李敏"), doing),
        lambda doing: deals.create(YUANFAN, deals.Facts(name="二期"), doing),
    ):
        async with work(store) as doing:
            with pytest.raises((NotFound, Forbidden)):
                await change(doing)
    assert await customer_of(store) == replace(known, version=known.version)


async def test_A04_a_supervisor_edits_his_teams_customers(store) -> None:
    await load(store, customer(), customer(CustomerId("C02"), full_name="华精", owner=LIN))
    async with work(store, supervisor(), team=TEAM) as doing:
        for number in (YUANFAN, CustomerId("C02")):
            await actions.edit(number, Change(city="昆山"), doing)
    assert [(await customer_of(store, one)).city for one in (YUANFAN, "C02")] == ["昆山", "昆山"]
