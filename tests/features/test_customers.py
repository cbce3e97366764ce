"""Customers and the people there: C01, C08, C11."""

import pytest
from sqlalchemy import event

from core.customers import actions
from core.customers.actions import ContactFacts, NewCustomer
from core.customers.model import Tier
from core.customers.profile import gather, timeline
from core.customers.queries import CustomerQuery
from core.errors import AlreadyOwned, Duplicate, Forbidden, Invalid, NotFound
from core.opportunities import actions as deals
from core.people.permissions import EVERYBODY
from core.plans.actions import cancel, set_plan
from core.pool.actions import release
from core.visits.actions import log
from core.visits.model import FollowUp
from tests.core.builders import (
    DAY,
    LIN,
    MONDAY,
    YUANFAN,
    ZHOU,
    acting,
    customer,
    employee,
    pooled,
    report,
    supervisor,
)
from tests.features.given import TEAM, customer_of, load, told_of, work


async def busy(store) -> None:
    """Five visits, two plans, a deal, a contact."""
    await load(store, customer(owned_since=MONDAY - 20 * DAY))
    for ago in (5, 4, 3, 2, 1):
        async with work(store, now=MONDAY - ago * DAY) as doing:
            await log(report(occurred_at=MONDAY - ago * DAY, content=f"第{ago}天前"), doing)
    async with work(store) as doing:
        await actions.put_contact(YUANFAN, ContactFacts(name="王建国", title="采购总监"), doing)
        await deals.create(YUANFAN, deals.Facts(name="二期"), doing)
        for days in (9, 2):
            await set_plan(
                acting=doing,
                due_at=MONDAY + days * DAY,
                has_time=True,
                content=f"{days}天后",
                customer=YUANFAN,
            )


async def test_C01_one_look_gathers_what_matters(store) -> None:
    await busy(store)
    async with work(store) as doing:
        known = await gather(YUANFAN, doing)
    assert (known.customer.id, known.owner) == (YUANFAN, "周明")
    assert [one.content for one in known.follow_ups] == ["第1天前", "第2天前", "第3天前"]
    assert [one.content for one in known.plans] == ["2天后", "9天后"]
    assert [one.name for one in known.opportunities] == ["二期"]
    assert [(one.name, one.title) for one in known.contacts] == [("王建国", "采购总监")]
    assert known.look is not None
    assert known.look.protected_by is not None
    assert known.look.protected_by.name == "open_opportunity"


async def test_C01_the_card_asks_as_many_questions_however_much_there_is(store) -> None:
    await busy(store)
    asked: list[str] = []

    @event.listens_for(store.database.engine.sync_engine, "before_cursor_execute")
    def noted(_, __, statement: str, *___: object) -> None:
        asked.append(statement)

    async with store.look() as uow:
        asked.clear()
        await gather(YUANFAN, acting(uow))
    assert len([one for one in asked if one.lstrip().startswith("SELECT")]) <= 8


async def test_C01_outside_ones_reach_there_is_no_such_customer(store) -> None:
    await load(store, customer(owner=LIN))
    async with work(store) as doing:
        for look in (gather(YUANFAN, doing), timeline(YUANFAN, doing, limit=5)):
            with pytest.raises(NotFound):
                await look


async def test_C01_the_owner_sees_what_colleagues_left_open(store) -> None:
    await load(store, customer(owner=LIN))
    async with work(store, supervisor(), team=TEAM) as doing:
        await deals.create(YUANFAN, deals.Facts(name="主管建的"), doing)
    async with work(store, employee(LIN)) as doing:
        known = await gather(YUANFAN, doing)
    assert [one.name for one in known.opportunities] == ["主管建的"]


async def test_C01_the_line_of_time_runs_backwards_over_everything(store) -> None:
    await busy(store)
    async with work(store, now=MONDAY + DAY) as doing:
        (deal,) = (await gather(YUANFAN, doing)).opportunities
        await deals.move(deal.id, "needs", doing)
        (first, *_) = (await gather(YUANFAN, doing)).plans
        await cancel(first.id, doing)
    async with work(store, now=MONDAY + 2 * DAY) as doing:
        await release(YUANFAN, doing, reason="busy")
    async with work(store, now=MONDAY + 3 * DAY) as doing:
        events = await timeline(YUANFAN, doing, limit=50)
        shortest = await timeline(YUANFAN, doing, limit=3)
    moments = [one.at for one in events]
    assert moments == sorted(moments, reverse=True)
    kinds = {type(one.what).__name__ for one in events}
    assert kinds == {"FollowUp", "Plan", "PoolEvent", "StageMove"}
    assert len([one for one in events if isinstance(one.what, FollowUp)]) == 5
    assert list(shortest) == list(events[:3])


