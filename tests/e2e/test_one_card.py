"""What one message wishes stands on one card, which asks two things at most (issue 3, F05, L04)."""

import pytest

from adapters.chat import Platform
from core.opportunities.queries import OpportunityQuery
from core.people.permissions import Scope
from core.plans.queries import PlanQuery
from core.visits.queries import FollowUpQuery
from tests.e2e.world import World

ALL = Scope(None)
BOTH = "昨天下午去了远帆，见了王总，他说要扩产，下周三再去，顺便建个商机 负极材料，80万"
TERSE = "去了远帆，聊了二期，顺便建个商机"
TWO_REPORTS = "上午去远帆见了王总，他说再看看；下午去华精见了李敏，她说要报价"


async def reports(world: World):
    async with world.look() as uow:
        found = await uow.follow_ups.search(FollowUpQuery(), ALL)
    return sorted(found, key=lambda one: one.customer)


async def new_deals(world: World) -> list[tuple[str, str]]:
    """The customer and the name of each deal that was not there before."""
    async with world.look() as uow:
        found = await uow.opportunities.search(OpportunityQuery(limit=50), ALL)
    before = {"O1", "O2", "O3", "O4"}
    return sorted((one.customer, one.name) for one in found if one.id not in before)


def cards(world: World) -> list[str]:
    """All cards that lie open before the rep."""
    timeline = world.emulator.timeline(world.account("周明"))
    return [world.text(one) for one in timeline if one.card]


def card(world: World) -> str:
    return cards(world)[-1]


def row(world: World, title: str) -> str:
    """A row of the card, as each platform's emulator is told of it."""
    return title if world.platform is Platform.WECOM else title.partition(" ")[2]


async def test_F05_what_one_message_wishes_is_one_card_and_saved_together(world: World) -> None:
    await world.say("周明", BOTH)

    assert len(cards(world)) == 1
    assert "记拜访 · 远帆" in card(world)
    assert "新商机 · 远帆" in card(world)

    await world.press("周明", "保存")
    assert [one.customer for one in await reports(world)] == ["C01"]
    assert await new_deals(world) == [("C01", "负极材料")]
    assert len(cards(world)) == 1


async def test_F13_each_value_of_each_wish_shows_its_words_and_its_day(world: World) -> None:
    await world.say("周明", BOTH)

    seen = world.seen("周明")
    assert "11月22日 周日 下午 ←「昨天下午」" in seen
    assert "12月2日 周三 · 再去" in seen


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(TERSE, id="a report and a deal"),
        pytest.param("去了远帆，见了王总，我们报46，过两天再去，顺便建个商机", id="doubts as well"),
        pytest.param("今天跑了远帆和华精", id="two reports"),
        pytest.param("今天跑了远帆和火星", id="one that nobody knows"),
    ],
)
async def test_L04_no_more_than_two_things_are_asked_in_one_turn(world: World, said: str) -> None:
    await world.say("周明", said)

    asked = sum(card(world).count(one) for one in _QUESTIONS)
    assert len(cards(world)) == 1
    assert 0 < asked <= 2, card(world)


_QUESTIONS = (
    "见了谁、",
    "见了谁，",
    "对方怎么说，",
    "下一步或为什么",
    "名称",
    "还差金额",
    "、金额，",
)
_QUESTIONS += ("没说单位", "是哪天", "没有找到")


async def test_L04_what_the_next_wish_lacks_is_asked_when_the_first_is_answered(
    world: World,
) -> None:
    asked = world.text(await world.say("周明", TERSE))
    assert "第1条：还差见了谁、对方怎么说，" in asked

    await world.say("周明", "见的是王总")
    await world.say("周明", "他说要等预算批下来")
    asked = world.text(await world.say("周明", "下周五再去"))
    assert "第2条：还差名称、金额，" in asked

    asked = world.text(await world.say("周明", "负极材料，80万"))
    assert "还差" not in asked
    await world.say("周明", "保存")

    [one] = await reports(world)
    assert (one.contacts, one.next_step) == (("王总",), "再去")
    assert await new_deals(world) == [("C01", "负极材料")]


