"""Opportunities on their way: H01, H02, H03, H06, H08, and what they keep of their customer (D12)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.errors import FactsMissing, Forbidden, IllegalMove, Invalid, NotFound
from core.ledger.actions import undo
from core.money import Money
from core.opportunities import actions
from core.opportunities.actions import Facts
from core.opportunities.flows import INDUSTRIAL, STANDARD
from core.opportunities.model import OpportunityState, StageCode
from core.opportunities.queries import MoveQuery
from core.people.permissions import EVERYBODY
from tests.core.builders import (
    BASIC,
    DAY,
    LIN,
    MONDAY,
    YUANFAN,
    customer,
    employee,
    opportunity,
    supervisor,
)
from tests.features.given import TEAM, customer_of, load, work

AMOUNT = Money.yuan(1_200_000)
CLOSE = date(2026, 12, 31)
FULL = Facts(amount=AMOUNT, expected_close=CLOSE)
LATER = MONDAY + DAY


async def deal_of(store, id_="O1"):
    async with store.look() as uow:
        return await uow.opportunities.get(id_, EVERYBODY)


async def moves_of(store):
    async with store.look() as uow:
        found = await uow.opportunities.moves(MoveQuery())
        return [(move.source, move.target, move.reason) for move in reversed(found)]


async def given(store, **deal) -> None:
    """周明's customer with one deal in needs."""
    await load(store, customer())
    async with work(store, now=MONDAY) as acting:
        await acting.uow.opportunities.add(opportunity(**deal))
        await acting.uow.ledger.record("import", "opportunity", "O1")


async def moved(store, target: str, *, by=None, now=LATER, **how):
    team = TEAM if by else frozenset()
    async with work(store, by, now=now, team=team) as acting:
        return await actions.move("O1", target, acting, **how)


async def test_H03_a_deal_begins_in_the_first_stage_of_its_flow(store) -> None:
    await load(store, customer())
    async with work(store) as acting:
        default = await actions.create(YUANFAN, Facts(name="二期"), acting)
        standard = await actions.create(YUANFAN, Facts(), acting, flow="标准")

    assert (default.flow, default.stage, default.probability) == ("工业品", "initial", 10)
    assert (standard.flow, standard.name) == ("标准", "远帆")


def test_H03_the_flows_that_are_shipped() -> None:
    assert [(one.name, one.probability) for one in STANDARD.stages] == [
        ("验证客户", 10),
        ("需求分析", 30),
        ("方案报价", 60),
        ("商务谈判", 80),
    ]
    assert [(one.code, one.probability) for one in INDUSTRIAL.stages] == [
        ("initial", 10), ("needs", 30), ("proposal", 50), ("sample", 60),
        ("bidding", 70), ("negotiation", 80), ("contract", 90),
    ]  # fmt: skip
    for flow in (STANDARD, INDUSTRIAL):
        wanted = {stage.code: stage.needs for stage in flow.stages}
        assert (wanted.pop("initial"), wanted.pop("needs")) == ((), ())
        assert set(wanted.values()) == {("amount", "expected_close")}


async def test_H03_a_deal_whose_stage_is_gone_goes_on_from_the_first(store) -> None:
    await given(store, stage=StageCode("pilot"))
    assert (await moved(store, "needs")).stage == "needs"


async def test_H03_what_is_invalid_counts_nothing(store) -> None:
    await load(store, customer())
    async with work(store) as acting:
        deal = await actions.create(YUANFAN, Facts(name="二期"), acting)
    async with work(store) as acting:
        ended = await actions.invalidate(deal.id, acting, reason="重复建的")

    assert (ended.probability, ended.state) == (0, OpportunityState.INVALID)
    assert ended.lost_reason == "重复建的"


async def test_H01_a_deal_pins_the_version_of_its_flow(store) -> None:
    await load(store, customer())
    newer = {flow.id: replace(flow, version=7) for flow in (STANDARD, INDUSTRIAL)}
    async with work(store) as acting:
        deal = await actions.create(YUANFAN, Facts(), replace(acting, flows=newer))

    assert (deal.flow, deal.flow_version) == ("标准", 7)


