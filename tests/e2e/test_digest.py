"""The digest as a supervisor reads it, and what each number opens (K01, K02)."""

from dataclasses import replace
from datetime import timedelta

from bot.cards.digest import NUMBERS
from bot.texts import texts
from core.money import Money
from core.opportunities.model import StageMove
from core.people.permissions import EVERYBODY
from core.plans.model import PlanState
from core.pool.model import PoolEvent, PoolEventKind
from tests.core.builders import YUANFAN, ZHOU, customer, opportunity, plan, pooled
from tests.e2e.opening import open_number
from tests.e2e.world import World

SAY = texts("zh-CN")


async def a_days_work(world: World) -> None:
    await world.say("周明", "今天去了华精，见了李工，他说要看样，下周三再去")
    await world.press("周明", "保存")
    await world.say("周明", "领海川")
    await world.say("周明", "博远年框签了！310万")
    await world.press("周明", "保存")


async def a_full_day(world: World) -> None:
    """One or two of everything that a digest counts, all of it 周明's."""
    await a_days_work(world)
    for words in (
        "下午三点提醒我给远帆打电话",
        "给北重建个商机 行车改造 60w",
        "建个客户 无锡明泰电子",
        "华精那台丢了，给了蔡司，价格差8%",
        "给蓝鲸张姐打了电话，她说预算批了，下周二再打",
    ):
        await world.say("周明", words)
        await world.press("周明", "保存")
    await world.say("周明", "天府医疗退公海，没预算")
    now = world.time()
    async with world.store.unit(await world.act()) as uow:
        waiting = await uow.opportunities.get("O2", EVERYBODY)
        await uow.opportunities.save(replace(waiting, moved_at=now - timedelta(days=22)))
        leaving, soon = await uow.customers.get("C12", EVERYBODY), now.date() + timedelta(days=3)
        await uow.customers.save(replace(leaving, recycle_on=soon, check_on=soon))
        left = {"full_name": "苏州一号机床厂", "entered_pool_at": now - timedelta(days=31)}
        await uow.customers.add(pooled("P1", aliases=(), **left))
        await uow.plans.add(plan("L9", due_at=now, state=PlanState.DONE, content="寄合同"))
        lost = PoolEventKind.RECYCLE
        await uow.pool.add(PoolEvent(customer="C08", kind=lost, employee="E1", at=now))
        await uow.ledger.record("import", "company", "")


async def opened(world: World, who: str) -> dict[str, str]:
    """What each number of the digest last shown opens."""
    found = {}
    for number in NUMBERS:
        world.time.advance(timedelta(seconds=4))  # a member is sent thirty a minute
        found[number] = world.text(await open_number(world, who, number))
        assert chosen(number) in found[number]
    return found


def is_empty(listed: str) -> bool:
    return "0条" in listed and SAY("digest.none") in listed


def chosen(number: str) -> str:
    return SAY(f"digest.open.{number}")


async def test_K02_the_result_and_its_three_measures_stand_on_one_line(world: World) -> None:
    await a_days_work(world)

    text = world.text(await world.say("孙涛", "今天怎么样"))

    assert "签约 310万 ← 有效拜访 1/1，推进 1 次，计划完成 —" in text
    assert "拜访 1 次（有效 1 次）" in text
    assert "跟进 1 次" in text


async def test_F07_the_share_without_a_next_step_or_reason_stands_in_the_digest(
    world: World,
) -> None:
    await world.say("周明", "今天去了华精，见了李工，他说要看样，下周三再去")
    await world.press("周明", "保存")
    await world.say("周明", "去了一趟北重，见了马厂长，他说要看样")
    await world.press("周明", "保存")

    assert "跟进 2 次（50% 没说下一步或原因）" in world.text(await world.say("孙涛", "今天怎么样"))


