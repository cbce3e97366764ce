"""A callback is acknowledged when it is stored; a press is answered in its own callback in time."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text

from adapters.chat import Platform
from bot.web import callbacks
from storage.inbox import NewEvent
from tests.e2e.world import World

SHORT = timedelta(milliseconds=50)


def client(world: World) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(world.app.asgi)
    return httpx.AsyncClient(transport=transport, base_url="http://bot.test")


def statuses(world: World) -> list[int]:
    return [one.status for one in world.emulator.exchanges if one.direction == "callback"]


async def test_wecom_verifies_the_address(wecom: World) -> None:
    assert await wecom.emulator.verify_address("42") == b"42"


async def test_feishu_verifies_the_address(feishu: World) -> None:
    assert await feishu.emulator.verify_address("crm-9") == {"challenge": "crm-9"}


@pytest.mark.parametrize("path", ["/wecom/callback", "/feishu/callback"])
async def test_other_methods_are_refused(wecom: World, path: str) -> None:
    async with client(wecom) as http:
        answer = await http.delete(path)

    assert answer.status_code == (405 if "wecom" in path else 404)


async def test_what_cannot_be_stored_is_not_acknowledged_and_comes_again(wecom: World) -> None:
    async with wecom.store.database.write() as connection:
        await connection.execute(text("ALTER TABLE inbox RENAME TO away"))
    await wecom.emulator.say("zhouming", "领海川")
    async with wecom.store.database.write() as connection:
        await connection.execute(text("ALTER TABLE away RENAME TO inbox"))

    assert statuses(wecom)[0] == 503
    assert await wecom.store.inbox.depth() == {}


async def test_an_acknowledgement_waits_for_a_slow_disk_only_so_long(
    wecom: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as impatient:
        impatient.setitem(callbacks.PATIENCE, Platform.WECOM, SHORT)
        async with wecom.store.database.write():
            await wecom.emulator.say("zhouming", "领海川")
    assert set(statuses(wecom)) == {503}

    await wecom.say("周明", "领海川")

    assert statuses(wecom)[-1] == 200


async def test_a_press_is_answered_in_its_callback_and_no_second_time(feishu: World) -> None:
    await feishu.say("周明", "领海川")
    calls = len(list(feishu.emulator.exchanges))

    await feishu.press("周明", "撤销")

    news = list(feishu.emulator.exchanges)[calls:]
    assert [one.direction for one in news] == ["callback"]
    assert "已撤销" in news[0].answer
    assert "已撤销" in feishu.text(feishu.last("周明"))


async def _before_and_after(feishu: World) -> tuple[bool, bool]:
    """Whether the card shows what its press did: now, and once all is worked on and sent."""
    before = "已撤销" in feishu.text(feishu.last("周明"))
    await feishu.app.settle()
    feishu.time.advance(timedelta(seconds=3))
    await feishu.app.settle()
    return before, "已撤销" in feishu.text(feishu.last("周明"))


async def test_a_press_that_takes_longer_is_acknowledged_and_its_card_changes_later(
    feishu: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await feishu.say("周明", "领海川")
    monkeypatch.setattr(callbacks, "INLINE", SHORT)

    await feishu.emulator.press_label(feishu.account("周明"), "撤销")

    assert await _before_and_after(feishu) == (False, True)


async def test_a_press_that_was_stored_late_is_not_waited_for(
    feishu: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await feishu.say("周明", "领海川")
    moment, store = [0.0], feishu.store.inbox.store

    async def late(event: NewEvent) -> bool:
        moment[0] += 2.0
        return await store(event)

    monkeypatch.setattr(callbacks, "INLINE", timedelta(seconds=1.5))
    monkeypatch.setattr(callbacks, "monotonic", lambda: moment[0])
    monkeypatch.setattr(feishu.store.inbox, "store", late)

    async with asyncio.timeout(30):
        await feishu.emulator.press_label(feishu.account("周明"), "撤销")

    assert await _before_and_after(feishu) == (False, True)


async def test_what_a_press_was_answered_too_late_to_be_heard_is_said_on_its_card(
    feishu: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await feishu.say("周明", "领海川")
    calls = len(list(feishu.emulator.exchanges))
    monkeypatch.setattr(callbacks, "GIVES_UP", timedelta(0))

    await feishu.press("周明", "撤销")

    callback, *others = list(feishu.emulator.exchanges)[calls:]
    assert "已撤销" in callback.answer
    assert any("已撤销" in one.request for one in others)


async def test_the_same_press_delivered_while_the_first_waits_does_nothing(
    feishu: World,
) -> None:
    await feishu.say("周明", "领海川")

    await feishu.press("周明", "撤销", times=3)

    async with feishu.look() as uow:
        assert [event.kind for event in await uow.pool.of("C07")].count("claim") <= 1
        assert (await uow.customers.find("C07")).owner is None
    async with client(feishu) as http:
        numbers = (await http.get("/metrics")).text
    assert 'liaoke_callbacks_total{platform="feishu",result="repeated"} 2.0' in numbers


async def test_events_that_are_nobodys_business_are_acknowledged_and_not_kept(
    feishu: World,
) -> None:
    header = {
        "event_id": "e1",
        "event_type": "im.chat.updated_v1",
        "create_time": str(int(feishu.time().timestamp() * 1000)),
        "token": feishu.emulator.credentials.verification_token,
        "app_id": feishu.emulator.credentials.app_id,
        "tenant_key": "tk01",
    }

    response = await feishu.emulator.deliver({"schema": "2.0", "header": header, "event": {}})

    assert response.status_code == 200
    assert await feishu.store.inbox.depth() == {}