async def test_C08_a_name_is_enough_and_its_creator_owns_it(store) -> None:
    await load(store)
    async with work(store) as doing:
        made = await actions.create(NewCustomer(name="无锡明泰电子有限公司"), doing)
    kept = await customer_of(store, made.id)
    assert (kept.full_name, kept.owner, kept.basis) == ("无锡明泰电子有限公司", ZHOU, "create")
    assert kept.recycle_on == MONDAY.date() + 61 * DAY
    assert await told_of(store, made.id) == [("assign", ZHOU, "create")]
    async with store.look() as uow:
        (hit,) = await uow.customers.by_keys(["明泰电子"], EVERYBODY)
    assert hit.customers == (made.id,)


async def test_C08_what_was_said_besides_is_kept(store) -> None:
    await load(store)
    new = NewCustomer(
        name="明泰", industry="电子", city="无锡", tier=Tier.B, contact="李工", mobile="13812345678"
    )
    async with work(store) as doing:
        made = await actions.create(new, doing)
    async with store.look() as uow:
        (person,) = await uow.contacts.at(made.id)
    assert (made.industry, made.city, made.tier, made.mobile) == ("电子", "无锡", Tier.B, "")
    assert (person.name, person.mobile) == ("李工", "13812345678")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("苏州远帆新能源科技股份有限公司", id="the same"),
        pytest.param("远帆", id="its short name"),
        pytest.param("苏州远帆新能源科技有限公司", id="another legal form"),
        pytest.param("远帆新能源科技", id="without region and legal form"),
        pytest.param(" 苏州 远帆新能源科技（股份）有限公司", id="blanks and brackets"),
    ],
)
@pytest.mark.parametrize("owner", [None, ZHOU, LIN])
async def test_C08_a_customer_that_is_there_is_not_made_again(store, name, owner) -> None:
    known = customer(owner=owner) if owner else pooled()
    await load(store, known)
    async with work(store, now=MONDAY + DAY) as doing:
        with pytest.raises(AlreadyOwned if owner == LIN else Duplicate) as refused:
            await actions.create(NewCustomer(name=name), doing)
    if owner == LIN:
        assert isinstance(refused.value, AlreadyOwned)
        assert (refused.value.owner, refused.value.since) == ("林悦", MONDAY)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("杭州远帆新能源科技有限公司", id="another city"),
        pytest.param("苏州远帆物流有限公司", id="another trade"),
        pytest.param("杭州远帆有限公司", id="a short name in another city"),
        pytest.param("苏州远航新能源科技有限公司", id="another brand"),
    ],
)
async def test_C08_another_company_with_a_like_name_is_made(store, name: str) -> None:
    await load(store, customer(owner=LIN))
    async with work(store) as doing:
        made = await actions.create(NewCustomer(name=name), doing)
    assert (await customer_of(store, made.id)).owner == ZHOU


@pytest.mark.parametrize(
    ("new", "wrong"),
    [
        pytest.param(NewCustomer(name=""), "name", id="no name"),
        pytest.param(NewCustomer(name=" ，。"), "name", id="marks only"),
        pytest.param(NewCustomer(name="长" * 81), "name", id="81 characters"),
        pytest.param(NewCustomer(name="明泰", mobile="not a number"), "mobile", id="no number"),
    ],
)
async def test_C08_what_cannot_be_is_refused_and_named(store, new, wrong: str) -> None:
    await load(store)
    async with work(store) as doing:
        with pytest.raises(Invalid) as refused:
            await actions.create(new, doing)
    assert refused.value.name == wrong


async def test_C11_a_star_is_set_on_ones_own_and_comes_first(store) -> None:
    ordinary = customer("C02", full_name="华东精密仪器有限公司", aliases=(), last_contact_at=None)
    await load(store, customer(last_contact_at=MONDAY, tier=Tier.C), ordinary)
    async with work(store) as doing:
        starred = await actions.star(YUANFAN, doing, on=True)
    async with store.look() as uow:
        listed = await uow.customers.search(CustomerQuery(), EVERYBODY)
    assert [one.id for one in listed] == [YUANFAN, "C02"]
    assert starred.tier is Tier.C


async def test_C11_starring_twice_is_one_act(store) -> None:
    await load(store, customer())
    for name in ("first", "second"):
        async with work(store, name=name) as doing:
            await actions.star(YUANFAN, doing, on=True)
    async with store.look() as uow:
        assert len(await uow.ledger.of_act("first")) == 1
        assert await uow.ledger.of_act("second") == []


@pytest.mark.parametrize(
    ("known", "refusal"),
    [
        pytest.param(customer(owner=LIN), NotFound, id="a colleague's"),
        pytest.param(pooled(), Forbidden, id="nobody's"),
    ],
)
async def test_C11_only_ones_own_are_starred(store, known, refusal) -> None:
    await load(store, known)
    async with work(store) as doing:
        with pytest.raises(refusal):
            await actions.star(YUANFAN, doing, on=True)
    assert not (await customer_of(store)).starred