OPENED = {
    "follow_ups": ("2条", "华精", "蓝鲸"),
    "moved": ("1条", "传感器年框"),
    "returning": ("1条", "青岛北海重工"),
    "stuck": ("1条", "检测设备"),
    "signed": ("1条", "传感器年框", "310万"),
    "visits": ("1条", "李工"),
    "plans": ("2条", "打电话", "未完成", "寄合同", "已完成"),
    "new_customers": ("1条", "无锡明泰电子"),
    "new_deals": ("1条", "行车改造"),
    "claimed": ("1条", "宁波海川模具有限公司"),
    "returned": ("2条", "天府医疗", "武汉光联"),
    "unclaimed": ("1条", "苏州一号机床厂"),
    "neglected": ("2条", "远帆", "博远"),
    "lost": ("1条", "表面测量仪"),
    "effective": ("1条", "李工"),
    "without_next": ("0条",),
    "missed": ("0条",),
    "signed_month": ("1条", "传感器年框"),
    "expected": ("0条",),
    "overdue": ("0条",),
    "slipped": ("0条",),
    "contacted": ("0条",),
    "silent": ("3条", "林悦", "赵强", "何俊"),
    "claimable": ("4条", "成都天府医疗"),
    "idle": ("0条",),
    "late": ("0条",),
    "without_amount": ("0条",),
    "without_close": ("1条",),
    "without_tier": ("1条", "无锡明泰电子"),
}
HERS = ["silent", "claimable", "unclaimed"]
AS_IT_IS = (
    "stuck",
    "neglected",
    "claimable",
    "returning",
    "unclaimed",
    "without_close",
    "without_tier",
)
"""What is no matter of the digest's days; on a Sunday nobody missed a record."""


async def test_K01_each_number_opens_its_list(world: World) -> None:
    await a_full_day(world)
    await world.say("孙涛", "今天怎么样")

    listed = await opened(world, "孙涛")

    assert set(OPENED) == set(NUMBERS)
    assert [(n, w) for n, words in OPENED.items() for w in words if w not in listed[n]] == []
    assert "蓝鲸" not in listed["visits"]
    await open_number(world, "孙涛", "unclaimed")
    assert "苏州一号机床厂" in world.text(await world.say("孙涛", "第1个"))


async def test_K01_each_number_is_of_its_days_and_of_whoever_opens_it(world: World) -> None:
    await a_full_day(world)

    await world.say("林悦", "今天怎么样")
    hers = await opened(world, "林悦")
    await world.say("孙涛", "昨天怎么样")
    before = await opened(world, "孙涛")

    assert [n for n in NUMBERS if not is_empty(hers[n])] == HERS
    assert [n for n in NUMBERS if not is_empty(before[n])] == list(AS_IT_IS)


async def test_K01_a_long_list_has_pages(world: World) -> None:
    for minute in range(11):
        await world.say("周明", f"给蓝鲸张姐打了电话，她说第{minute}批要加急")
        await world.press("周明", "保存")
    await world.say("孙涛", "今天怎么样")

    first = world.text(await open_number(world, "孙涛", "follow_ups"))
    second = world.text(await world.press("孙涛", "下一页"))

    assert "11条" in first
    assert "第10批" in first
    assert "第0批" not in first
    assert "第0批" in second