async def test_L04_an_amount_goes_to_the_deal_though_the_report_is_asked_about(
    world: World,
) -> None:
    await world.say("周明", "去了远帆，聊了二期，顺便建个商机 负极材料")
    await world.say("周明", "金额120万")
    await world.say("周明", "保存")

    async with world.look() as uow:
        found = await uow.opportunities.search(OpportunityQuery(text="负极材料"), ALL)
    assert [str(one.amount) for one in found] == ["¥1,200,000.00"]
    assert (await reports(world))[0].figures == ()


async def test_F10_where_nothing_lacks_a_sum_is_the_deals(
    world: World,
) -> None:
    await world.say(
        "周明", "去了远帆，见了王总，他说再看看，下周三再去，顺便建个商机 负极材料，80万"
    )
    await world.say("周明", "金额改成90万")
    await world.say("周明", "保存")

    async with world.look() as uow:
        found = await uow.opportunities.search(OpportunityQuery(text="负极材料"), ALL)
    assert [str(one.amount) for one in found] == ["¥900,000.00"]
    assert (await reports(world))[0].figures == ()


@pytest.mark.parametrize(
    "said", ["商机不要了", "那个商机别建了", "商机先不建", "第2条不要", "取消商机吧"]
)
async def test_P11_one_of_several_is_dropped_by_words(world: World, said: str) -> None:
    await world.say("周明", BOTH)
    await world.say("周明", said)
    assert "新商机 · 远帆 · 已取消" in world.seen("周明")
    await world.say("周明", "保存")

    assert len(await reports(world)) == 1
    assert await new_deals(world) == []


async def test_P11_of_two_reports_the_one_that_is_named_is_dropped(world: World) -> None:
    await world.say("周明", TWO_REPORTS)
    await world.say("周明", "远帆那条不记了")
    await world.say("周明", "保存")

    assert [one.customer for one in await reports(world)] == ["C02"]


async def test_P11_the_only_one_that_is_open_is_dropped_by_its_name(world: World) -> None:
    await world.say("周明", "给远帆建个商机 负极材料 80万")
    ended = world.text(await world.say("周明", "商机不要了"))
    await world.say("周明", "保存")

    assert "已取消" in ended
    assert await new_deals(world) == []


async def test_P11_never_mind_drops_all_that_the_message_wished(world: World) -> None:
    await world.say("周明", BOTH)
    await world.say("周明", "算了")
    await world.say("周明", "保存")

    assert await reports(world) == []
    assert await new_deals(world) == []


async def test_F05_one_wish_is_saved_alone_and_the_rest_is_dropped(world: World) -> None:
    await world.say("周明", BOTH)
    await world.press("周明", "单独保存", option=row(world, "2 新商机 · 远帆"))
    assert await new_deals(world) == [("C01", "负极材料")]

    await world.press("周明", "取消")

    assert await reports(world) == []
    assert "撤销" in card(world)
    await world.press("周明", "撤销")
    assert await new_deals(world) == []


async def test_P03_all_that_was_saved_together_is_taken_back_together(world: World) -> None:
    await world.say("周明", BOTH)
    await world.press("周明", "保存")
    await world.press("周明", "撤销")

    assert await reports(world) == []
    assert await new_deals(world) == []


async def test_F10_what_was_saved_beside_a_deal_is_corrected_by_words(world: World) -> None:
    await world.say("周明", BOTH)
    await world.press("周明", "保存")
    await world.say("周明", "刚才那条的时间是前天")
    await world.press("周明", "保存")

    [one] = await reports(world)
    assert one.occurred_at.astimezone(world.app.given.zone).day == 21


async def test_F02_not_a_but_b_is_said_of_every_wish_about_a(world: World) -> None:
    await world.say("周明", BOTH)
    await world.say("周明", "不是远帆，是蓝鲸")
    await world.say("周明", "保存")

    assert [one.customer for one in await reports(world)] == ["C03"]
    assert await new_deals(world) == [("C03", "负极材料")]


