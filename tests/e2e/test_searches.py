"""Customers by many conditions, and names that many bear, over the wire (L01, L04)."""

from datetime import timedelta
from itertools import permutations

from core.ledger.model import Act
from tests.core.builders import customer
from tests.e2e.world import World

CONDITIONS = ("苏州", "A类", "30天没联系", "有商机")


async def test_L01_conditions_hold_in_any_order_and_are_said_as_understood(world: World) -> None:
    for order in permutations(CONDITIONS):
        world.time.advance(timedelta(seconds=5))
        text = world.text(await world.say("周明", " ".join(order)))

        assert "客户 · 1家" in text
        assert "苏州远帆" in text
        assert all(condition in text for condition in CONDITIONS)


async def test_L01_a_condition_that_nothing_meets_finds_nothing(world: World) -> None:
    for said in ("苏州 A类 没有商机", "深圳 A类", "苏州 B类 有商机"):
        assert "客户 · 0家" in world.text(await world.say("周明", said))


async def test_L01_what_a_company_does_may_be_any_trade(world: World) -> None:
    for said, found in {
        "公海里有做造船的吗": "公海 · 0家",
        "公海里做通信的": "公海 · 1家",
        "武汉通信行业的公海客户": "公海 · 1家",
    }.items():
        assert found in world.text(await world.say("周明", said)), said
    await world.say("周明", "公海里哪个行业的最多")
    assert "公海 · 3家" in world.seen("周明")
    assert "“最多”没有记录可查" in world.seen("周明")


async def test_L01_who_has_no_customers_is_not_shown_the_pool_as_his(world: World) -> None:
    text = world.text(await world.say("何俊", "我的客户"))

    assert "客户 · 0家" in text
    assert "公海里有啥" in text
    assert "公海 · 1家" in world.text(await world.say("何俊", "看看宁波的模具厂"))


async def test_L04_of_seven_of_one_name_five_are_offered_and_none_is_written(world: World) -> None:
    act = Act(id="many", actor=None, channel="test", at=world.time())
    async with world.store.unit(act) as uow:
        for number, name in enumerate("甲乙丙丁戊己庚"):
            full = f"金桥{name}机电有限公司"
            await uow.customers.add(customer(f"J{number}", full_name=full, aliases=("金桥",)))
        await uow.ledger.record("import", "customers", "7")

    text = world.text(await world.say("周明", "金桥加重点"))

    assert "5 " in text
    assert "6 " not in text
    assert "不在里面？请把名字说全一点。" in text
    async with world.look() as uow:
        found = [await uow.customers.find(f"J{number}") for number in range(7)]
    assert not any(one.starred for one in found)


async def test_L01_a_question_for_starred_customers_stars_nobody(world: World) -> None:
    await world.say("周明", "华精加重点")
    await world.say("周明", "远帆")
    for said in ("我有哪些重点客户", "我的重点客户"):
        text = world.text(await world.say("周明", said))
        assert "客户 · 1家" in text
        assert "华东精密" in text

    async with world.look() as uow:
        assert not (await uow.customers.find("C01")).starred
