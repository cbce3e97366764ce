"""One event for every write, and the last act taken back as a whole: O01, O04."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.customers import actions as customers
from core.customers.actions import Change, ContactFacts, NewCustomer
from core.customers.model import CustomerId
from core.errors import Forbidden, NotFound, NothingToUndo, UndoBlocked
from core.ledger.actions import redo, undo
from core.opportunities import actions as deals
from core.people.permissions import EVERYBODY
from core.plans import actions as plans
from core.plans.queries import PlanQuery
from core.pool.actions import assign, claim, release
from core.pool.rules import PoolRules
from core.visits.actions import NextPlan, log, revise
from core.visits.queries import FollowUpQuery
from storage.store import Store
from tests.core.builders import (
    DAY,
    LIN,
    MONDAY,
    SUN,
    YUANFAN,
    ZHOU,
    customer,
    employee,
    pooled,
    report,
    supervisor,
)
from tests.features.given import TEAM, customer_of, history_of, load, told_of, work

POOLED = CustomerId("C02")
MINUTE = timedelta(minutes=1)


async def a_company(store: Store) -> None:
    """An owned customer with a visit, a plan, a deal; one in the pool."""
    await load(
        store, customer(), pooled(POOLED, full_name="宁波海川模具有限公司", aliases=("海川",))
    )
    async with work(store, now=MONDAY - DAY, name="before") as doing:
        await log(report(occurred_at=MONDAY - DAY, plan=next_week()), doing)
        await deals.create(YUANFAN, deals.Facts(name="二期"), doing)


def next_week() -> NextPlan:
    return NextPlan(MONDAY + 7 * DAY, has_time=True, content="再去")


async def the_visit(doing):
    (one,) = await doing.uow.follow_ups.search(FollowUpQuery(customer=YUANFAN), EVERYBODY)
    return one


async def the_plan(doing):
    (one,) = await doing.uow.plans.search(PlanQuery(customer=YUANFAN), EVERYBODY)
    return one


async def the_deal(doing):
    (one,) = await doing.uow.opportunities.search(deals.OpportunityQuery(), EVERYBODY)
    return one


async def _revise(doing) -> None:
    await revise((await the_visit(doing)).id, doing, report=report(content="改过"))


async def _complete(doing) -> None:
    await plans.complete((await the_plan(doing)).id, doing)


async def _move_plan(doing) -> None:
    await plans.move((await the_plan(doing)).id, MONDAY + 9 * DAY, doing, has_time=True)


async def _advance(doing) -> None:
    await deals.move((await the_deal(doing)).id, "needs", doing)


async def _win(doing) -> None:
    await deals.win((await the_deal(doing)).id, doing)


async def _lose(doing) -> None:
    await deals.lose((await the_deal(doing)).id, doing, reason="price", competitor="无")


ACTS = {
    "claim": lambda doing: claim(POOLED, doing),
    "release": lambda doing: release(YUANFAN, doing, reason="busy"),
    "create_customer": lambda doing: customers.create(
        NewCustomer(name="无锡明泰", contact="李工"), doing
    ),
    "edit_customer": lambda doing: customers.edit(YUANFAN, Change(name="远帆集团"), doing),
    "put_contact": lambda doing: customers.put_contact(YUANFAN, ContactFacts(name="李"), doing),
    "star": lambda doing: customers.star(YUANFAN, doing, on=True),
    "log": lambda doing: log(report(plan=next_week()), doing),
    "revise": _revise,
    "set_plan": lambda doing: plans.set_plan(
        acting=doing, due_at=MONDAY + DAY, has_time=True, content="回电话", customer=YUANFAN
    ),
    "complete_plan": _complete,
    "move_plan": _move_plan,
    "create_opportunity": lambda doing: deals.create(YUANFAN, deals.Facts(name="三期"), doing),
    "advance": _advance,
    "win": _win,
    "lose": _lose,
}


async def rows_of(store: Store) -> dict[str, list[dict[str, object]]]:
    """Every row of the CRM's own tables, without the versions that only rise."""
    from storage.tables import contacts, follow_ups, opportunities, plans, stage_moves
    from storage.tables import customers as customers_table

    found = {}
    async with store.database.read() as connection:
        for table in (
            customers_table,
            contacts,
            follow_ups,
            plans,
            opportunities,
            stage_moves,
        ):
            rows = await connection.execute(table.select().order_by(table.c.id))
            found[table.name] = [
                {name: value for name, value in row._mapping.items() if name != "version"}
                for row in rows
            ]
    return found


@pytest.mark.parametrize("command", ACTS)
async def test_O04_any_act_is_taken_back_as_a_whole(store, command: str) -> None:
    await a_company(store)
    before = await rows_of(store)
    async with work(store) as doing:
        await ACTS[command](doing)
    assert await rows_of(store) != before
    async with work(store, now=MONDAY + 9 * MINUTE) as doing:
        await undo(doing)
    assert await rows_of(store) == before


@pytest.mark.parametrize("command", ACTS)
async def test_O01_every_write_leaves_who_where_what_before_and_after(store, command: str) -> None:
    await a_company(store)
    async with work(store, name="it") as doing:
        await ACTS[command](doing)
    async with store.look() as uow:
        (event,) = await uow.ledger.of_act("it")
    assert event.command == command or command in ("advance", "win", "lose")
    said = (event.act.actor, event.act.channel, event.act.at)
    assert said == (ZHOU, "test", MONDAY)
    assert event.changes
    assert all(change.before != change.after for change in event.changes)


