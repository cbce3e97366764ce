"""What the long connection's gateway hands on: who may, what is stored, what is one with a webhook."""

import json
from typing import Any

import httpx
import pytest

from adapters.feishu.pushed import PATH
from tests.e2e.world import FEISHU, GATEWAY, World

HERE, ELSEWHERE = "127.0.0.1", "203.0.113.9"


def message(words: str = "领海川", **head: str) -> dict[str, Any]:
    """An event as the long connection tells it: plain, unsigned, without a token."""
    said = {"message_id": "om_1", "chat_id": "oc_1", "chat_type": "p2p", "message_type": "text"}
    sender = {"sender_id": {"open_id": "ou_zhouming"}, "sender_type": "user"}
    header = {"event_id": "e1", "event_type": "im.message.receive_v1", "app_id": FEISHU.app_id}
    return {
        "schema": "2.0",
        "header": {**header, **head},
        "event": {"sender": sender, "message": {**said, "content": json.dumps({"text": words})}},
    }


async def handed(
    world: World,
    event: object,
    *,
    caller: str = HERE,
    headers: dict[str, str] | None = None,
    method: str = "POST",
) -> httpx.Response:
    """Call the web process as a gateway does."""
    transport = httpx.ASGITransport(world.app.asgi, client=(caller, 1))
    proof = GATEWAY.header if headers is None else headers
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as http:
        return await http.request(method, PATH, content=json.dumps(event), headers=proof)


async def claims(world: World) -> int:
    async with world.look() as uow:
        return [one.kind for one in await uow.pool.of("C07")].count("claim")


async def test_an_event_of_the_gateway_is_worked_on(feishu: World) -> None:
    assert (await handed(feishu, message())).status_code == 200
    await feishu.app.settle()

    assert "已认领" in feishu.text(feishu.last("周明"))


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"headers": {}}, id="without the secret"),
        pytest.param({"headers": {"authorization": "Bearer x"}}, id="with another secret"),
        pytest.param({"headers": {"authorization": GATEWAY.secret}}, id="with the bare secret"),
        pytest.param({"caller": ELSEWHERE}, id="from another machine"),
        pytest.param({"caller": "testclient"}, id="from nowhere"),
        pytest.param({"method": "GET"}, id="by another method"),
        pytest.param({"event": message(app_id="cli_other")}, id="of another application"),
        pytest.param({"event": []}, id="that is none"),
        pytest.param({"event": {"type": "url_verification"}}, id="an address check"),
    ],
)
async def test_what_is_not_the_gateways_is_refused_and_nothing_is_written(
    feishu: World, changed: dict[str, Any]
) -> None:
    answer = await handed(feishu, **{"event": message(), **changed})

    assert (answer.status_code, answer.content) == (403, b"")
    assert await feishu.store.inbox.depth() == {}


async def test_the_gateways_proof_opens_no_webhook(feishu: World) -> None:
    transport = httpx.ASGITransport(feishu.app.asgi)
    event = json.dumps(message(token=FEISHU.verification_token))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as http:
        answer = await http.post("/feishu/callback", content=event, headers=GATEWAY.header)

    assert answer.status_code == 403
    assert await feishu.store.inbox.depth() == {}


async def test_one_event_told_by_webhook_and_by_the_long_connection_has_one_effect(
    feishu: World,
) -> None:
    event = message(token=FEISHU.verification_token)

    await feishu.emulator.deliver(event)
    await handed(feishu, event)
    await handed(feishu, event)
    await feishu.app.settle()

    assert await claims(feishu) == 1
    assert len(feishu.emulator.received_by("ou_zhouming")) == 1


async def test_one_press_told_by_both_is_one(feishu: World) -> None:
    await feishu.say("周明", "领海川")
    await feishu.press("周明", "撤销")
    told = [one.plain for one in feishu.emulator.exchanges if one.direction == "callback"][-1]

    await handed(feishu, json.loads(told))
    await feishu.app.settle()

    async with feishu.store.database.read() as connection:
        rows = await connection.exec_driver_sql("SELECT count(*) FROM inbox")
        assert rows.scalar() == 2
