"""F10: when a logged contact is corrected, the cards that show it show what it says now."""

from dataclasses import replace

import pytest

from adapters.chat import Platform
from adapters.emulator.exchanges import Bubble
from core.opportunities.queries import OpportunityQuery
from core.people.model import Employee, EmployeeId, EmployeeState
from core.people.permissions import Scope
from core.plans.queries import PlanQuery
from core.visits.queries import FollowUpQuery
from tests.core.builders import DAY
from tests.e2e.test_keys import keys, pressed
from tests.e2e.world import World

ALL = Scope(None)
OLD = {"O1", "O2", "O3", "O4"}
VISIT = "昨天下午去了远帆，见了王总，聊二期的量，他说12月定，下周三再去"


async def logged(world: World) -> Bubble:
    """The card a contact was logged on."""
    await world.say("周明", VISIT)
    return await world.press("周明", "保存")


async def corrected(world: World, words: str) -> None:
    await world.say("周明", words)
    await world.press("周明", "保存")


def count(world: World) -> dict[str, int]:
    """How many messages each has on the phone."""
    return {
        who: len(world.emulator.timeline(world.account(who))) for who in ("周明", "孙涛", "吴敏")
    }


async def test_F10_the_card_it_was_logged_on_follows(world: World) -> None:
    saved = await logged(world)
    assert "苏州远帆" in world.text(saved)

    await corrected(world, "不是远帆，是蓝鲸")

    assert "深圳市蓝鲸" in world.text(saved)
    assert "苏州远帆" not in world.text(saved)
    assert "已保存" in world.text(saved)
    assert "12月定" in world.text(saved)
    assert "12月2日" in world.text(saved)
    async with world.look() as uow:
        (one,) = await uow.follow_ups.search(FollowUpQuery(), Scope(None))
    assert not one.not_met


async def test_F10_one_of_several_on_a_card_follows_and_the_others_stay(world: World) -> None:
    await world.say("周明", "上午去远帆见了王总，他说再看看；下午去华精见了李敏，她说要报价")
    saved = await world.press("周明", "保存")
    assert "苏州远帆" in world.text(saved)
    assert "华东精密" in world.text(saved)

    await world.say("周明", "刚才远帆那条改成蓝鲸")
    await corrected(world, "不是远帆，是蓝鲸")

    assert "深圳市蓝鲸" in world.text(saved)
    assert "苏州远帆" not in world.text(saved)
    assert "华东精密" in world.text(saved)


async def test_F10_what_was_saved_alone_follows_beside_what_was_dropped(world: World) -> None:
    await world.say("周明", "上午去远帆见了王总，他说再看看；下午去华精见了李敏，她说要报价")
    await world.press("周明", "单独保存", option=_row(world, "远帆", "苏州远帆"))
    await world.press("周明", "去掉这条", option=_row(world, "华精", "华东精密"))
    seen = world.emulator.timeline(world.account("周明"))
    saved = next(one for one in reversed(seen) if one.card)

    await corrected(world, "不是远帆，是蓝鲸")

    assert "深圳市蓝鲸" in world.text(saved)
    assert world.text(saved).count("已保存") == 2  # the card, and the one entry
    assert "已取消" in world.text(saved)


async def test_F10_each_card_it_was_corrected_on_follows_the_next_correction(world: World) -> None:
    await logged(world)
    await world.say("周明", "不是远帆，是蓝鲸")
    first = await world.press("周明", "保存")

    await corrected(world, "不是蓝鲸，是华精")

    assert "华东精密" in world.text(first)
    assert "深圳市蓝鲸" not in world.text(first)


async def test_F10_a_saved_card_that_is_pressed_late_still_follows(world: World) -> None:
    await world.say("周明", VISIT)
    card = world.last("周明")
    (save,) = (key for key in keys(card.card) if key.startswith("SaveDraft"))
    await world.press("周明", "保存")
    await pressed(world, "周明", card, save)

    await corrected(world, "不是远帆，是蓝鲸")

    assert "深圳市蓝鲸" in world.text(card)