async def test_O01_the_chain_holds_over_acts_and_what_took_them_back(store) -> None:
    await a_company(store)
    for command in ("claim", "release", "log"):
        async with work(store) as doing:
            await ACTS[command](doing)
    async with work(store) as doing:
        await undo(doing)
    assert await store.seal(doing.uow.act) == 7
    assert await store.ledger_broken_at(doing.uow.act) is None


async def test_O04_ten_minutes_are_the_limit_and_later_is_said_so(store) -> None:
    await a_company(store)
    async with work(store) as doing:
        await claim(POOLED, doing)
    late = MONDAY + 10 * MINUTE + timedelta(seconds=1)
    for act in ("", doing.uow.act.id):
        async with work(store, now=late) as again:
            with pytest.raises(NothingToUndo) as refused:
                await undo(again, act=act)
        assert refused.value.late
    assert (await customer_of(store, POOLED)).owner == ZHOU


async def test_O04_who_did_nothing_has_nothing_to_take_back(store) -> None:
    await load(store, customer())
    async with work(store) as doing:
        with pytest.raises(NothingToUndo) as refused:
            await undo(doing)
    assert not refused.value.late


async def test_O04_an_act_is_taken_back_once(store) -> None:
    await a_company(store)
    async with work(store, name="claim") as doing:
        await claim(POOLED, doing)
    async with work(store) as doing:
        await undo(doing, act="claim")
    async with work(store) as doing:
        with pytest.raises(NothingToUndo):
            await undo(doing, act="claim")


async def test_O04_one_after_the_other_goes_back_in_time(store) -> None:
    await load(store, customer(city="苏州"))
    for city in ("昆山", "无锡"):
        async with work(store) as doing:
            await customers.edit(YUANFAN, Change(city=city), doing)
    seen = []
    for _ in range(2):
        async with work(store) as doing:
            await undo(doing)
        seen.append((await customer_of(store)).city)
    assert seen == ["昆山", "苏州"]


@pytest.mark.parametrize("by", [employee(LIN), supervisor()], ids=["a colleague", "the supervisor"])
async def test_O04_an_act_of_somebody_else_is_not_there(store, by) -> None:
    await a_company(store)
    async with work(store, name="his") as doing:
        await claim(POOLED, doing)
    async with work(store, by, team=TEAM) as doing:
        with pytest.raises(NotFound):
            await undo(doing, act="his")
    assert (await customer_of(store, POOLED)).owner == ZHOU


async def test_O04_what_something_later_rests_on_stays_whole(store) -> None:
    await a_company(store)
    async with work(store, name="made") as doing:
        made = await customers.create(NewCustomer(name="无锡明泰"), doing)
    async with work(store) as doing:
        await log(report(customer=made.id), doing)
    before = await rows_of(store)
    async with work(store) as doing:
        with pytest.raises(UndoBlocked):
            await undo(doing, act="made")
    assert await rows_of(store) == before


async def test_O04_the_pools_history_is_never_changed_but_goes_on(store) -> None:
    await a_company(store)
    rules = PoolRules(version=3)
    async with work(store, rules=rules) as doing:
        await claim(POOLED, doing)
    async with work(store, rules=rules) as doing:
        await undo(doing)
    assert {one.rule_version for one in await history_of(store, POOLED)} == {3}
    assert await told_of(store, POOLED) == [("claim", ZHOU, ""), ("enter", ZHOU, "undo")]


async def test_O04_a_release_that_is_taken_back_is_owned_again(store) -> None:
    await a_company(store)
    owned_before = await customer_of(store)
    async with work(store) as doing:
        await release(YUANFAN, doing, reason="mistake")
    async with work(store, now=MONDAY + MINUTE) as doing:
        await undo(doing)
    back = await customer_of(store)
    assert (back.owner, back.owned_since) == (ZHOU, owned_before.owned_since)
    assert back.recycle_on == owned_before.recycle_on
    assert (await told_of(store))[-1] == ("assign", ZHOU, "undo")


async def test_O04_an_assignment_that_is_taken_back_goes_to_the_old_owner(store) -> None:
    await a_company(store)
    async with work(store, supervisor(), team=TEAM) as doing:
        await assign(YUANFAN, doing, to=LIN)
    async with work(store, supervisor(), team=TEAM) as doing:
        await undo(doing)
    assert (await customer_of(store)).owner == ZHOU
    assert (await told_of(store))[-1] == ("assign", ZHOU, "undo")
    async with work(store) as doing:
        assert {(await the_plan(doing)).employee, (await the_deal(doing)).employee} == {ZHOU}


async def test_O04_who_has_left_takes_nothing_back(store) -> None:
    from core.people.model import EmployeeState

    await a_company(store)
    async with work(store, employee(SUN, state=EmployeeState.LEFT)) as doing:
        with pytest.raises(Forbidden):
            await undo(doing)


async def test_O04_a_claim_taken_back_is_brought_back_with_the_pools_history(store) -> None:
    await a_company(store)
    async with work(store, name="claim") as doing:
        await claim(POOLED, doing)
    claimed = await customer_of(store, POOLED)
    async with work(store) as doing:
        await undo(doing)
    async with work(store) as doing:
        await redo(doing)
    assert replace(await customer_of(store, POOLED), version=claimed.version) == claimed
    assert (await told_of(store, POOLED))[-1] == ("assign", ZHOU, "redo")
    async with work(store) as doing:
        with pytest.raises(NothingToUndo):
            await redo(doing)
    async with work(store) as doing:
        await undo(doing, act="claim")
    assert (await customer_of(store, POOLED)).owner is None
