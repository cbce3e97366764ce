"""Who may what: strangers, colleagues, supervisors; binding, digests, settings, the pool at night."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from core.customers.queries import CustomerQuery
from core.people.model import (
    BindingRequest,
    ChatIdentity,
    Employee,
    EmployeeId,
    EmployeeState,
    RequestState,
    Role,
)
from core.people.permissions import Scope
from core.plans.queries import PlanQuery
from core.pool.model import PoolEventKind
from core.visits.queries import FollowUpQuery
from tests.e2e.test_rep import forge
from tests.e2e.world import World

ALL = Scope(None)


async def owner(world: World, customer: str):
    async with world.look() as uow:
        return (await uow.customers.find(customer)).owner


async def test_A01_a_stranger_gets_one_card_and_causes_nothing(world: World) -> None:
    await world.say("路人", "领海川")
    await world.say("路人", "下午去了远帆，见了王总，他说12月定，下周三再去，很长的一句话")

    cards = [one for one in world.emulator.timeline(world.account("路人")) if not one.mine]
    assert len(cards) == 1
    assert await owner(world, "C07") is None


async def asks(world: World) -> BindingRequest:
    """路人, whom the people file knows as bound elsewhere only, asks to be bound here."""
    other = "feishu" if world.platform == "wecom" else "wecom"
    async with world.store.unit(await world.act("new")) as uow:
        await uow.people.add(Employee(id=EmployeeId("E9"), name="路人", superior=EmployeeId("E5")))
        gone = Employee(id=EmployeeId("E8"), name="路人", state=EmployeeState.LEFT)
        await uow.people.add(replace(gone, roles=frozenset({Role.ADMIN})))
        identity = ChatIdentity(
            platform=other, external_id="lu", employee=EmployeeId("E9"), bound_at=world.time()
        )
        await uow.people.bind(identity)
        await uow.ledger.record("import", "people", "2")
    for words in ("你好", "路人", "领海川"):
        await world.say("路人", words)
    async with world.look() as uow:
        return await uow.people.open_request(world.platform, world.account("路人"))


async def bound(world: World) -> str | None:
    async with world.look() as uow:
        found = await uow.people.by_chat(world.platform, world.account("路人"))
    return found.id if found else None


async def test_A01_an_admin_binds_a_stranger_with_one_tap(world: World) -> None:
    await asks(world)
    assert "同意 E" not in world.text(world.last("吴敏"))
    assert len(answers(world, "路人")) == 2

    world.time.advance(timedelta(days=1, minutes=1))
    for words in ("你好", "路人"):
        await world.say("路人", words)
    kept = await world.store.outbox.listed(["waiting", "sending", "sent", "failed", "dead"])
    assert [one.employee for one in kept if one.kind == "binding"] == ["E6"]

    await world.press("吴敏", "同意")

    assert await bound(world) == "E9"
    assert "绑定好了" in world.seen("路人")


async def test_A01_a_request_is_decided_by_an_admin_and_once(world: World) -> None:
    request = await asks(world)
    key = f'DecideBinding{{{{"request":"{request.id}","approve":true,"employee":"{{0}}"}}}}'
    own, asked = await world.say("周明", "远帆"), world.last("吴敏")

    await forge(world, own, key.format("E9"))
    for employee in ("E2", "E8", "E99"):
        await forge(world, asked, key.format(employee), who="吴敏")
    assert await bound(world) is None

    await world.press("吴敏", "拒绝")
    await forge(world, asked, key.format("E9"), who="吴敏")

    assert await bound(world) is None
    async with world.look() as uow:
        assert (await uow.people.request(request.id)).state is RequestState.REFUSED


async def test_A01_who_has_left_can_do_nothing(world: World) -> None:
    async with world.store.unit(await world.act("left")) as uow:
        person = await uow.people.get(EmployeeId("E2"))
        await uow.people.save(replace(person, state=EmployeeState.LEFT))
        await uow.ledger.record("import", "people", "1")

    await world.say("林悦", "领海川")

    assert await owner(world, "C07") is None


@pytest.mark.parametrize("who", ["路人", "林悦"])
async def test_A01_who_is_nobody_here_reads_nothing_and_writes_nothing(
    world: World, who: str
) -> None:
    """A stranger, and one who has left."""
    async with world.store.unit(await world.act("left")) as uow:
        person = await uow.people.get(EmployeeId("E2"))
        await uow.people.save(replace(person, state=EmployeeState.LEFT))
        await uow.ledger.record("import", "people", "1")
    before, seen = await everything(world), len(answers(world, who))

    for words in (
        "云谷",
        "公海里有啥好客户",
        "我的客户",
        "领海川",
        "建个客户 无锡明泰电子，电话13812345678",
    ):
        await world.say(who, words)

    told = [world.text(one) for one in answers(world, who)[seen:]]
    assert sum("还没有绑定员工" in one for one in told) == 1
    assert not any("云谷" in one for one in told)
    assert await everything(world) == before


def answers(world: World, who: str):
    return [one for one in world.emulator.timeline(world.account(who)) if not one.mine]


async def everything(world: World):
    """Every customer, plan and follow-up as it is now."""
    async with world.look() as uow:
        return (
            await uow.customers.search(CustomerQuery(limit=99), ALL),
            await uow.plans.search(PlanQuery(limit=99), ALL),
            await uow.follow_ups.search(FollowUpQuery(limit=99), ALL),
        )


async def test_A04_a_rep_does_not_write_on_a_colleagues_customer(world: World) -> None:
    card = await world.say("周明", "下午去了云谷，见了刘总，他说12月定，下周三再去")

    async with world.look() as uow:
        found = await uow.follow_ups.search(FollowUpQuery(customer="C06"), ALL)
    assert found == []
    assert "林悦" in world.text(card)


async def test_A04_a_supervisor_writes_on_his_teams_customers(world: World) -> None:
    await world.say("孙涛", "下午去了云谷，见了刘总，他说12月定，下周三再去")
    await world.press("孙涛", "保存")

    async with world.look() as uow:
        found = await uow.follow_ups.search(FollowUpQuery(customer="C06"), ALL)
    assert [one.employee for one in found] == ["E5"]


async def test_D05_a_supervisors_assignment_does_not_wait(world: World) -> None:
    await world.say("周明", "天府医疗没戏，退公海，没预算")
    await world.say("孙涛", "天府医疗给老赵")

    assert await owner(world, "C09") == "E3"
    assert "孙涛把" in world.seen("赵强")


async def test_K01_the_digest_names_visits_as_the_words_say(world: World) -> None:
    await world.say("周明", "昨天去了远帆")
    await world.press("周明", "保存")
    await world.say("周明", "今天去了华精，见了李工，他说要看样，下周三再去")
    await world.press("周明", "保存")

    text = world.text(await world.say("孙涛", "今天怎么样"))

    assert "拜访 1 次（有效 1 次）" in text
    assert "跟进 1 次" in text


async def test_K01_the_digest_is_sent_at_seven_past_six_once(world: World) -> None:
    await world.wait(timedelta(hours=9))

    assert "简报 11月23日" in world.seen("孙涛")
    assert "简报 11月16日 周一 - 11月22日 周日" in world.seen("孙涛")
    before = len(world.emulator.timeline(world.account("孙涛")))
    await world.wait(timedelta(minutes=30))
    assert len(world.emulator.timeline(world.account("孙涛"))) == before


async def test_D07_a_customer_without_a_deal_returns_after_a_warning(world: World) -> None:
    await world.wait(timedelta(days=1))
    from core.customers.model import CustomerId
    from core.pool.clocks import wound
    from core.pool.rules import PoolRules
    from tests.e2e import ZONE

    async with world.store.unit(await world.act("old")) as uow:
        known = await uow.customers.find(CustomerId("C09"))
        old = replace(known, owned_since=world.time() - timedelta(days=58))
        await uow.customers.save(wound(old, PoolRules(), now=world.time(), zone=ZONE))
        await uow.ledger.record("import", "customers", "1")

    await world.wait(timedelta(days=5))

    async with world.look() as uow:
        history = [event.kind for event in await uow.pool.of(CustomerId("C09"))]
    assert await owner(world, "C09") is None
    assert PoolEventKind.WARN in history
    assert history.index(PoolEventKind.RECYCLE) < history.index(PoolEventKind.WARN)
    assert "快回公海" in world.seen("周明")


async def test_Q08_an_admin_sees_the_state_of_the_installation(world: World) -> None:
    await world.wait(timedelta(minutes=10))
    world.emulator.faults.append(-1 if world.platform == "wecom" else 2200)
    await world.emulator.say(world.account("周明"), "你好")
    await world.app.settle()

    text = world.text(await world.say("吴敏", "/自检"))

    channel = "企业微信" if world.platform == "wecom" else "飞书"
    assert all(part in text for part in ("数据库", "表结构", "收到的消息", channel))
    assert re.search(r"计划提醒 11-23 10:\d\d", text)
    assert re.search(r"要发的消息.*待发 1", text)


async def test_Q08_nobody_but_an_admin_sees_it(world: World) -> None:
    assert "要发的消息" not in world.text(await world.say("孙涛", "/自检"))


async def test_settings_are_chosen_by_words(world: World) -> None:
    await world.say("周明", "晚上别叫我")

    async with world.look() as uow:
        me = await uow.people.get(EmployeeId("E1"))
    assert me.quiet_from.hour == 19