@pytest.mark.parametrize("words", ["远帆上次聊了啥", "[时间线"])
async def test_F10_the_last_contacts_and_the_line_of_time_follow(world: World, words: str) -> None:
    await logged(world)
    opened = await world.say("孙涛", "远帆" if words[0] == "[" else words)
    if words[0] == "[":
        opened = await world.press("孙涛", words[1:])
    assert "12月定" in world.text(opened)

    await corrected(world, "不是远帆，是蓝鲸")

    is_text = not opened.card  # on WeCom, where a list without buttons is one
    assert ("12月定" in world.text(opened)) is is_text


async def test_F10_what_a_card_shows_after_two_presses_is_what_follows(world: World) -> None:
    for day in range(12):
        await world.say("周明", f"今天给远帆王总打了电话，第{day}次问二期，他说再看看")
        await world.press("周明", "保存")
    await logged(world)
    await world.say("孙涛", "远帆")
    await world.press("孙涛", "时间线")
    second = await world.press("孙涛", "下一页")

    await corrected(world, "不是远帆，是蓝鲸")

    assert "时间线" in world.text(second)
    assert "12月定" not in world.text(second)


async def test_F10_who_was_not_reached_is_not_reached_after_a_correction(world: World) -> None:
    await world.say("周明", "打电话给马厂长没接")
    saved = await world.press("周明", "保存")

    await corrected(world, "不是北重，是海川")

    assert "没联系上人" in world.text(saved)
    async with world.look() as uow:
        (one,) = await uow.follow_ups.search(FollowUpQuery(), Scope(None))
    assert one.not_met


async def test_F10_whoever_else_has_it_open_sees_it_without_a_new_message(world: World) -> None:
    await logged(world)
    opened = await world.say("孙涛", "远帆")
    assert "12月定" in world.text(opened)
    await world.say("周明", "不是远帆，是蓝鲸")
    before = count(world)

    await world.press("周明", "保存")

    assert "12月定" not in world.text(opened)
    assert count(world) == before
    redrawn = [row for row in await world.store.outbox.listed(["sent"]) if row.kind == "redraw"]
    assert {row.platform for row in redrawn} == {world.platform}


async def test_F10_what_was_taken_back_leaves_the_cards(world: World) -> None:
    saved = await logged(world)
    opened = await world.say("孙涛", "远帆")

    await world.say("周明", "撤销")

    assert "已撤销" in world.text(saved)
    assert "12月定" not in world.text(opened)


async def test_F10_a_correction_that_is_taken_back_brings_the_first_words_back(
    world: World,
) -> None:
    opened = await world.say("孙涛", "远帆")
    saved = await logged(world)
    assert "12月定" not in world.text(opened)  # nothing was corrected yet
    await corrected(world, "不是远帆，是蓝鲸")

    await world.press("周明", "撤销")

    on_feishu = world.platform is Platform.FEISHU
    assert ("苏州远帆" in world.text(saved)) is on_feishu  # WeCom changes a card unasked once
    assert ("12月定" in world.text(opened)) is on_feishu


async def test_F10_a_second_correction_is_a_new_message_to_nobody(world: World) -> None:
    await logged(world)
    await world.say("孙涛", "远帆")
    await corrected(world, "不是远帆，是蓝鲸")
    await world.say("周明", "不是蓝鲸，是华精")
    before = count(world)

    await world.press("周明", "保存")

    assert count(world) == before
    assert "60140" not in "".join(one.answer for one in world.emulator.exchanges)
    assert set(await world.store.outbox.depth()) <= {"sent", "failed"}


async def test_F10_drawing_a_card_again_is_no_talk_of_its_reader(world: World) -> None:
    """What he meant by numbers and by 那个 is still what he saw last."""
    await logged(world)
    await world.say("孙涛", "远帆")
    await world.say("孙涛", "华精")

    await corrected(world, "不是远帆，是蓝鲸")

    answer = await world.say("孙涛", "这个客户上次聊了啥")
    assert "华精" in world.text(answer)


