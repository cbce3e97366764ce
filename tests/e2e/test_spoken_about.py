"""Who is meant where nobody, or only a full name, is said (F13, L04)."""

import pytest

from core.opportunities.model import OpportunityState
from core.opportunities.queries import OpportunityQuery
from core.people.permissions import Scope
from core.visits.queries import FollowUpQuery
from tests.e2e.world import World

ALL = Scope(None)


async def test_F13_a_full_name_that_is_known_needs_no_word_around_it(world: World) -> None:
    await world.say("周明", "恒泰化工的陈浩说要环保改造方案，月底前给他")
    await world.press("周明", "保存")

    async with world.look() as uow:
        (one,) = await uow.follow_ups.search(FollowUpQuery(), ALL)
    assert one.contacts == ("陈浩",)


async def test_F13_what_reads_like_a_name_and_is_nobodys_is_none(world: World) -> None:
    await world.say("周明", "去了恒泰化工，高压柜要换，万华也在看")
    await world.press("周明", "保存")

    async with world.look() as uow:
        (one,) = await uow.follow_ups.search(FollowUpQuery(), ALL)
    assert one.contacts == ()


async def test_F01_another_day_for_the_next_step_brings_its_own_words(world: World) -> None:
    await world.say("周明", "去了北重，见了马厂长，他说下周二他们内部开会")
    card = world.text(await world.say("周明", "周三问结果"))

    assert "11月25日 周三" in card
    assert "问结果" in card


async def test_H08_signed_is_the_deal_of_who_was_spoken_about(world: World) -> None:
    await world.say("周明", "博远何总刚来电，年框没问题")
    await world.press("周明", "保存")
    await world.say("周明", "签了！")
    await world.press("周明", "保存")

    async with world.look() as uow:
        (deal,) = await uow.opportunities.search(
            OpportunityQuery(customer="C10", states=tuple(OpportunityState)), ALL
        )
    assert deal.state is OpportunityState.WON


async def test_D02_one_more_is_claimed_by_its_name(world: World) -> None:
    await world.say("周明", "领海川")

    assert "已认领" in world.text(await world.say("周明", "光联也要"))


async def test_H01_a_name_that_was_asked_for_comes_with_its_amount_and_day(world: World) -> None:
    await world.say("周明", "给天府医疗建个商机")
    card = world.text(await world.say("周明", "灭菌柜采购，320万，明年二月"))

    for value in ("灭菌柜采购", "320万", "2027年2月"):
        assert value in card


async def test_G05_another_day_alone_moves_the_plan_that_was_just_set(world: World) -> None:
    await world.say("周明", "周五去北重送样")
    await world.press("周明", "保存")

    card = world.text(await world.say("周明", "改周四吧"))

    assert "已推迟" in card
    assert "11月26日 周四" in card


async def test_F01_they_want_is_a_report_of_who_was_spoken_about(world: World) -> None:
    await world.say("周明", "北重")
    await world.say("周明", "他们要五台行车，预算300多万")
    await world.press("周明", "保存")

    async with world.look() as uow:
        (one,) = await uow.follow_ups.search(FollowUpQuery(), ALL)
    assert one.customer == "C12"


async def test_F01_a_new_factory_is_not_who_was_spoken_about(world: World) -> None:
    await world.say("周明", "北重")

    asked = world.text(await world.say("周明", "今天去了一家新厂，见了他们采购"))

    assert "是哪家客户" in asked


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("上次跟他聊了啥", "最近跟进 · 远帆"),
        ("那个客户电话多少", "13800000100"),
        ("它的联系人有谁", "徐磊"),
        ("联系人", "徐磊"),
    ],
)
async def test_C09_a_short_question_is_about_the_customer_on_the_screen(
    world: World, said: str, answered: str
) -> None:
    await world.say("周明", "打开远帆")

    assert answered in world.text(await world.say("周明", said))


async def test_D17_that_one_is_given_back_after_it_was_claimed(world: World) -> None:
    await world.say("周明", "领光联")

    assert "光联还没有联系人" in world.text(await world.say("周明", "联系人"))
    answer = world.text(await world.say("周明", "退回刚才那个，误领"))

    assert "已退回" in answer
    assert "误领" in answer
    async with world.look() as uow:
        assert (await uow.customers.get("C08", ALL)).owner is None
