"""A rep's features, by words and buttons, over the wire of both platforms."""

from datetime import UTC, datetime, timedelta

import pytest

from core.customers.queries import CustomerQuery
from core.opportunities.model import OpportunityState
from core.opportunities.queries import OpportunityQuery
from core.people.permissions import Scope
from core.plans.model import PlanState
from core.plans.queries import PlanQuery
from core.visits.queries import FollowUpQuery
from tests.e2e.world import World

ALL = Scope(None)
VISIT = "昨天下午去了远帆，见了王总，聊二期的量，他说12月定，下周三再去"


async def follow_ups(world: World, customer: str = "C01"):
    async with world.look() as uow:
        return await uow.follow_ups.search(FollowUpQuery(customer=customer), ALL)


async def plans(world: World, customer: str | None = None, states=tuple(PlanState)):
    async with world.look() as uow:
        return await uow.plans.search(PlanQuery(customer=customer, states=states), ALL)


async def owner(world: World, customer: str):
    async with world.look() as uow:
        return (await uow.customers.find(customer)).owner


async def deal(world: World, id_: str):
    async with world.look() as uow:
        return await uow.opportunities.get(id_, ALL)


async def test_F01_a_visit_is_logged_by_one_message_and_one_tap(world: World) -> None:
    card = await world.say("周明", VISIT)
    assert "保存" in world.text(card)
    assert [one.id for one in world.emulator.timeline(world.account("周明")) if not one.mine] == [
        card.id
    ]
    assert await follow_ups(world) == []
    assert await plans(world) == []

    saved = await world.press("周明", "保存")

    (one,) = await follow_ups(world)
    assert "已保存" in world.text(saved)
    assert one.contacts == ("王总",)
    assert one.occurred_at == datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
    assert one.source_text == VISIT


async def test_F13_every_saved_value_points_to_the_characters_it_came_from(world: World) -> None:
    await world.say("周明", VISIT)
    await world.press("周明", "保存")

    (one,) = await follow_ups(world)

    named = {VISIT[span.start : span.end] for span in one.spans}
    assert {"远帆", "王总", "昨天下午", "下周三"} <= named


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param(
            VISIT,
            {
                "customer": "远帆",
                "contacts": "王总",
                "when": "昨天下午",
                "content": "聊二期的量",
                "result": "他说12月定",
                "next_when": "下周三",
                "next_step": "再去",
            },
            id="next",
        ),
        pytest.param(
            "今天去了远帆，见了王总，报了120万，没有下一步",
            {
                "customer": "远帆",
                "contacts": "王总",
                "when": "今天",
                "amounts": "120万",
                "none_reason": "没有下一步",
            },
            id="none",
        ),
    ],
)
async def test_F13_each_slot_names_its_own_words(world: World, said: str, expected) -> None:
    await world.say("周明", said)
    await world.press("周明", "保存")

    (one,) = await follow_ups(world)

    words = {span.slot: said[span.start : span.end] for span in one.spans}
    assert words | expected == words


async def test_G01_the_next_contact_is_set_while_logging(world: World) -> None:
    await world.say("周明", VISIT)
    await world.press("周明", "保存")

    (plan,) = await plans(world, "C01")

    assert plan.due_at == datetime(2026, 12, 1, 16, 0, tzinfo=UTC)
    assert not plan.has_time


async def test_F02_a_visit_without_minutes_is_saved_and_counts_as_not_effective(
    world: World,
) -> None:
    await world.say("周明", "去了一趟北重")
    await world.press("周明", "保存")

    (one,) = await follow_ups(world, "C12")

    assert not one.effective


async def test_F07_goal_result_and_next_step_make_a_contact_effective(world: World) -> None:
    await world.say("周明", VISIT)
    await world.press("周明", "保存")

    (one,) = await follow_ups(world)

    assert one.effective


async def test_F05_two_customers_in_one_message_are_saved_each(world: World) -> None:
    card = await world.say("周明", "上午跑了华精和北重，华精李工要看样，北重没见到人")
    assert "单独保存" in world.text(card)

    await world.press("周明", "保存")

    assert len(await follow_ups(world, "C02")) == len(await follow_ups(world, "C12")) == 1
    assert (await follow_ups(world, "C12"))[0].not_met