@pytest.mark.parametrize("said", ["不是华精，是蓝鲸", "是蓝鲸，不是华精"])
async def test_F02_not_a_but_b_corrects_the_entry_that_names_a(world: World, said: str) -> None:
    await world.say("周明", TWO_REPORTS)
    await world.say("周明", said)
    await world.say("周明", "保存")

    assert [(one.customer, one.contacts) for one in await reports(world)] == [
        ("C01", ("王总",)),
        ("C03", ("李敏",)),
    ]


async def test_L04_who_is_meant_is_asked_once_for_all_wishes(world: World) -> None:
    await world.say("周明", "去了恒泰，见了刘厂长，他说要等预算，顺便建个商机 环保改造，80万")
    assert len(cards(world)) == 1
    await world.say("周明", "第2个")
    await world.say("周明", "保存")

    assert [one.customer for one in await reports(world)] == ["C05"]
    assert await new_deals(world) == [("C05", "环保改造")]


async def test_L04_a_plan_and_a_report_of_one_message_share_a_card(world: World) -> None:
    await world.say("周明", "去了远帆，见了王总，他说再看看，顺便提醒我周五给蓝鲸张姐打电话")
    assert len(cards(world)) == 1
    await world.say("周明", "保存")

    async with world.look() as uow:
        plans = await uow.plans.search(PlanQuery(), ALL)
    assert [one.customer for one in await reports(world)] == ["C01"]
    assert "C03" in {one.customer for one in plans}


async def test_H02_what_is_refused_stays_open_beside_what_was_saved(world: World) -> None:
    await world.say("周明", "给天府医疗建个商机 灭菌柜")
    await world.press("周明", "保存")
    await world.say("周明", "去了天府医疗，见了李主任，他说价格行，推到商务谈判")
    await world.press("周明", "保存")

    assert [one.customer for one in await reports(world)] == ["C09"]
    assert "第2条没有保存：" in world.seen("周明")
    assert "记拜访 · 天府医疗 · 已保存" in card(world)
    assert "推进商机 · 灭菌柜 · " not in card(world)


async def test_F05_a_new_name_is_created_beside_the_card_that_waits_for_it(world: World) -> None:
    await world.say("周明", "今天跑了远帆和火星")
    assert len(cards(world)) == 1
    assert "第2条：没有找到“火星”" in card(world)

    await world.press("周明", "建客户", option=row(world, "2 记拜访 · 火星"))
    await world.press("周明", "取消")
    await world.say("周明", "保存")

    assert [one.customer for one in await reports(world)] == ["C01"]


async def test_F05_the_new_name_may_be_said_to_be_a_known_one(world: World) -> None:
    await world.say("周明", "今天跑了远帆和火星")
    await world.say("周明", "是蓝鲸")
    await world.say("周明", "保存")

    assert [one.customer for one in await reports(world)] == ["C01", "C03"]


async def test_P03_of_two_saved_one_after_the_other_each_is_taken_back_alone(world: World) -> None:
    await world.say("周明", BOTH)
    await world.press("周明", "单独保存", option=row(world, "2 新商机 · 远帆"))
    await world.press("周明", "单独保存", option=row(world, "1 记拜访 · 远帆"))

    await world.press("周明", "撤销")
    assert await reports(world) == []
    assert len(await new_deals(world)) == 1
    assert "记拜访 · 远帆 · 已撤销" in card(world)

    await world.press("周明", "撤销")
    assert await new_deals(world) == []
    assert "【已撤销】" in card(world) or '"replace_text": "已撤销"' in card(world)


async def test_F05_what_two_fields_of_the_form_say_is_said_of_the_row_that_is_asked_about(
    world: World,
) -> None:
    await world.say("周明", "去了远帆，见了王总，他说要扩产，下周三再去，顺便建个商机")

    assert "新商机 · 远帆" in world.text(await world.press("周明", "修改"))


async def test_L04_of_several_orders_that_do_not_know_whom_one_asks(world: World) -> None:
    await world.say("周明", "认领恒泰；给恒泰加星；退回恒泰，没需求")

    seen = world.seen("周明")
    assert len(cards(world)) == 1
    assert "哪一家" in card(world)
    assert "加星还没做" in seen
    assert "退回公海还没做" in seen