async def test_K01_plans_customers_deals_and_moves_have_pages_too(world: World) -> None:
    month_ago = world.time() - timedelta(days=31)
    async with world.store.unit(await world.act()) as uow:
        for number in range(11):
            due = world.time() + timedelta(minutes=number)
            await uow.plans.add(plan(f"L{number}", due_at=due, content=f"第{number}件"))
            free = {"full_name": f"苏州{number}号机床厂", "aliases": ()}
            left = month_ago - timedelta(hours=number)
            await uow.customers.add(pooled(f"P{number}", entered_pool_at=left, **free))
            soon = world.time().date() + timedelta(days=number - 6)
            owned = {"full_name": f"无锡{number}号电机厂", "aliases": ()}
            mine = customer(f"R{number}", recycle_on=soon, check_on=soon, **owned)
            await uow.customers.add(mine)
            new = {"name": f"扩产{number}号", "created_at": due, "amount": Money.yuan(number + 1)}
            await uow.opportunities.add(opportunity(f"N{number:02}", **new))
            move = {"source": "needs", "target": "initial", "by": ZHOU, "at": due}
            of = {"opportunity": f"N{number:02}", "customer": YUANFAN}
            await uow.opportunities.add_move(StageMove(id=f"M{number:02}", **of, **move))
        await uow.ledger.record("import", "company", "")
    await world.say("孙涛", "今天怎么样")

    for number, first, last in (
        ("plans", "第0件", "第10件"),
        ("unclaimed", "苏州0号", "苏州10号"),
        ("returning", "无锡0号", "无锡10号"),
        ("new_deals", "扩产10号", "扩产0号"),
        ("moved", "扩产10号", "扩产0号"),
    ):
        page = world.text(await open_number(world, "孙涛", number))
        rest = world.text(await world.press("孙涛", "下一页"))
        assert "11条" in page
        assert (first in page, last in page, last in rest) == (True, False, True)
        assert "11条" in rest


async def test_K01_a_colleagues_figures_are_asked_for_by_his_name(world: World) -> None:
    for words in ("周明这周跑了几家", "只看周明", "看看周明今天的拜访"):
        text = world.text(await world.say("孙涛", words))
        assert "简报" in text
        assert "周明" in text.partition("签约")[0], words


async def test_K01_yesterdays_digest_is_shown_as_it_was_sent(world: World) -> None:
    await a_days_work(world)
    await world.wait(timedelta(hours=9))
    await world.say("周明", "下午去了北重，见了马厂长，他说明年换，下周再去")
    await world.press("周明", "保存")
    await world.wait(timedelta(hours=14))

    text = world.text(await world.say("孙涛", "昨天的日报发我"))

    assert "简报 11月23日" in text
    assert "跟进 1 次" in text


async def test_K01_a_list_is_of_those_who_were_counted_wherever_their_customers_are_now(
    world: World,
) -> None:
    await world.say("周明", "给天府医疗打了电话，他们说没预算")
    await world.press("周明", "保存")
    await world.say("周明", "天府医疗退公海，没预算")
    text = world.text(await world.say("孙涛", "今天怎么样"))
    assert "跟进 1 次" in text

    listed = world.text(await open_number(world, "孙涛", "follow_ups"))

    assert "1条" in listed
    assert "天府医疗" in listed


async def test_K01_each_move_that_was_counted_is_a_row(world: World) -> None:
    for words in ("蓝鲸那个推到方案报价", "蓝鲸那个推到商务谈判"):
        await world.say("周明", words)
        await world.press("周明", "保存")
    await world.say("孙涛", "今天怎么样")

    listed = world.text(await open_number(world, "孙涛", "moved"))

    assert "2条" in listed
    assert "方案报价 → 商务谈判" in listed
    assert "周明" in listed


async def test_K02_a_deal_that_was_lost_or_is_invalid_is_no_step_forward(world: World) -> None:
    for words in ("蓝鲸那单无效，重复建的", "蓝鲸检测设备重新打开，客户又要了"):
        await world.say("周明", words)
        await world.press("周明", "保存")

    text = world.text(await world.say("孙涛", "今天怎么样"))
    listed = world.text(await open_number(world, "孙涛", "moved"))

    assert "推进 1 次" in text
    assert "检测设备（无效→重新打开）" in text
    assert "1条" in listed


async def test_K01_a_digest_is_asked_for_in_many_words(world: World) -> None:
    asked = {
        "昨天怎么样": "11月22日",
        "昨天的日报": "11月22日",
        "日报": "11月23日",
        "今天战况": "11月23日",
    }

    shown = {words: world.text(await world.say("孙涛", words)) for words in asked}

    assert [words for words, day in asked.items() if f"简报 {day}" not in shown[words]] == []
