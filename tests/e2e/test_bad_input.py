"""Callbacks that are not genuine or cannot be read: refused alike, nothing kept, the next one served
(acceptance 4)."""

import base64
import hashlib
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from adapters.chat import Platform
from adapters.feishu import wire as feishu
from adapters.wecom import wire as wecom
from tests.e2e.world import APP, FEISHU, World

KEYS = wecom.Keys.of(APP.token, APP.encoding_aes_key, APP.corp_id)
NOW = timedelta(0)
STALE, EARLY = timedelta(days=7, seconds=1), -timedelta(minutes=10, seconds=1)


def _wecom(
    world: World,
    plain: bytes,
    *,
    keys: wecom.Keys = KEYS,
    spoil=None,
    late: timedelta = NOW,
) -> httpx.Request:
    sealed = wecom.encrypt(keys, plain)
    if spoil:
        sealed = spoil(sealed)
    stamp = str(int((world.time() - late).timestamp()))
    query = {
        "msg_signature": wecom.signature(keys.token, stamp, "n", sealed),
        "timestamp": stamp,
        "nonce": "n",
    }
    body = f"<xml><ToUserName>x</ToUserName><Encrypt>{sealed}</Encrypt></xml>"
    return httpx.Request(
        "POST", "http://bot.test/wecom/callback", params=query, content=body.encode()
    )


def _feishu(
    world: World,
    plain: bytes,
    *,
    key: str = FEISHU.encrypt_key,
    spoil=None,
    late: timedelta = NOW,
) -> httpx.Request:
    sealed = feishu.encrypt(key, plain)
    if spoil:
        sealed = spoil(sealed)
    return _signed(world, json.dumps({"encrypt": sealed}).encode(), late=late)


def _signed(world: World, body: bytes, *, late: timedelta = NOW) -> httpx.Request:
    """A body for Feishu's callback, whatever is in it, with its true signature."""
    stamp = str(int((world.time() - late).timestamp()))
    headers = {
        "x-lark-request-timestamp": stamp,
        "x-lark-request-nonce": "n",
        "x-lark-signature": feishu.signature(stamp, "n", FEISHU.encrypt_key, body),
    }
    return httpx.Request("POST", "http://bot.test/feishu/callback", headers=headers, content=body)


def _xml(sender: str = "zhouming") -> bytes:
    return (
        f"<xml><ToUserName>{APP.corp_id}</ToUserName><FromUserName>{sender}</FromUserName>"
        "<CreateTime>1795400000</CreateTime><MsgType>text</MsgType><Content>领海川</Content>"
        f"<MsgId>1</MsgId><AgentID>{APP.agent_id}</AgentID></xml>"
    ).encode()


def _event(
    token: str = FEISHU.verification_token,
    app_id: str = FEISHU.app_id,
    sender: dict[str, object] | None = None,
) -> bytes:
    header = {
        "event_id": "e",
        "event_type": "im.message.receive_v1",
        "token": token,
        "app_id": app_id,
    }
    content = {"message_type": "text", "content": json.dumps({"text": "领海川"})}
    message = {"message_id": "om_1", "chat_type": "p2p", "chat_id": "oc_1", **content}
    event = {"sender": sender, "message": message} if sender else {}
    return json.dumps({"schema": "2.0", "header": header, "event": event}).encode()


def _padded_wrongly(sealed: str) -> str:
    """The last padding byte right, one before it wrong: what wechatpy would accept."""
    cipher = Cipher(algorithms.AES(KEYS.aes_key), modes.CBC(KEYS.aes_key[:16]))
    opener = cipher.decryptor()
    plain = bytearray(opener.update(base64.b64decode(sealed)) + opener.finalize())
    assert plain[-1] > 1
    plain[-2] ^= 1
    sealer = cipher.encryptor()
    return base64.b64encode(sealer.update(bytes(plain)) + sealer.finalize()).decode()


def _feishu_padded_wrongly(sealed: str) -> str:
    """As above; the padding is at least two bytes long."""
    key = hashlib.sha256(FEISHU.encrypt_key.encode()).digest()
    content = base64.b64decode(sealed)
    cipher = Cipher(algorithms.AES(key), modes.CBC(content[:16]))
    opener, sealer = cipher.decryptor(), cipher.encryptor()
    plain = bytearray(opener.update(content[16:]) + opener.finalize())
    assert plain[-1] > 1
    plain[-2] ^= 1
    spoilt = sealer.update(bytes(plain)) + sealer.finalize()
    return base64.b64encode(content[:16] + spoilt).decode()