async def test_F10_who_may_not_see_it_any_more_is_shown_no_more_than_he_may(world: World) -> None:
    await logged(world)
    opened = await world.say("孙涛", "远帆")
    before = world.text(opened)
    async with world.store.unit(await world.act()) as uow:
        await uow.people.save(_under(await uow.people.get("E1"), "E7"))
        await uow.ledger.record("test", "employee", "E1")

    await corrected(world, "不是远帆，是蓝鲸")

    assert "导电浆料" in before
    assert "12月定" not in world.text(opened)
    assert "导电浆料" not in world.text(opened)
    assert "蓝鲸" not in world.text(opened)


@pytest.mark.parametrize("gone", ["left", "unbound"])
async def test_F10_whoever_has_left_or_another_account_is_shown_nothing_new(
    world: World, gone: str
) -> None:
    await logged(world)
    opened = await world.say("孙涛", "远帆")
    before = world.text(opened)
    async with world.store.unit(await world.act()) as uow:
        if gone == "left":
            leaver = await uow.people.get("E5")
            await uow.people.save(replace(leaver, state=EmployeeState.LEFT))
        else:
            for account in await uow.people.identities("E5"):
                await uow.people.unbind(account)
        await uow.ledger.record("test", "employee", "E5")

    await corrected(world, "不是远帆，是蓝鲸")

    assert world.text(opened) == before


async def test_F10_a_card_that_no_version_draws_any_more_stops_no_correction(world: World) -> None:
    saved = await logged(world)
    opened = await world.say("孙涛", "远帆")
    async with world.store.unit(await world.act()) as uow:
        (shown,) = await uow.live_cards.showing(["C01"], world.time() - DAY)
        older = replace(shown, key="ShowCustomerOfOld{}")
        await uow.live_cards.shows(older, ["C01"], world.time())
        await uow.ledger.record("test", "card", shown.card)
    before = world.text(opened)

    await corrected(world, "不是远帆，是蓝鲸")

    assert "深圳市蓝鲸" in world.text(saved)
    assert world.text(opened) == before


async def test_F10_a_card_that_shows_something_else_by_now_is_left_alone(world: World) -> None:
    await logged(world)
    await world.say("周明", "远帆")
    pressed = await world.press("周明", "加星")
    before = world.text(pressed)

    await corrected(world, "不是远帆，是蓝鲸")

    assert world.text(pressed) == before


def _row(world: World, short: str, title: str) -> str:
    """A row as a choice names it, or as its title begins."""
    return short if world.platform is Platform.WECOM else title


def _under(employee: Employee, superior: str) -> Employee:
    return replace(employee, superior=EmployeeId(superior))


async def test_a_deal_that_is_to_move_is_that_of_the_customer_named_instead(world: World) -> None:
    await world.say("周明", "远帆的商机推到合同")

    seen = world.text(await world.say("周明", "不是远帆，是华精"))

    assert "表面测量仪" in seen
    assert "导电浆料" not in seen


@pytest.mark.parametrize(
    "draft",
    [
        "远帆建个商机 三期改造 30万",
        "远帆明天下午3点去送样",
        "今天去了远帆，见了王总，他说方案没问题，没有下一步",
    ],
)
async def test_L04_a_colleagues_customer_does_not_empty_the_draft(world: World, draft: str) -> None:
    await world.say("周明", draft)

    await world.say("周明", "不是远帆，是云谷")
    assert "草稿没有动" in world.seen("周明")

    await world.press("周明", "保存")
    async with world.look() as uow:
        deals = await uow.opportunities.search(OpportunityQuery(limit=50), ALL)
        plans = await uow.plans.search(PlanQuery(), ALL)
        reports = await uow.follow_ups.search(FollowUpQuery(), ALL)
    made = [one.customer for one in (*deals, *plans, *reports) if one.id not in OLD]
    assert set(made) == {"C01"}
