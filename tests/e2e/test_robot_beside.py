"""The smart robot beside a self-built application: who is written to by which."""

from dataclasses import replace

from adapters.chat import Platform, Text
from bot.parcel import packed
from core.people.model import EmployeeId
from tests.e2e.robots import robot_world


async def test_with_an_application_pushes_come_from_it_and_answers_where_it_was_written(
    database_url: str,
) -> None:
    async with robot_world(database_url, application=True) as world:
        await world.say("路人", "你好")
        await world.say("路人", "我是林悦")
        pushed = world.emulators[Platform.WECOM].received_by("wumin")

        assert "林悦" in world.text(pushed[-1])
        assert world.robot.received_by("wumin") == []
        assert "远帆" in world.text(await world.say("周明", "我的客户"))


async def test_an_encrypted_account_is_resolved_where_there_is_an_application(
    database_url: str,
) -> None:
    async with robot_world(database_url, application=True) as world:
        world.emulators[Platform.WECOM].corp.encrypted["woEncrypted1"] = "zhouming"
        await world.robot.say("woEncrypted1", "我的客户")
        await world.heard()

        shown = "".join(world.text(one) for one in world.robot.received_by("woEncrypted1"))
        async with world.look() as uow:
            bound = await uow.people.identity("aibot", "woEncrypted1")
        assert "远帆" in shown
        assert bound
        assert bound.employee == "E1"


async def test_who_is_known_by_both_ways_is_pushed_to_by_the_application(database_url: str) -> None:
    async with robot_world(database_url, application=True) as world:
        async with world.store.unit(await world.act()) as uow:
            known = await uow.people.identity("wecom", "zhouming")
            other = replace(known, platform="aibot", external_id="wo1", last_used_at=world.time())
            await uow.people.bind(other)
            await uow.ledger.record("bind", "binding", "E1")
            body = packed(Text("提醒：回访远帆"))
            await uow.notices.put("push:1", to=EmployeeId("E1"), lane=1, body=body, kind="reminder")
        await world.app.settle()

        assert "远帆" in world.emulators[Platform.WECOM].received_by("zhouming")[-1].text
        assert world.robot.received_by("wo1") == []