def _bad(world: World) -> dict[str, httpx.Request]:
    if world.platform is Platform.WECOM:
        signed = _wecom(world, _xml())
        other = wecom.Keys(APP.token, KEYS.aes_key, "ww0000000000000002")
        other_token = wecom.Keys("another", KEYS.aes_key, APP.corp_id)
        wrong_key = wecom.Keys(APP.token, hashlib.sha256(b"x").digest(), APP.corp_id)
        return {
            "signature": httpx.Request("POST", str(signed.url) + "0", content=signed.content),
            "unsigned": httpx.Request(
                "POST", signed.url.copy_with(query=b""), content=signed.content
            ),
            "token": _wecom(world, _xml(), keys=other_token),
            "key": _wecom(world, _xml(), keys=wrong_key),
            "corp id": _wecom(world, _xml(), keys=other),
            "truncated": _wecom(world, _xml(), spoil=lambda sealed: sealed[:-44]),
            "padding": _wecom(world, _xml(), spoil=_padded_wrongly),
            "doctype": _wecom(world, b"<!DOCTYPE x>" + _xml()),
            "utf-8": _wecom(world, _xml().replace("川".encode(), b"\xff")),
            "deep": _wecom(world, b"<a>" * 100_000),
            "corp id inside": _wecom(world, _xml().replace(APP.corp_id.encode(), b"ww2")),
            "nobody": _wecom(world, _xml(sender="")),
            "stale": _wecom(world, _xml(), late=STALE),
            "early": _wecom(world, _xml(), late=EARLY),
            "empty": httpx.Request("POST", signed.url),
            **{
                f"outer {name}": httpx.Request("POST", signed.url, content=body)
                for name, body in {
                    "doctype": b"<!DOCTYPE x>" + signed.content,
                    "entity": b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><xml/>",
                    "utf-8": b"<xml><Encrypt>\xff\xfe</Encrypt></xml>",
                    "deep": b"<a>" * 100_000 + b"</a>" * 100_000,
                    "cut": signed.content[:-20],
                }.items()
            },
            "address check": httpx.Request("GET", f"{signed.url}&echostr=AAAA"),
        }
    person = {"sender_id": {"open_id": world.account("周明")}}
    deep = b'{"a":' * 100_000 + b"1" + b"}" * 100_000
    signed = _feishu(world, _event(sender=person))
    forged = {**signed.headers, "x-lark-signature": "0" * 64}
    return {
        "signature": httpx.Request("POST", signed.url, headers=forged, content=signed.content),
        "unsigned": httpx.Request("POST", signed.url, content=signed.content),
        "stale": _feishu(world, _event(sender=person), late=STALE),
        "early": _feishu(world, _event(sender=person), late=EARLY),
        "outer utf-8": _signed(world, b'{"encrypt":"\xff"}'),
        "outer deep": _signed(world, deep),
        "outer cut": _signed(world, b'{"encrypt":"AAAA'),
        "outer plain": _signed(world, _event(sender=person)),
        "key": _feishu(world, _event(sender=person), key="other"),
        "token": _feishu(world, _event(token="vt-2", sender=person)),
        "app id": _feishu(world, _event(app_id="cli_0000000000000000", sender=person)),
        "unsigned plain": httpx.Request("POST", signed.url, content=_event(sender=person)),
        "truncated": _feishu(world, _event(sender=person), spoil=lambda sealed: sealed[:-24]),
        "padding": _feishu(world, _event(sender=person), spoil=_feishu_padded_wrongly),
        "nobody": _feishu(world, _event(sender={"sender_id": {"open_id": {}}})),
        "utf-8": _feishu(world, _event(sender=person).replace(b"om_1", b"\xff")),
        "deep": _feishu(world, deep),
        "empty": _feishu(world, _event()),
    }


async def test_what_is_not_genuine_is_refused_alike_and_the_next_is_served(world: World) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(world.app.asgi)) as client:
        for name, request in _bad(world).items():
            response = await client.send(request)
            assert (response.status_code, response.content) == (403, b""), name
    assert await world.store.inbox.depth() == {}

    card = await world.say("周明", "领海川")

    assert "已认领" in world.text(card)


async def test_a_body_over_a_mebibyte_is_not_read(world: World) -> None:
    path = "/wecom/callback" if world.platform is Platform.WECOM else "/feishu/callback"
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(world.app.asgi), base_url="http://bot.test"
    ) as client:
        whole = await client.post(path, content=b"x" * ((1 << 20) + 1))
        streamed = await client.post(path, content=_chunks())

    assert (whole.status_code, streamed.status_code) == (413, 413)


async def _chunks() -> AsyncIterator[bytes]:
    """A byte more than a mebibyte, and nobody says so before."""
    for _ in range(16):
        yield b"x" * (1 << 16)
    yield b"x"


async def test_a_text_of_ten_thousand_characters_is_survived(world: World) -> None:
    await world.say("周明", "远帆" + "，聊了二期" * 2_000)

    assert "已认领" in world.text(await world.say("周明", "领海川"))


@pytest.mark.parametrize("size", [(1 << 20) - 1, 1 << 20])
async def test_a_body_of_a_mebibyte_is_read(world: World, size: int) -> None:
    path = "/wecom/callback" if world.platform is Platform.WECOM else "/feishu/callback"
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(world.app.asgi), base_url="http://bot.test"
    ) as client:
        response = await client.post(path, content=b"x" * size)

    assert (response.status_code, response.content) == (403, b"")


async def test_what_people_wrote_is_inert_in_all_that_is_sent(world: World) -> None:
    markup = '<a href="https://evil.example">点</a><at id=all></at> **粗** =1+1 \u202egnp 😀'
    for words in (f"刚拜访了远帆，{markup}", f"新建客户 {markup}", markup):
        await world.say("周明", words)

    if world.platform is Platform.FEISHU:
        assert list(world.emulator.tenant.mentions) == []
    else:
        assert "<a" not in world.seen("周明").replace(markup, "")
        sent = [
            one.request for one in world.emulator.exchanges if one.path.endswith("message/send")
        ]
        assert len(sent) == 3
        assert not any(bad in body for body in sent for bad in ("\u202e", "\\u202e"))


async def test_each_refusal_is_counted(world: World) -> None:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(world.app.asgi), base_url="http://bot.test"
    ) as client:
        await client.send(next(iter(_bad(world).values())))
        numbers = (await client.get("/metrics")).text

    assert f'liaoke_callbacks_total{{platform="{world.platform}",result="refused"}} 1.0' in numbers
