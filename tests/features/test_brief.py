"""The brief of a customer from its records, on both databases: L03, E04."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.briefs.compose import compose
from core.briefs.model import Brief
from core.customers.model import Contact, ContactId, ContactRole, Tier
from core.errors import NotFound
from core.money import Money
from core.people.permissions import Viewer
from core.plans.actions import complete
from core.plans.model import PlanState
from core.visits.actions import NextPlan, log
from core.visits.model import Figure
from tests.core.builders import (
    DAY,
    LIN,
    MONDAY,
    YUANFAN,
    ZHOU,
    ZONE,
    customer,
    employee,
    opportunity,
    plan,
    report,
    supervisor,
)
from tests.features.given import TEAM, load, work

HOUR = timedelta(hours=1)
WANG = Contact(id=ContactId("P1"), customer=YUANFAN, name="王建国", created_at=MONDAY - 90 * DAY)


async def brief(store, *, now=MONDAY, by=None, team=TEAM) -> Brief:
    person = by or employee()
    reader = Viewer(person, team if person.leads else frozenset({person.id}))
    async with store.look() as uow:
        return await compose(YUANFAN, uow, reader.scope(), now=now, zone=ZONE)


async def logged(store, *, days: int = 0, by=None, **other) -> None:
    now = MONDAY - days * DAY
    async with work(store, by, now=now) as acting:
        await log(report(occurred_at=now, **other), acting)


async def given(store, *records, **other) -> None:
    await load(store, customer(**{"owned_since": MONDAY - 90 * DAY, **other}))
    async with work(store) as acting:
        for one in records:
            kind = {Contact: acting.uow.contacts}.get(type(one), acting.uow.opportunities)
            await kind.add(one)
        await acting.uow.ledger.record("import", "records", "")


async def test_L03_a_customer_of_whom_nothing_is_recorded_has_a_brief_that_says_so(store) -> None:
    await given(store)

    found = await brief(store)

    assert (found.facts.people, found.facts.last, found.facts.deals) == ([], [], [])
    assert [one.kind for one in found.gaps] == ["people"]
    assert len(found.questions) == 3


async def test_L03_the_last_three_contacts_stand_newest_first_with_who_logged_them(store) -> None:
    await given(store)
    for days in (4, 3, 2, 1):
        await logged(store, days=days, content=f"{days}天前")

    facts = (await brief(store)).facts

    assert [one.content for one in facts.last] == ["1天前", "2天前", "3天前"]
    assert facts.names == {ZHOU: "周明"}


async def test_L03_who_decides_stands_first(store) -> None:
    buyer = replace(WANG, id=ContactId("P2"), name="徐磊", role=ContactRole.BUYER)
    decider = replace(WANG, id=ContactId("P3"), name="赵凯", role=ContactRole.DECIDER)
    await given(store, WANG, buyer, decider)

    assert [one.name for one in (await brief(store)).facts.people] == ["赵凯", "徐磊", "王建国"]


async def test_L03_a_next_step_that_nobody_came_back_to_is_open(store) -> None:
    await given(store)
    await logged(store, days=2, next_step="送样")

    promised = (await brief(store)).facts.promised

    assert promised is not None
    assert promised.next_step == "送样"


async def test_L03_a_next_step_with_an_open_plan_is_no_broken_promise(store) -> None:
    await given(store)
    await logged(store, days=2, next_step="送样", plan=NextPlan(MONDAY + DAY, False, ""))

    facts = (await brief(store)).facts

    assert facts.promised is None
    assert [one.content for one in facts.plans] == ["送样"]


async def test_L03_a_next_step_that_was_done_is_kept(store) -> None:
    await given(store)
    await logged(store, days=2, next_step="送样", plan=NextPlan(MONDAY, False, ""))
    async with work(store) as acting:
        (one,) = (await brief(store)).facts.plans
        await complete(one.id, acting)

    assert (await brief(store)).facts.promised is None


async def test_L03_a_plan_that_the_contact_itself_closed_keeps_no_promise(store) -> None:
    await given(store)
    async with work(store, now=MONDAY - 2 * DAY) as acting:
        await acting.uow.plans.add(plan(due_at=MONDAY - DAY, content="送样"))
        await acting.uow.ledger.record("import", "plan", "L1")
    await logged(store, days=1, next_step="送样")

    async with store.look() as uow:
        assert (await uow.plans.get(plan().id, Viewer(employee(), TEAM).scope())).state is (
            PlanState.DONE
        )
    assert (await brief(store)).facts.promised is not None


async def test_L03_what_was_done_long_before_the_contact_keeps_no_promise(store) -> None:
    await given(store)
    async with work(store, now=MONDAY - 9 * DAY) as acting:
        await acting.uow.plans.add(plan(due_at=MONDAY - 10 * DAY, content="送样"))
        await complete(plan().id, acting)
    await logged(store, days=1, next_step="送样")

    assert (await brief(store)).facts.promised is not None


async def test_L03_a_colleagues_deal_at_ones_own_customer_is_read(store) -> None:
    await given(store, opportunity(employee=LIN))

    assert [one.employee for one in (await brief(store)).facts.deals] == [LIN]


async def test_L03_a_later_contact_answers_the_step_before_it(store) -> None:
    await given(store)
    await logged(store, days=2, next_step="送样")
    await logged(store, days=1, next_step="", none_reason="等消息")

    assert (await brief(store)).facts.promised is None


async def test_L03_the_newest_amount_of_each_role_counts(store) -> None:
    old, new = (Figure(role="budget", least=Money.yuan(n), most=Money.yuan(n)) for n in (80, 90))
    quote = Figure(role="quote", least=Money.yuan(120), most=Money.yuan(120))
    await given(store)
    await logged(store, days=3, figures=(old, quote))
    await logged(store, days=1, figures=(new,))

    figures = (await brief(store)).facts.figures

    assert {role: one.figure for role, one in figures.items()} == {"budget": new, "quote": quote}
    assert figures["budget"].at == MONDAY - DAY


async def test_L03_competitors_come_from_deals_and_contacts_each_once(store) -> None:
    await given(store, opportunity(competitor="蔡司"))
    await logged(store, competitors=("海克斯康", "蔡司"))

    assert (await brief(store)).facts.rivals == ("蔡司", "海克斯康")


@pytest.mark.parametrize(
    ("tier", "days", "expected"),
    [
        pytest.param(Tier.A, 61, ["王建国"], id="61 days"),
        pytest.param(Tier.A, 59, [], id="59 days"),
        pytest.param(Tier.B, 61, [], id="no top customer"),
    ],
)
async def test_E04_whom_nobody_met_for_60_days_on_an_open_A_deal_is_named(
    store, tier: Tier, days: int, expected: list[str]
) -> None:
    await given(store, WANG, opportunity(), tier=tier)
    await logged(store, days=days, contacts=("王总",))
    await logged(store, days=1, contacts=("徐工",))

    assert [one.name for one in (await brief(store)).facts.neglected] == expected


async def test_E04_whoever_has_not_been_known_for_60_days_is_not_neglected(store) -> None:
    new = replace(WANG, created_at=MONDAY - 59 * DAY)
    await given(store, new, opportunity(), tier=Tier.A)

    assert (await brief(store)).facts.neglected == ()


async def test_E04_without_an_open_deal_nobody_is_neglected(store) -> None:
    await given(store, WANG, tier=Tier.A)

    assert (await brief(store)).facts.neglected == ()


async def test_L03_nobody_reads_the_brief_of_anothers_customer(store) -> None:
    await given(store)

    with pytest.raises(NotFound):
        await brief(store, by=employee(LIN))


async def test_L03_whoever_leads_the_owner_reads_the_same_brief(store) -> None:
    await given(store, WANG, opportunity())
    await logged(store, next_step="送样", plan=NextPlan(MONDAY + HOUR, True, ""))

    assert await brief(store, by=supervisor()) == await brief(store)
