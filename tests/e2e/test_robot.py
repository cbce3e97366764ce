"""WeCom's smart robot, end to end: the same people and the same bot, by another way."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from adapters.chat import Platform, Text
from bot.parcel import packed
from core.people.model import EmployeeId
from storage.tables import attachments, outbox
from tests.adapters.bench import PNG
from tests.e2e.robots import RobotWorld, robot_world
from tests.e2e.sheets import customers
from tests.e2e.test_rep import VISIT, follow_ups


@pytest.fixture
async def world(database_url: str):
    async with robot_world(database_url) as made:
        yield made


def cards(world: RobotWorld):
    return [one.card for one in world.robot.received_by("zhouming") if one.card]


async def test_a_person_known_on_wecom_is_the_same_person(world: RobotWorld) -> None:
    answer = await world.say("周明", "我的客户")

    assert "远帆" in world.text(answer)
    assert not world.robot.faults


async def test_a_visit_is_drafted_and_saved_by_a_press_on_the_same_card(world: RobotWorld) -> None:
    draft = await world.say("周明", VISIT)
    saved = await world.press("周明", "保存")

    assert (saved.id, saved.updates) == (draft.id, 1)
    assert "已保存" in world.text(saved)
    assert len(await follow_ups(world)) == 1


async def test_a_press_told_twice_saves_once(world: RobotWorld) -> None:
    await world.say("周明", VISIT)
    await world.press("周明", "保存", times=2)

    assert len(await follow_ups(world)) == 1


async def test_a_press_answered_too_late_gets_a_fresh_card(world: RobotWorld) -> None:
    draft = await world.say("周明", VISIT)
    await world.robot.press_label(world.account("周明"), "保存")
    await world.until(lambda: world.told == 2)
    await world.robot.cut()
    await world.until(lambda: world.robot.subscribed == 2 and world.robot.is_connected)
    await world.app.settle()

    assert "已保存" in world.text(world.last("周明"))
    assert world.last("周明").id != draft.id


async def test_what_was_heard_is_understood_as_if_it_was_typed(world: RobotWorld) -> None:
    await world.robot.speak(world.account("周明"), VISIT)
    await world.heard()
    await world.press("周明", "保存")

    assert len(await follow_ups(world)) == 1


async def test_in_a_group_the_name_is_left_out_and_customers_are_spoken_of_in_private(
    world: RobotWorld,
) -> None:
    told = await world.say("周明", "@聊客 我的客户", group="wr-1")

    assert "远帆" in world.text(world.last("周明"))
    assert "远帆" not in "".join(one.text for one in world.robot.received_by("wr-1"))
    assert not told.mine


async def test_a_stranger_is_asked_who_he_is_and_is_bound_for_the_robot(world: RobotWorld) -> None:
    asked = await world.say("路人", "我的客户")
    assert "远帆" not in world.text(asked)

    await world.say("路人", "我是林悦")
    request = world.last("吴敏")
    assert "wecom" in world.text(request)
    await world.press("吴敏", "同意")

    assert "C06" not in world.seen("路人")
    assert "云谷" in world.text(await world.say("路人", "我的客户"))


async def test_a_push_to_somebody_who_never_wrote_is_unreachable(database_url: str) -> None:
    async with robot_world(database_url, met=False) as world:
        await world.say("路人", "你好")
        await world.say("路人", "我是林悦")
        query = select(outbox.c.state, outbox.c.error).where(outbox.c.kind == "binding")
        async with world.store.database.read() as connection:
            rows = (await connection.execute(query)).all()

    assert [tuple(row) for row in rows] == [("dead", "unreachable 846607")]


async def test_entering_for_the_first_time_is_welcomed_at_once(world: RobotWorld) -> None:
    async with world.store.unit(await world.act()) as uow:
        identity = await uow.people.identity("wecom", "zhouming")
        await uow.people.touch(replace(identity, welcomed_at=None))
    await world.robot.enter("zhouming")
    await world.heard()

    assert "周明" in world.text(world.last("周明"))
    assert world.robot.frames[-1]["cmd"] == "aibot_respond_welcome_msg"


async def test_feedback_is_left_alone(world: RobotWorld) -> None:
    await world.robot.rate("zhouming")
    await world.say("周明", "我的客户")

    assert world.told == 1


async def test_answers_lost_after_delivery_are_not_shown_twice(world: RobotWorld) -> None:
    world.robot.swallow = 1
    await world.say("周明", "我的客户")
    world.time.advance(timedelta(seconds=2))
    await world.app.settle()

    assert len(cards(world)) == 1


async def test_a_busy_server_is_asked_again(world: RobotWorld) -> None:
    world.robot.faults.append(6000)
    await world.say("周明", "我的客户")
    world.time.advance(timedelta(seconds=2))
    await world.app.settle()

    assert len(cards(world)) == 1


async def test_a_spreadsheet_in_the_chat_is_brought_in(world: RobotWorld) -> None:
    row = ["X1", "无锡明泰电子有限公司", "E2", "无锡", "冯磊", 13811112222]
    await world.give("吴敏", "file", customers(row), "客户.xlsx")
    assert "新增 1" in world.text(world.last("吴敏"))

    await world.press("吴敏", "确认导入")
    assert "明泰" in world.text(await world.say("林悦", "我的客户"))


async def test_a_picture_in_the_chat_is_kept_with_what_is_reported(world: RobotWorld) -> None:
    await world.say("周明", VISIT)
    await world.give("周明", "image", PNG, "a.png")
    async with world.store.database.read() as connection:
        (kept,) = (await connection.execute(select(attachments))).all()

    assert (kept.kind, kept.state, kept.size) == ("image", "kept", len(PNG))


async def test_the_bot_says_how_to_import_where_the_chat_takes_files(world: RobotWorld) -> None:
    assert "直接发给我" in world.text(await world.say("吴敏", "怎么导入"))


async def test_pushes_reach_who_is_known_on_wecom(world: RobotWorld) -> None:
    await world.say("路人", "你好")
    await world.say("路人", "我是林悦")

    assert "我是谁" not in world.seen("吴敏")
    assert "林悦" in world.text(world.last("吴敏"))


async def test_an_encrypted_account_nobody_can_resolve_is_a_stranger(world: RobotWorld) -> None:
    await world.robot.say("woEncrypted1", "我的客户")
    await world.heard()

    assert "远帆" not in "".join(world.text(one) for one in world.robot.received_by("woEncrypted1"))


async def test_a_choice_on_a_card_that_changed_means_what_it_shows_now(world: RobotWorld) -> None:
    rows = [[f"X{n}", f"无锡明泰{n}号电子有限公司", "E1", "无锡", "", ""] for n in range(10, 22)]
    await world.give("吴敏", "file", customers(*rows), "客户.xlsx")
    await world.press("吴敏", "确认导入")
    await world.say("周明", "我的客户")
    first = cards(world)[-1]
    await world.press("周明", "下一页")
    second = cards(world)[-1]
    shown = second["button_selection"]["option_list"][0]["text"].split(" ")[1]
    await world.press("周明", "记跟进", option="0")

    assert first["task_id"] == second["task_id"]
    assert shown in str(cards(world)[-1]["main_title"])


async def test_what_a_dead_process_had_in_hand_is_said_again_only_to_who_waits_for_it(
    world: RobotWorld,
) -> None:
    await world.robot.say("stranger", "你好")
    await world.until(lambda: world.told == 1)
    await world.app.worker.once()
    await claimed_by_the_dead(world)
    await world.app.settle()
    answered = len(world.robot.received_by("stranger"))
    await world.robot.say("stranger", "我是林悦")
    await world.until(lambda: world.told == 2)
    await world.app.worker.once()
    await claimed_by_the_dead(world)
    await world.app.settle()
    query = select(outbox.c.kind, outbox.c.state, outbox.c.error).where(outbox.c.kind == "binding")
    async with world.store.database.read() as connection:
        (push,) = (await connection.execute(query)).all()

    assert (answered, len(world.robot.received_by("stranger"))) == (1, 2)
    assert tuple(push) == ("binding", "dead", "uncertain")


async def claimed_by_the_dead(world: RobotWorld) -> None:
    """Everything that waits is taken in hand by a process that never comes back."""
    lease = timedelta(seconds=30)
    assert await world.store.outbox.claim(10, lease, world.time())
    world.time.advance(lease)


async def test_a_push_waits_for_the_connection_and_no_try_is_counted(world: RobotWorld) -> None:
    robot = world.app.platforms[Platform.AIBOT]
    world.robot.half_open = True
    await world.robot.cut()
    await world.until(lambda: not robot.is_live)
    async with world.store.unit(await world.act()) as uow:
        body = packed(Text("提醒：回访远帆"))
        await uow.notices.put("push:1", to=EmployeeId("E1"), lane=1, body=body, kind="reminder")
    await world.app.settle()
    before = world.robot.received_by("zhouming")
    world.robot.half_open = False
    await world.until(lambda: robot.is_live)
    await world.app.settle()
    async with world.store.database.read() as connection:
        (row,) = (await connection.execute(select(outbox))).all()

    assert before == []
    assert [one.text for one in world.robot.received_by("zhouming")] == ["提醒：回访远帆"]
    assert (row.state, row.attempts, row.platform, row.address) == ("sent", 1, "aibot", ":zhouming")


async def test_whoever_was_taken_over_stays_away_and_says_so(world: RobotWorld) -> None:
    await world.robot.take_over()
    await world.until(lambda: world.app.metrics.channels.get("aibot") == "taken-over")
    checks = {one.name: one for one in await world.app.given.checks()}

    assert (world.robot.subscribed, world.robot.is_connected) == (1, False)
    assert (checks["aibot"].well, checks["aibot"].detail) == (False, "taken-over")


async def test_a_secret_that_is_wrong_is_told_and_no_longer_tried(world: RobotWorld) -> None:
    world.robot.secret = "another"
    await world.robot.cut()
    await world.until(lambda: world.app.metrics.channels.get("aibot") == "853000")

    assert world.robot.refused == 5


async def test_a_stranger_in_a_group_is_answered_in_private_only(world: RobotWorld) -> None:
    world.robot.met.add("stranger")
    await world.say("路人", "@聊客 我的客户", group="wr-1")

    assert world.robot.received_by("wr-1") == []
    assert len(world.robot.received_by("stranger")) == 1
