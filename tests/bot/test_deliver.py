"""What the platforms answer, and what becomes of the message (interfaces.md 5)."""

from collections import Counter
from datetime import timedelta

import pytest

from adapters.chat import Text
from bot.deliver import BACKOFF
from bot.parcel import packed
from bot.replies import INLINE_WAIT
from bot.web import callbacks
from core.people.model import EmployeeId
from core.pool.model import PoolEventKind
from storage.leasing import DEADLY, ENDED
from storage.outbox import NewMessage
from tests.e2e.world import World

BUSY, FORBIDDEN, SLOW_DOWN, TOO_OLD = -1, 60011, 45009, 60140
TOKEN = "token"


async def push(
    world: World, to: str = "E1", *, key: str = "k", warns: tuple[str, ...] = ()
) -> None:
    """Leave a push in the outbox and send what may go."""
    body = packed(Text("看一下远帆"), warns=warns)
    message = NewMessage(
        key=key,
        body=body,
        kind="pool_warning" if warns else "push",
        lane=1,
        recipient=f"employee:{to}",
        employee=EmployeeId(to),
    )
    await world.store.outbox.put(1, message)
    await world.app.settle()


@pytest.fixture
async def wecom(wecom: World) -> World:
    """With a token in hand, so that the next call is the message itself."""
    await push(wecom, "E3", key=TOKEN)
    return wecom


async def states(world: World) -> Counter[str]:
    rows = await world.store.outbox.listed(("waiting", "sending", "sent", "dead"))
    return Counter(row.state for row in rows if row.dedupe_key != TOKEN)


async def warned(world: World) -> list[str]:
    async with world.look() as uow:
        events = await uow.pool.of("C01")
    return [event.employee for event in events if event.kind is PoolEventKind.WARN]


async def test_a_busy_platform_is_asked_again_after_each_pause_then_never(wecom: World) -> None:
    for tried, pause in enumerate(BACKOFF, start=1):
        wecom.emulator.faults.append(BUSY)
        await push(wecom)
        (row,) = await wecom.store.outbox.listed(("waiting",))
        assert (row.attempts, row.not_before) == (tried, wecom.time() + pause)
        wecom.time.advance(pause)

    wecom.emulator.faults.append(BUSY)
    await push(wecom)

    assert (await states(wecom))["dead"] == 1
    assert "看一下远帆" not in wecom.seen("周明")


async def test_the_pauses_are_those_people_were_promised() -> None:
    assert [pause.total_seconds() for pause in BACKOFF] == [1, 4, 15, 60, 300, 1800]


async def test_a_message_nobody_may_send_is_dead_at_once_and_an_admin_is_told(
    wecom: World,
) -> None:
    wecom.emulator.faults.append(FORBIDDEN)
    await push(wecom)

    assert await states(wecom) == {"dead": 1, "sent": 1}
    assert str(FORBIDDEN) in wecom.seen("吴敏")
    assert "outbox list" in wecom.seen("吴敏")


async def test_an_admin_is_told_once_a_day(wecom: World) -> None:
    for key in ("a", "b"):
        wecom.emulator.faults.append(FORBIDDEN)
        await push(wecom, key=key)

    assert len(wecom.emulator.timeline("wumin")) == 1
    assert await states(wecom) == {"dead": 2, "sent": 1}


async def test_an_alert_that_fails_calls_no_alert(wecom: World) -> None:
    wecom.emulator.faults.extend([FORBIDDEN, FORBIDDEN])
    await push(wecom)

    assert await states(wecom) == {"dead": 2}


async def test_a_limit_of_the_platform_is_waited_out_and_is_no_try(wecom: World) -> None:
    wecom.emulator.faults.append(SLOW_DOWN)
    await push(wecom)

    (row,) = await wecom.store.outbox.listed(("waiting",))
    assert row.attempts == 0
    assert row.not_before > wecom.time() + timedelta(seconds=30)

    wecom.time.advance(row.not_before - wecom.time())
    await wecom.app.settle()
    assert "看一下远帆" in wecom.seen("周明")


async def test_an_accepted_message_whose_answer_was_lost_is_seen_once(wecom: World) -> None:
    wecom.emulator.swallow = 1
    await push(wecom)
    wecom.time.advance(BACKOFF[0])
    await wecom.app.settle()

    assert await states(wecom) == {"sent": 1}
    assert wecom.seen("周明").count("看一下远帆") == 1