async def test_F05_one_of_two_customers_is_dropped_alone(world: World) -> None:
    await world.say("周明", "上午跑了华精和北重，华精李工要看样，北重没见到人")

    await world.press(
        "周明", "单独保存", option="华东精密" if world.platform == "feishu" else "华精"
    )
    await world.press(
        "周明", "去掉这条", option="北海重工" if world.platform == "feishu" else "北重"
    )

    assert len(await follow_ups(world, "C02")) == 1
    assert await follow_ups(world, "C12") == []


async def test_F05_what_was_dropped_is_not_saved_with_the_rest(world: World) -> None:
    await world.say("周明", "上午跑了华精和北重，华精李工要看样，北重没见到人")

    await world.press(
        "周明", "去掉这条", option="北海重工" if world.platform == "feishu" else "北重"
    )
    await world.press("周明", "保存")

    assert len(await follow_ups(world, "C02")) == 1
    assert await follow_ups(world, "C12") == []


async def test_F05_each_of_two_customers_has_its_own_form(world: World) -> None:
    await world.say("周明", "上午跑了华精和北重，华精李工要看样，北重没见到人")

    first = world.text(await world.press("周明", "修改"))
    await world.press("周明", "保存", form={"kind": "call"})
    assert await follow_ups(world, "C12") == []
    second = world.text(await world.press("周明", "修改"))
    await world.press("周明", "保存", form={"kind": "wechat"})

    assert "华精" in first.partition("改好后")[0]
    assert "北重" in second.partition("改好后")[0]
    kinds = [(await follow_ups(world, one))[0].kind for one in ("C02", "C12")]
    assert kinds == ["call", "wechat"]


async def test_F10_a_correction_changes_the_draft_before_saving(world: World) -> None:
    await world.say("周明", VISIT)
    await world.say("周明", "不是远帆，是蓝鲸")
    await world.press("周明", "保存")

    assert await follow_ups(world, "C01") == []
    assert len(await follow_ups(world, "C03")) == 1


async def test_P02_a_press_on_a_card_that_was_dealt_with_changes_nothing(world: World) -> None:
    await world.say("周明", VISIT)
    await world.press("周明", "保存", times=3)

    assert len(await follow_ups(world)) == 1


async def test_P08_a_message_delivered_three_times_is_handled_once(world: World) -> None:
    await world.say("周明", VISIT, times=3)

    drafts = [one for one in world.emulator.timeline(world.account("周明")) if one.card]

    assert len(drafts) == 1


async def test_D02_a_customer_of_the_pool_is_claimed_by_words(world: World) -> None:
    card = await world.say("周明", "领海川")

    assert "已认领" in world.text(card)
    assert await owner(world, "C07") == "E1"


async def test_D02_an_owned_customer_says_who_has_it(world: World) -> None:
    card = await world.say("周明", "领云谷")

    assert "林悦" in world.text(card)
    assert await owner(world, "C06") == "E2"


async def test_D03_the_quota_counts_claims_and_gives_nothing_back(world: World) -> None:
    await world.say("周明", "领海川")
    await world.press("周明", "撤销")

    assert "已用1个" in world.text(await world.say("周明", "我还能领几个"))


async def test_D05_who_gave_back_a_customer_waits(world: World) -> None:
    await world.say("周明", "天府医疗没戏，退公海，没预算")

    card = await world.say("周明", "领天府医疗")

    assert "12月23日" in world.text(card)
    assert await owner(world, "C09") is None


async def test_D17_a_release_closes_the_open_plans(world: World) -> None:
    await world.say("周明", "周五下午三点提醒我给天府医疗回电话")
    await world.press("周明", "保存")
    await world.say("周明", "天府医疗没戏，退公海，没预算")

    assert await owner(world, "C09") is None
    assert [plan.state for plan in await plans(world, "C09")] == [PlanState.CANCELLED]


async def test_D17_without_a_reason_the_reasons_are_offered(world: World) -> None:
    card = await world.say("周明", "把恒泰建材放了")

    assert "没预算" in world.text(card)
    assert await owner(world, "C05") == "E1"