async def test_H02_up_to_needs_nothing_is_wanted(store) -> None:
    await given(store, stage=StageCode("initial"), probability=10)

    assert (await moved(store, "+1")).stage == "needs"


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (None, ("amount", "expected_close")),
        (Facts(amount=AMOUNT), ("expected_close",)),
        (Facts(expected_close=CLOSE), ("amount",)),
    ],
)
async def test_H02_a_stage_names_exactly_what_is_missing(store, facts, missing) -> None:
    await given(store)
    with pytest.raises(FactsMissing) as refused:
        await moved(store, "proposal", facts=facts)

    assert (refused.value.target, refused.value.missing) == ("proposal", missing)
    assert (await deal_of(store)).amount is None


async def test_H02_the_facts_may_come_with_the_move(store) -> None:
    await given(store)
    deal = await moved(store, "proposal", facts=FULL)

    assert (deal.stage, deal.amount, deal.probability) == ("proposal", AMOUNT, 50)
    assert deal.moved_at == LATER
    assert await moves_of(store) == [("needs", "proposal", "")]


async def test_H02_a_supervisor_passes_with_a_reason_which_is_counted(store) -> None:
    await given(store)
    with pytest.raises(FactsMissing):
        await moved(store, "proposal", by=supervisor())
    with pytest.raises(FactsMissing):
        await moved(store, "proposal", reason="客户催")
    async with work(store, supervisor(), now=LATER, team=TEAM, name="a1") as acting:
        await actions.move("O1", "proposal", acting, reason="客户催")

    async with store.look() as uow:
        assert [event.command for event in await uow.ledger.of_act("a1")] == ["override_stage"]
    assert await moves_of(store) == [("needs", "proposal", "客户催")]


async def test_a_stage_back_wants_nothing(store) -> None:
    await given(store, stage=StageCode("sample"))

    assert (await moved(store, "-1")).stage == "proposal"


@pytest.mark.parametrize("target", ["needs", "won", "nowhere"])
async def test_a_stage_that_is_none_or_the_same_is_refused(store, target: str) -> None:
    await given(store, amount=AMOUNT, expected_close=CLOSE)
    with pytest.raises(IllegalMove):
        await moved(store, target)


async def test_there_is_no_stage_beyond_the_ends(store) -> None:
    await given(store, stage=StageCode("contract"), amount=AMOUNT, expected_close=CLOSE)
    with pytest.raises(IllegalMove):
        await moved(store, "+1")


async def test_H06_a_rate_set_by_hand_outlives_a_move(store) -> None:
    await given(store)
    async with work(store) as acting:
        await actions.edit("O1", Facts(probability=75), acting)
    deal = await moved(store, "proposal", facts=FULL)

    assert (deal.probability, deal.probability_by_hand) == (75, True)


async def test_H06_a_date_that_is_put_off_leaves_its_history(store) -> None:
    await given(store)
    for month, day in ((12, 20), (12, 31), (12, 25), (1, 15)):
        async with work(store) as acting:
            close = date(2027 if month == 1 else 2026, month, day)
            await actions.edit("O1", Facts(expected_close=close), acting)

    deal = await deal_of(store)
    assert deal.slips == ("2026-12-20", "2026-12-25")
    assert deal.expected_close == date(2027, 1, 15)


@pytest.mark.parametrize(
    "wrong",
    [Facts(amount=Money(-1)), Facts(probability=101), Facts(probability=-1), Facts(name="长" * 61)],
)
async def test_a_value_that_cannot_be_is_refused(store, wrong: Facts) -> None:
    await given(store)
    async with work(store) as acting:
        with pytest.raises(Invalid):
            await actions.edit("O1", wrong, acting)