async def test_P10_a_card_too_old_to_change_is_posted_afresh(wecom: World) -> None:
    await wecom.say("周明", "领海川")
    before = len(wecom.emulator.timeline("zhouming"))
    wecom.emulator.faults.append(TOO_OLD)

    await wecom.press("周明", "撤销")

    bubbles = wecom.emulator.timeline("zhouming")
    assert len(bubbles) == before + 1
    assert "已撤销" in wecom.text(bubbles[-1])


@pytest.mark.parametrize(
    ("late", "fresh"),
    [
        pytest.param(timedelta(hours=71, minutes=59), 0, id="its press's code lives"),
        pytest.param(timedelta(hours=72, minutes=1), 1, id="its press's code is over"),
    ],
)
async def test_P10_on_wecom_a_press_of_three_days_ago_is_answered_on_a_fresh_card(
    wecom: World, late: timedelta, fresh: int
) -> None:
    await wecom.say("周明", "昨天下午去了远帆，见了王总，他说12月定")
    before = len(wecom.emulator.timeline("zhouming"))
    await wecom.emulator.press_label("zhouming", "保存")

    wecom.time.advance(late)
    await wecom.app.settle()

    seen = wecom.emulator.timeline("zhouming")
    assert len(seen) == before + fresh
    assert "已保存" in wecom.text(seen[-1])


@pytest.mark.parametrize(
    ("age", "bubbles"),
    [
        pytest.param(timedelta(days=13, hours=23, minutes=59), 3, id="too old"),
        pytest.param(timedelta(hours=1), 2, id="its press's token is over"),
    ],
)
async def test_P10_on_feishu_an_old_press_is_answered_on_its_card_or_else_on_a_fresh_one(
    feishu: World, monkeypatch: pytest.MonkeyPatch, age: timedelta, bubbles: int
) -> None:
    monkeypatch.setattr(callbacks, "INLINE", timedelta(milliseconds=50))
    await feishu.say("周明", "昨天下午去了远帆，见了王总，他说12月定")
    feishu.time.advance(age)
    await feishu.emulator.press_label(feishu.account("周明"), "保存")

    for pause in (timedelta(minutes=31), INLINE_WAIT):
        feishu.time.advance(pause)
        await feishu.app.settle()

    seen = feishu.emulator.timeline(feishu.account("周明"))
    assert len(seen) == bubbles
    assert "已保存" in feishu.text(seen[-1])


async def test_Q08_a_channel_that_takes_nothing_is_named_until_it_does(feishu: World) -> None:
    await feishu.say("周明", "你好")
    feishu.emulator.faults.append(99991401)
    await feishu.say("周明", "你好")

    refused = feishu.text(await feishu.say("吴敏", "/自检"))
    taken = feishu.text(await feishu.say("吴敏", "/自检"))

    assert all(part in refused for part in ("自检：1项有问题", "✗ 飞书", "✓ 数据库", "99991401"))
    assert all(part in taken for part in ("自检：一切正常", "✓ 飞书"))
    assert "99991401" not in taken


async def test_Q08_one_person_who_is_not_reached_is_no_fault_of_the_channel(feishu: World) -> None:
    await feishu.say("周明", "你好")
    feishu.emulator.faults.append(230053)
    await feishu.say("周明", "你好")

    assert "230053" not in feishu.text(await feishu.say("吴敏", "/自检"))


async def test_who_is_on_no_platform_is_not_reached_and_nobody_is_bothered(wecom: World) -> None:
    async with wecom.store.unit(await wecom.act()) as uow:
        for one in await uow.people.identities(EmployeeId("E1")):
            await uow.people.unbind(one)
        await uow.ledger.record("unbind", "binding", "E1")

    await push(wecom)

    assert await states(wecom) == {"dead": 1}


async def test_a_warning_counts_from_its_arrival(wecom: World) -> None:
    wecom.emulator.faults.append(BUSY)
    await push(wecom, warns=("C01",))
    assert await warned(wecom) == []

    wecom.time.advance(BACKOFF[0])
    await wecom.app.settle()

    assert await warned(wecom) == ["E1"]
    async with wecom.look() as uow:
        assert (await uow.customers.find("C01")).warned_at == wecom.time()


async def test_a_warning_that_cannot_reach_its_owner_goes_to_the_supervisor_and_counts(
    wecom: World,
) -> None:
    wecom.emulator.faults.append(FORBIDDEN)
    await push(wecom, warns=("C01",))

    assert "看一下远帆" in wecom.seen("孙涛")
    assert await warned(wecom) == ["E1"]


async def test_a_push_goes_where_a_person_wrote_last(feishu: World) -> None:
    await push(feishu)

    assert "看一下远帆" in feishu.seen("周明")