async def test_D18_a_claim_shows_what_is_known(world: World) -> None:
    await world.say("周明", "天府医疗没戏，退公海，没预算")

    card = await world.say("林悦", "领天府医疗")

    assert "没预算" in world.text(card)
    assert await owner(world, "C09") == "E2"


async def test_L04_two_matches_are_asked_and_never_guessed(world: World) -> None:
    card = await world.say("周明", "记一下 去了恒泰 谈了环保改造 预算两三百万")

    assert "1 恒泰化工" in world.text(card)
    assert await follow_ups(world, "C04") == []
    await world.press("周明", "1 恒泰化工")
    await world.press("周明", "保存")
    assert len(await follow_ups(world, "C04")) == 1


async def test_L01_conditions_in_any_order_and_how_they_were_understood(world: World) -> None:
    card = await world.say("周明", "30天没联系的 A类 苏州")

    text = world.text(card)
    assert "苏州" in text
    assert "A类" in text
    assert "30天没联系" in text
    assert "远帆" in text


async def test_C01_one_card_shows_what_matters(world: World) -> None:
    await world.say("周明", VISIT)
    await world.press("周明", "保存")

    text = world.text(await world.say("周明", "远帆"))

    assert all(word in text for word in ("周明", "导电浆料二期", "王建国", "12月定"))


async def test_C08_a_customer_needs_its_name_only(world: World) -> None:
    await world.say("周明", "建个客户 无锡明泰电子")
    await world.press("周明", "保存")

    async with world.look() as uow:
        found = await uow.customers.search(CustomerQuery(text="明泰"), ALL)
    assert [one.owner for one in found] == ["E1"]


async def test_C11_a_star_is_set_at_once_and_taken_back(world: World) -> None:
    await world.say("周明", "远帆加重点")
    async with world.look() as uow:
        assert (await uow.customers.find("C01")).starred

    await world.press("周明", "撤销")

    async with world.look() as uow:
        assert not (await uow.customers.find("C01")).starred


async def test_G05_a_reminder_is_done_or_moved_by_button_and_words(world: World) -> None:
    await world.say("周明", "半小时后打给蓝鲸")
    await world.press("周明", "保存")
    await world.wait(timedelta(minutes=31))
    assert "到点了" in world.seen("周明")

    await world.say("周明", "推到周五")

    open_ones = await plans(world, states=(PlanState.OPEN,))
    assert [plan.due_at.date().isoformat() for plan in open_ones] == ["2026-11-27"]


async def test_G02_a_reminder_comes_once(world: World) -> None:
    await world.say("周明", "半小时后打给蓝鲸")
    await world.press("周明", "保存")

    await world.wait(timedelta(hours=2))

    assert world.seen("周明").count("到点了") == 1


async def test_H02_a_stage_says_which_facts_are_missing(world: World) -> None:
    await world.say("周明", "给北重建个商机 行车改造")
    await world.press("周明", "保存")
    await world.say("周明", "北重那个推到方案报价")

    card = await world.press("周明", "保存")

    assert "金额" in world.seen("周明").split("方案报价")[-1] + world.text(card)
    async with world.look() as uow:
        (made,) = await uow.opportunities.search(OpportunityQuery(customer="C12"), ALL)
    assert made.stage == "initial"


async def test_H03_an_opportunity_moves_to_the_stage_that_is_said(world: World) -> None:
    await world.say("周明", "蓝鲸那个推到方案报价")
    await world.press("周明", "保存")

    assert (await deal(world, "O2")).stage == "proposal"


async def test_H08_a_loss_wants_a_reason_and_is_reopened_where_it_was(world: World) -> None:
    await world.say("周明", "华精那台丢了，给了蔡司，价格差8%")
    await world.press("周明", "保存")
    lost = await deal(world, "O3")
    assert lost.state is OpportunityState.LOST
    assert lost.lost_reason
    assert "蔡司" in lost.competitor

    await world.say("周明", "华精又回来了，重新打开，客户预算批了")
    await world.press("周明", "保存")

    assert (await deal(world, "O3")).stage == "initial"
    assert (await deal(world, "O3")).state is OpportunityState.OPEN


