"""The pool over the wire: claims, assignments, locks and what is said of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.customers.model import CustomerId
from core.people.permissions import Scope
from core.pool.model import PoolEventKind
from tests.e2e.test_rep import forge
from tests.e2e.world import World

ALL = Scope(None)
RETURNED = "天府医疗没戏，退公海，没预算"


async def owner(world: World, customer: str) -> str | None:
    async with world.look() as uow:
        return (await uow.customers.find(customer)).owner


def told(world: World, who: str, words: str) -> int:
    """How many messages with `words` the person has got."""
    timeline = world.emulator.timeline(world.account(who))
    return sum(words in world.text(one) for one in timeline)


def row(world: World, number: int, short: str, full: str) -> str:
    """The row of a list as each platform shows it."""
    return full if world.platform == "feishu" else f"{number} {short}"


async def test_D02_a_press_that_comes_too_late_says_who_has_it_since_when(world: World) -> None:
    for who in ("周明", "林悦"):
        await world.say(who, "公海里有啥好客户")
    haichuan = row(world, 1, "海川", "宁波海川")
    await world.press("林悦", "认领", option=haichuan)

    await world.press("周明", "认领", option=haichuan)

    assert await owner(world, "C07") == "E2"
    assert "海川已经是林悦的了（11月23日 周一起）" in world.seen("周明")


async def test_A08_a_claim_of_what_never_lay_in_the_pool_learns_nothing(world: World) -> None:
    await world.say("周明", "远帆")
    own = world.last("周明")
    for customer in ("C06", "C99"):
        await forge(world, own, f'Claim{{"customers":[{{"ids":["{customer}"]}}]}}')

    assert world.seen("周明").count("没有找到，或者你没有权限") == 2
    assert "林悦" not in world.seen("周明")


async def test_A08_a_forged_release_or_assignment_is_refused_and_writes_nothing(
    world: World,
) -> None:
    await world.say("周明", "远帆")
    own = world.last("周明")
    for wish in ('Release{{{0},"reason":"busy"}}', "Release{{{0}}}", 'Assign{{{0},"to":"赵强"}}'):
        for customer in ("C06", "C99"):
            key = wish.format(f'"customers":[{{"ids":["{customer}"]}}]')
            await forge(world, own, key)

    assert world.seen("周明").count("没有找到，或者你没有权限") == 6
    assert await owner(world, "C06") == "E2"


async def test_A08_a_colleagues_customer_is_not_released_by_words(world: World) -> None:
    answer = world.text(await world.say("周明", "云谷退公海，没预算"))

    assert "这是同事的客户" in answer
    assert "已退回" not in answer
    assert await owner(world, "C06") == "E2"


async def test_D05_an_assignment_keeps_its_reason(world: World) -> None:
    await world.say("周明", RETURNED)
    await world.say("孙涛", "天府医疗给周明，因为客户只认他")

    async with world.look() as uow:
        last = (await uow.pool.of("C09"))[0]
    assert (last.kind, last.employee, last.reason) == (PoolEventKind.ASSIGN, "E1", "客户只认他")


async def test_L01_what_none_of_ones_own_meets_is_looked_for_in_the_pool(world: World) -> None:
    await world.say("周明", "看看宁波的模具厂")

    await world.press("周明", "认领", option=row(world, 1, "海川", "宁波海川"))

    assert await owner(world, "C07") == "E1"


async def test_D07_the_card_says_how_many_days_are_left_by_which_rule(world: World) -> None:
    assert "距回公海 61 天：60天未成交" in world.text(await world.say("周明", "领海川"))


async def test_D12_a_lock_is_set_and_taken_off_by_words_and_explained(world: World) -> None:
    assert "已锁定" in world.text(await world.say("孙涛", "锁定北重"))
    assert "受保护：人工锁定" in world.text(await world.say("周明", "北重还能留多久"))
    await world.say("孙涛", "解锁北重")
    assert "✗人工锁定" in world.text(await world.say("周明", "北重还能留多久"))

    await world.say("周明", "锁定北重")
    assert "你没有分配的权限" in world.seen("周明")


async def test_D12_the_order_of_the_protections_is_published(world: World) -> None:
    rules = world.text(await world.say("周明", "现在公海规则是啥"))

    assert "✓成交保护 ✓进行中的商机 ✓人工锁定 ✓拜访后的保留期 ✓负责人休假" in rules


async def test_D20_until_when_is_asked_of_what_was_shown(world: World) -> None:
    await world.say("周明", "华精")

    assert "华东精密仪器有限公司" in world.text(await world.say("周明", "保护到几号"))


async def test_G08_who_is_given_a_customer_at_night_hears_of_it_in_the_morning(
    world: World,
) -> None:
    world.time.advance(timedelta(hours=12))
    await world.say("孙涛", "北重给老赵")
    assert told(world, "赵强", "分配给你了") == 0

    await world.wait(timedelta(hours=11))

    assert told(world, "赵强", "分配给你了") == 1


async def test_A08_a_rep_hears_of_his_own_returning_customers_only(world: World) -> None:
    world.time.advance(timedelta(days=46))

    his = world.text(await world.say("周明", "团队谁的客户快掉公海"))
    teams = world.text(await world.say("孙涛", "谁的客户快掉公海"))

    assert "天府医疗" in his
    assert "云谷" not in his
    assert "天府医疗" in teams
    assert "云谷" in teams


async def test_D20_who_is_overdue_and_was_never_warned_is_among_them(world: World) -> None:
    world.time.advance(timedelta(days=60))

    text = world.text(await world.say("周明", "我哪些客户快掉公海了"))

    assert "天府医疗" in text
    assert "距回公海 0 天" in text


async def test_D17_a_deal_of_what_was_given_back_is_no_mornings_matter(world: World) -> None:
    world.time.advance(timedelta(days=26))
    assert "传感器年框" in world.text(await world.say("周明", "今天要跟谁"))
    await world.say("周明", "博远退公海，没预算")

    assert "传感器年框" not in world.text(await world.say("周明", "今天要跟谁"))


async def test_D05_why_it_may_not_be_claimed_is_answered_with_the_last_day(world: World) -> None:
    await world.say("周明", RETURNED)

    assert "12月23日 周三（含当天）" in world.text(await world.say("周明", "为什么不能领天府医疗"))
    assert "含当天" not in world.text(await world.say("林悦", "为什么不能领天府医疗"))


async def test_D18_a_claim_names_whoever_had_it_before(world: World) -> None:
    await world.say("何俊", "领海川")
    await world.say("孙涛", "海川给老赵")
    await world.say("赵强", "海川退公海，没预算")

    claimed = world.text(await world.say("周明", "领海川"))

    assert "没预算" in claimed
    assert "以前的负责人：赵强、何俊" in claimed.replace('", "value": "', "：")


async def test_D12_a_list_gives_no_deadline_to_whom_something_protects(world: World) -> None:
    async with world.store.unit(await world.act("moved")) as uow:
        known = await uow.customers.find(CustomerId("C01"))
        await uow.customers.save(replace(known, open_moved_at=world.time() + timedelta(days=40)))
        await uow.ledger.record("import", "customers", "1")
    world.time.advance(timedelta(days=45))

    protected = world.text(await world.say("周明", "苏州的客户"))
    other = world.text(await world.say("周明", "成都的客户"))

    assert "远帆" in protected
    assert "距回公海" not in protected
    assert "距回公海" in other


@pytest.mark.parametrize(
    "words",
    ["领海川和火星公司", "海川和火星都我要了", "上午跑了远帆、华精和火星公司，都聊了方案"],
)
async def test_D02_a_name_that_is_nobodys_is_told_beside_the_known_ones(
    world: World, words
) -> None:
    await world.say("周明", words)

    assert "没有找到“火星" in world.seen("周明")
    assert any(known in world.seen("周明") for known in ("已认领", "记拜访 · 华精"))