async def test_H08_a_loss_needs_a_reason_and_names_a_rival_or_none(store) -> None:
    await given(store)
    async with work(store, now=LATER) as acting:
        for reason, competitor in ((" ", "蔡司"), ("价格高", " ")):
            with pytest.raises(Invalid):
                await actions.lose("O1", acting, reason=reason, competitor=competitor)
        lost = await actions.lose("O1", acting, reason="价格高", competitor="无")

    assert (lost.state, lost.lost_reason, lost.competitor) == (
        OpportunityState.LOST,
        "价格高",
        "无",
    )
    assert (lost.probability, lost.closed_at, lost.moved_at) == (0, LATER, LATER)
    assert await moves_of(store) == [("needs", "lost", "价格高")]


async def test_H08_a_reopened_deal_returns_to_its_last_stage(store) -> None:
    sampled = {"stage": StageCode("sample"), "amount": AMOUNT, "expected_close": CLOSE}
    await given(store, **sampled, probability=75, probability_by_hand=True)
    async with work(store, now=LATER) as acting:
        await actions.lose("O1", acting, reason="价格高", competitor="蔡司")
    async with work(store, now=LATER + DAY) as acting:
        with pytest.raises(Invalid):
            await actions.reopen("O1", acting, reason="")
        again = await actions.reopen("O1", acting, reason="又来找了")

    async with work(store, now=LATER + DAY) as acting:
        with pytest.raises(IllegalMove):
            await actions.reopen("O1", acting, reason="又来找了")
    assert (again.state, again.stage, again.moved_at) == (
        OpportunityState.OPEN,
        "sample",
        LATER + DAY,
    )
    assert (again.probability, again.probability_by_hand) == (60, False)
    assert (again.lost_reason, again.competitor, again.closed_at) == ("", "", None)
    assert await moves_of(store) == [("sample", "lost", "价格高"), ("lost", "reopened", "又来找了")]


async def test_H08_a_win_keeps_the_amount_that_was_signed(store) -> None:
    await given(store, amount=AMOUNT, amount_max=AMOUNT, approximate=True)
    async with work(store, now=LATER) as acting:
        won = await actions.win("O1", acting, amount=Money.yuan(1_350_000))

    assert (won.amount, won.amount_max, won.approximate) == (Money.yuan(1_350_000), None, False)
    assert (won.state, won.probability) == (OpportunityState.WON, 100)


async def test_H08_what_is_closed_is_closed_once(store) -> None:
    await given(store)
    async with work(store) as acting:
        await actions.invalidate("O1", acting, reason="重复")
    async with work(store) as acting:
        with pytest.raises(IllegalMove):
            await actions.win("O1", acting)
        with pytest.raises(IllegalMove):
            await actions.invalidate("O1", acting, reason="重复")
        with pytest.raises(IllegalMove):
            await actions.move("O1", "+1", acting, facts=FULL)


async def test_D12_an_open_deal_and_a_won_one_keep_their_customer(store) -> None:
    await load(store, customer())
    made = []
    for days in range(2):
        async with work(store, now=LATER + days * DAY) as acting:
            made.append(await actions.create(YUANFAN, FULL, acting))
        assert (await customer_of(store)).open_moved_at == LATER + days * DAY
    for days, deal in enumerate(made, 2):
        async with work(store, now=LATER + days * DAY) as acting:
            await actions.win(deal.id, acting)

    now = await customer_of(store)
    assert (now.open_moved_at, now.won_at) == (None, LATER + 3 * DAY)
    assert now.recycle_on == (LATER + (3 + BASIC.no_deal_days + 1) * DAY).date()


async def test_O04_a_win_that_is_taken_back_protects_nobody(store) -> None:
    await given(store)
    async with work(store, now=LATER) as acting:
        await actions.win("O1", acting)
    async with work(store, now=LATER + timedelta(minutes=5)) as acting:
        await undo(acting)

    assert (await deal_of(store)).state is OpportunityState.OPEN
    assert (await customer_of(store)).won_at is None
    assert await moves_of(store) == []


async def test_A04_nobody_moves_a_colleagues_deal(store) -> None:
    await given(store)
    with pytest.raises((Forbidden, NotFound)):
        await moved(store, "+1", by=employee(LIN))
    assert (await moved(store, "initial", by=supervisor())).stage == "initial"