@pytest.mark.parametrize(
    ("answer", "rival"), [("没有对手", "无"), ("被蔡司拿走了", "蔡司"), ("是海克斯康", "海克斯康")]
)
async def test_H08_whom_it_was_lost_to_is_asked_before_anything_is_saved(
    world: World, answer: str, rival: str
) -> None:
    asked = world.text(await world.say("周明", "华精那台丢了，预算砍了"))
    assert "还差竞争对手（没有就说没有）" in asked
    await world.say("周明", "保存")
    assert (await deal(world, "O3")).state is OpportunityState.OPEN

    await world.say("周明", answer)
    await world.press("周明", "保存")

    lost = await deal(world, "O3")
    assert (lost.state, lost.competitor) == (OpportunityState.LOST, rival)
    assert "预算" in lost.lost_reason


async def test_H08_a_win_keeps_its_amount(world: World) -> None:
    await world.say("周明", "博远年框签了！310万")
    await world.press("周明", "保存")

    won = await deal(world, "O4")
    assert won.state is OpportunityState.WON
    assert won.amount.fen == 310_000_000


async def test_O04_the_last_act_is_undone_within_ten_minutes(world: World) -> None:
    await world.say("周明", VISIT)
    await world.press("周明", "保存")

    card = await world.say("周明", "撤销")

    assert "已撤销" in world.text(card)
    assert await follow_ups(world) == []
    assert await plans(world, "C01") == []


async def test_O04_after_ten_minutes_it_is_too_late(world: World) -> None:
    await world.say("周明", VISIT)
    await world.press("周明", "保存")
    await world.wait(timedelta(minutes=11))

    await world.say("周明", "撤销")

    assert len(await follow_ups(world)) == 1


async def test_A08_a_forged_key_learns_nothing(world: World) -> None:
    await world.say("周明", "远帆")
    own = world.last("周明")
    answers = []
    for customer in ("C06", "C99"):
        await forge(world, own, f'ShowCustomer{{"customer":{{"ids":["{customer}"]}}}}')
        answers.append(world.seen("周明").count("没有找到，或者你没有权限"))

    assert answers == [1, 2]
    assert "云谷" not in world.seen("周明")


async def test_A08_a_key_nobody_made_writes_nothing(world: World) -> None:
    await world.say("周明", "远帆")
    await forge(world, world.last("周明"), "DropTables{}")

    assert "没有找到，或者你没有权限" in world.seen("周明")


async def forge(world: World, bubble, key: str, *, who: str = "周明") -> None:
    """Press a button that stands on no card."""
    world.time.advance(timedelta(seconds=1))
    user = world.account(who)
    if world.platform == "wecom":
        await world.emulator.press(user, bubble, key)
    else:
        value = {"behaviors": [{"type": "callback", "value": {"key": key}}]}
        await world._while_working(world.emulator.press(user, bubble, value))
    await world.app.settle()


@pytest.mark.parametrize(
    "text", ["写日报", "给蓝鲸报检测设备 2台 单价38万 95折", "远帆二期提立项", "漏斗"]
)
async def test_what_is_not_built_is_said_so_and_counted(world: World, text: str) -> None:
    answer = await world.say("周明", text)

    async with world.look() as uow:
        kept = await uow.sentences.since(world.time() - timedelta(hours=1), 10)
    assert "还不支持" in world.text(answer)
    assert [one[3] for one in kept] == [text]


async def test_P11_leaving_ends_the_draft(world: World) -> None:
    await world.say("周明", VISIT)
    assert "已取消" in world.text(await world.say("周明", "算了"))

    await world.press("周明", "保存") if "保存" in world.text(world.last("周明")) else None

    assert await follow_ups(world) == []


async def test_text_of_people_stays_text(world: World) -> None:
    nasty = "下午去了远帆，见了王总，他说<at id=all></at> **加粗** [x](http://x) =1+1 \u202e😀定了"
    await world.say("周明", nasty)
    await world.press("周明", "保存")

    (one,) = await follow_ups(world)
    assert one.source_text == nasty
