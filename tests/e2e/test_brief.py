"""What to know before a visit, asked for in words and pushed an hour before, on both platforms (L03)."""

from datetime import timedelta

import pytest

from core.people.permissions import EVERYBODY
from core.plans.model import PlanState
from core.plans.queries import PlanQuery
from tests.e2e.test_customer_card import OLDER, answer, saved
from tests.e2e.test_rep import VISIT, forge
from tests.e2e.world import World

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
BOOKED = "下午2点去远帆见王总"


EVERY_PLAN = PlanQuery(states=tuple(PlanState))


def briefs(world: World, who: str = "周明") -> list[str]:
    """The brief cards a person has."""
    timeline = world.emulator.timeline(world.account(who))
    cards = [world.text(one) for one in timeline if one.card and not one.mine]
    return [one for one in cards if "拜访简报 · " in one]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("王建国", "徐磊"), id="who"),
        pytest.param(("样品不合格", "王总在出差", "12月定"), id="the last three contacts"),
        pytest.param(("导电浆料二期 · 方案报价 · 120万", "12月23日"), id="open deals"),
        pytest.param(("12月2日 周三 · 再去", "12月9日 周三"), id="open plans"),
        pytest.param(("预算 90万", "报价没记"), id="money, and what of it is not recorded"),
        pytest.param(("决策人不清楚", "竞品不清楚", "徐磊的态度不清楚"), id="gaps"),
        pytest.param(
            ("1 上次记的是“他说12月定”", "还有哪几家在谈？（竞品没有记录）", "最后谁拍板"),
            id="questions",
        ),
    ],
)
async def test_L03_each_part_stands_in_the_brief(world: World, words: tuple[str, ...]) -> None:
    visit = VISIT.replace("，下周三", "，预算90万，下周三")
    await saved(world, *OLDER, visit, "12月9日提醒我给远帆寄合同")

    text = await answer(world, "周明", "明天去远帆，给我份简报")

    assert [one for one in words if one not in text] == []


async def test_L03_a_customer_without_any_record_has_a_brief_that_says_so(world: World) -> None:
    text = await answer(world, "周明", "给我份天府医疗的简报")

    assert [
        one
        for one in ("没有记录", "没有进行中的", "还没有跟进记录", "没有联系人", "谁负责")
        if one not in text
    ] == []


@pytest.mark.parametrize(
    ("said", "customer"),
    [
        ("远帆的简报", "远帆"),
        ("拜访前给我讲讲华精", "华精"),
        ("我马上去远帆，给个简报", "远帆"),
        ("见马厂长该问什么问题", "北重"),
        ("/简报 蓝鲸", "蓝鲸"),
    ],
)
async def test_L03_it_is_asked_for_in_many_words(world: World, said: str, customer: str) -> None:
    assert f"拜访简报 · {customer}" in world.text(await world.say("周明", said))


async def test_L03_which_of_two_is_asked(world: World) -> None:
    asked = world.text(await world.say("周明", "给我份恒泰的简报"))
    assert "1 恒泰化工" in asked
    assert briefs(world) == []

    await world.press("周明", "2 恒泰建材")

    assert ["恒泰建材" in one for one in briefs(world)] == [True]


async def test_L03_without_a_name_it_is_of_the_customer_that_is_shown(world: World) -> None:
    assert "简报 11月23日" in world.text(await world.say("周明", "给我份简报"))
    await world.say("周明", "华精")

    assert "拜访简报 · 华精" in world.text(await world.say("周明", "给我份简报"))


async def test_L03_a_visit_to_nobody_known_is_asked_about(world: World) -> None:
    assert "哪家客户" in world.text(await world.say("周明", "拜访前给我讲讲"))


async def test_L03_the_button_of_a_customers_card_leads_to_it(world: World) -> None:
    await world.say("周明", "远帆")
    await world.press("周明", "简报")

    assert ["苏州远帆" in one for one in briefs(world)] == [True]


async def test_A08_the_brief_of_a_colleagues_customer_is_not_given(world: World) -> None:
    await saved(world, "今天去了云谷，见了刘总，他说明年再看", who="林悦")

    said = world.text(await world.say("周明", "给我份云谷的简报"))
    await forge(world, world.last("周明"), 'ShowBrief{"customer":{"ids":["C06"]}}')

    assert "这是同事的客户" in said
    assert "没有找到，或者你没有权限" in world.seen("周明")
    assert "明年再看" not in world.seen("周明")
    assert briefs(world) == []


async def test_L03_a_supervisor_reads_the_brief_of_his_teams_customer(world: World) -> None:
    await saved(world, VISIT)

    text = await answer(world, "孙涛", "给我份远帆的简报")

    assert "12月定" in text
    assert "周明" in text


async def test_L03_it_reads_in_english_too(world: World) -> None:
    await world.say("周明", "改成英文")

    text = await answer(world, "周明", "给我份远帆的简报")

    assert "Brief · 远帆" in text
    assert "To ask:" in text


async def test_L03_the_brief_comes_an_hour_before_the_visit_and_once(world: World) -> None:
    await saved(world, BOOKED)
    await world.wait(2 * HOUR + 50 * MINUTE)
    assert briefs(world) == []

    await world.wait(10 * MINUTE)
    (card,) = briefs(world)
    assert "11月23日 周一 14:00" in card
    await world.wait(70 * MINUTE)

    assert briefs(world) == [card]
    assert "到点了" in world.seen("周明")


async def test_L03_a_visit_that_is_moved_has_its_brief_at_the_new_time(world: World) -> None:
    await saved(world, BOOKED)
    await world.say("周明", "推到下午5点")
    await world.wait(5 * HOUR + 50 * MINUTE)
    assert briefs(world) == []

    await world.wait(10 * MINUTE)

    assert ["17:00" in one for one in briefs(world)] == [True]


@pytest.mark.parametrize(
    ("booked", "then", "hours"),
    [
        pytest.param(BOOKED, "取消远帆的计划", 6, id="called off"),
        pytest.param(BOOKED, "远帆的计划完成了", 6, id="done"),
        pytest.param("10点半去远帆见王总", "", 6, id="planned within the hour"),
        pytest.param("今天下午2点给远帆王总打电话", "", 6, id="a call"),
        pytest.param("明天拜访远帆王总", "", 36, id="without a minute"),
    ],
)
async def test_L03_what_is_no_visit_an_hour_away_has_no_brief(
    world: World, booked: str, then: str, hours: int
) -> None:
    await saved(world, booked)
    if then:
        await world.say("周明", then)
    async with world.look() as uow:
        assert len(await uow.plans.search(EVERY_PLAN, EVERYBODY)) == 1
    await world.wait(hours * HOUR)

    assert briefs(world) == []


async def test_L03_the_pushed_brief_leads_on(world: World) -> None:
    await saved(world, BOOKED)
    await world.wait(3 * HOUR)

    await world.press("周明", "推迟")
    await world.say("周明", "推到下午5点")
    async with world.look() as uow:
        (plan,) = await uow.plans.coming(world.time(), world.time() + 5 * HOUR)
    assert plan.due_at.astimezone(world.app.given.zone).hour == 17


async def test_L03_a_brief_follows_what_is_corrected(world: World) -> None:
    await saved(world, VISIT)
    await world.say("周明", "给我份远帆的简报")
    (before,) = briefs(world)
    await world.say("周明", "刚才那条跟进删了")

    (after,) = briefs(world)
    assert after != before
    assert "12月定" not in after