async def test_a_process_of_one_platform_leaves_the_others_messages_alone(wecom: World) -> None:
    await push(wecom, key="first")
    body = packed(Text("给终端"))
    for platform in ("console", "wecom"):
        message = NewMessage(
            key=platform,
            body=body,
            kind="reply",
            lane=0,
            recipient=platform,
            platform=platform,
            address=":zhouming",
        )
        await wecom.store.outbox.put(1, message)

    claimed = await wecom.store.outbox.claim(10, timedelta(seconds=1), wecom.time(), only="console")

    assert [one.platform for one in claimed] == ["console"]


@pytest.mark.parametrize("fault", [99991400, 503])
async def test_feishu_is_asked_again(feishu: World, fault: int) -> None:
    feishu.emulator.faults.append(fault)
    await push(feishu)
    assert "看一下远帆" not in feishu.seen("周明")

    feishu.time.advance(timedelta(minutes=2))
    await feishu.app.settle()

    assert feishu.seen("周明").count("看一下远帆") == 1


async def _tried_and_left(world: World) -> None:
    """A sender that claimed a message and never came back: it may have arrived."""
    body = packed(Text("看一下远帆"))
    message = NewMessage(
        key="k", body=body, kind="push", lane=1, recipient="employee:E1", employee=EmployeeId("E1")
    )
    await world.store.outbox.put(1, message)
    assert len(await world.store.outbox.claim(5, timedelta(seconds=30), world.time())) == 1


async def test_what_may_have_arrived_is_sent_again_while_wecom_knows_it_as_the_same(
    wecom: World,
) -> None:
    await _tried_and_left(wecom)
    wecom.time.advance(timedelta(hours=3, minutes=45))
    await wecom.app.settle()
    assert "看一下远帆" in wecom.seen("周明")


async def test_what_may_have_arrived_is_sent_again_while_feishu_knows_it_as_the_same(
    feishu: World,
) -> None:
    await _tried_and_left(feishu)
    feishu.time.advance(timedelta(minutes=50))
    await feishu.app.settle()
    assert "看一下远帆" in feishu.seen("周明")


async def test_what_may_have_arrived_is_not_sent_again_after_wecoms_time(wecom: World) -> None:
    assert await _became(wecom, timedelta(hours=4)) == ("k", "uncertain")
    await _is_sent_when_an_admin_asks(wecom)


async def test_what_may_have_arrived_is_not_sent_again_after_feishus_time(feishu: World) -> None:
    assert await _became(feishu, timedelta(hours=1)) == ("k", "uncertain")
    await _is_sent_when_an_admin_asks(feishu)


async def _became(world: World, known: timedelta) -> tuple[str, str]:
    """What became of a message that may have arrived so long ago."""
    await _tried_and_left(world)
    world.time.advance(known)
    await world.app.settle()
    (row,) = await world.store.outbox.listed(("dead",))
    return row.dedupe_key, row.error


async def _is_sent_when_an_admin_asks(world: World) -> None:
    assert "看一下远帆" not in world.seen("周明")
    assert "uncertain" in world.seen("吴敏")
    await world.store.outbox.retry()
    await world.app.settle()
    assert "看一下远帆" in world.seen("周明")


async def test_what_ends_its_senders_is_buried_and_the_admins_are_told(wecom: World) -> None:
    await _tried_and_left(wecom)
    for _ in range(DEADLY):
        wecom.time.advance(timedelta(seconds=30))
        await wecom.store.outbox.suspect(timedelta(seconds=30), wecom.time())
    wecom.time.advance(timedelta(seconds=30))

    await wecom.app.settle()

    (dead,) = await wecom.store.outbox.listed(("dead",))
    assert dead.error == ENDED
    assert "看一下远帆" not in wecom.seen("周明")
    assert ENDED in wecom.seen("吴敏")


async def test_what_only_waited_for_a_slot_was_never_tried(wecom: World) -> None:
    await _tried_and_left(wecom)
    outbox = wecom.store.outbox
    wecom.time.advance(timedelta(minutes=1))
    message = await outbox.suspect(timedelta(seconds=30), wecom.time())
    assert message is not None
    assert message.tried_for == timedelta(minutes=1)
    await outbox.failed(message, error="x")
    await outbox.retry([message.id])
    (message,) = await outbox.claim(5, timedelta(seconds=30), wecom.time())
    assert message.tried_for == timedelta()
    await outbox.wait(message, after=timedelta(hours=5))
    wecom.time.advance(timedelta(hours=5))
    await wecom.app.settle()
    assert "看一下远帆" in wecom.seen("周明")
