"""Requests to the callbacks as an attacker, or a platform with other keys, would make them."""

import base64
import hashlib
import json
from datetime import timedelta

import httpx
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from adapters.chat import Platform
from adapters.feishu import wire as feishu
from adapters.wecom import wire as wecom
from tests.e2e.world import APP, FEISHU, World

KEYS = wecom.Keys.of(APP.token, APP.encoding_aes_key, APP.corp_id)
NOW = timedelta(0)
STALE, EARLY = timedelta(days=7, seconds=1), -timedelta(minutes=10, seconds=1)

LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (n + 1, b"&%c;" % n * 10) for n in range(97, 106))
    + b"]><xml><Content>&j;</Content></xml>"
)


def sealed_for_wecom(
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


def sealed_for_feishu(
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
    return signed_for_feishu(world, json.dumps({"encrypt": sealed}).encode(), late=late)


def signed_for_feishu(world: World, body: bytes, *, late: timedelta = NOW) -> httpx.Request:
    """A body for Feishu's callback, whatever is in it, with its true signature."""
    stamp = str(int((world.time() - late).timestamp()))
    headers = {
        "x-lark-request-timestamp": stamp,
        "x-lark-request-nonce": "n",
        "x-lark-signature": feishu.signature(stamp, "n", FEISHU.encrypt_key, body),
    }
    return httpx.Request("POST", "http://bot.test/feishu/callback", headers=headers, content=body)


def xml(sender: str = "zhouming") -> bytes:
    return (
        f"<xml><ToUserName>{APP.corp_id}</ToUserName><FromUserName>{sender}</FromUserName>"
        "<CreateTime>1795400000</CreateTime><MsgType>text</MsgType><Content>领海川</Content>"
        f"<MsgId>1</MsgId><AgentID>{APP.agent_id}</AgentID></xml>"
    ).encode()


def event(
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


def bad(world: World) -> dict[str, httpx.Request]:
    if world.platform is Platform.WECOM:
        signed = sealed_for_wecom(world, xml())
        other = wecom.Keys(APP.token, KEYS.aes_key, "ww0000000000000002")
        other_token = wecom.Keys("another", KEYS.aes_key, APP.corp_id)
        wrong_key = wecom.Keys(APP.token, hashlib.sha256(b"x").digest(), APP.corp_id)
        return {
            "signature": httpx.Request("POST", str(signed.url) + "0", content=signed.content),
            "unsigned": httpx.Request(
                "POST", signed.url.copy_with(query=b""), content=signed.content
            ),
            "token": sealed_for_wecom(world, xml(), keys=other_token),
            "key": sealed_for_wecom(world, xml(), keys=wrong_key),
            "corp id": sealed_for_wecom(world, xml(), keys=other),
            "truncated": sealed_for_wecom(world, xml(), spoil=lambda sealed: sealed[:-44]),
            "padding": sealed_for_wecom(world, xml(), spoil=_padded_wrongly),
            "doctype": sealed_for_wecom(world, b"<!DOCTYPE x>" + xml()),
            "utf-8": sealed_for_wecom(world, xml().replace("川".encode(), b"\xff")),
            "deep": sealed_for_wecom(world, b"<a>" * 100_000),
            "laughs": sealed_for_wecom(world, LAUGHS),
            "utf-16": sealed_for_wecom(world, xml().decode().encode("utf-16")),
            "zero": sealed_for_wecom(world, xml().replace("川".encode(), b"\0")),
            "half a surrogate": sealed_for_wecom(world, xml().replace("川".encode(), b"&#xD83D;")),
            "cdata": sealed_for_wecom(world, xml().replace("川".encode(), b"]]>")),
            "a name twice": httpx.Request("POST", f"{signed.url}&nonce=n", content=signed.content),
            "names": httpx.Request("POST", f"{signed.url}{'&a' * 40}", content=signed.content),
            "by GET": httpx.Request("GET", signed.url, content=signed.content),
            "corp id inside": sealed_for_wecom(world, xml().replace(APP.corp_id.encode(), b"ww2")),
            "nobody": sealed_for_wecom(world, xml(sender="")),
            "stale": sealed_for_wecom(world, xml(), late=STALE),
            "early": sealed_for_wecom(world, xml(), late=EARLY),
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
    signed = sealed_for_feishu(world, event(sender=person))
    forged = {**signed.headers, "x-lark-signature": "0" * 64}
    return {
        "signature": httpx.Request("POST", signed.url, headers=forged, content=signed.content),
        "unsigned": httpx.Request("POST", signed.url, content=signed.content),
        "stale": sealed_for_feishu(world, event(sender=person), late=STALE),
        "early": sealed_for_feishu(world, event(sender=person), late=EARLY),
        "outer utf-8": signed_for_feishu(world, b'{"encrypt":"\xff"}'),
        "outer deep": signed_for_feishu(world, deep),
        "outer cut": signed_for_feishu(world, b'{"encrypt":"AAAA'),
        "outer plain": signed_for_feishu(world, event(sender=person)),
        "key": sealed_for_feishu(world, event(sender=person), key="other"),
        "token": sealed_for_feishu(world, event(token="vt-2", sender=person)),
        "app id": sealed_for_feishu(world, event(app_id="cli_0000000000000000", sender=person)),
        "unsigned plain": httpx.Request("POST", signed.url, content=event(sender=person)),
        "truncated": sealed_for_feishu(
            world, event(sender=person), spoil=lambda sealed: sealed[:-24]
        ),
        "padding": sealed_for_feishu(world, event(sender=person), spoil=_feishu_padded_wrongly),
        "nobody": sealed_for_feishu(world, event(sender={"sender_id": {"open_id": {}}})),
        "utf-8": sealed_for_feishu(world, event(sender=person).replace(b"om_1", b"\xff")),
        "deep": sealed_for_feishu(world, deep),
        "deep lists": sealed_for_feishu(world, b'{"a":' + b"[" * 100_000),
        "utf-16": sealed_for_feishu(world, event(sender=person).decode().encode("utf-16")),
        "zero": sealed_for_feishu(world, event(sender=person).replace(b"om_1", b"\0")),
        "endless": sealed_for_feishu(world, event(sender=person).replace(b'"e"', b"1e999")),
        "no number": sealed_for_feishu(world, event(sender=person).replace(b'"e"', b"NaN")),
        "a name twice": httpx.Request(
            "POST", f"{signed.url}?a=1&a=2", headers=signed.headers, content=signed.content
        ),
        "by GET": httpx.Request("GET", signed.url, headers=signed.headers, content=signed.content),
        "a long address check": httpx.Request(
            "POST", signed.url, content=b'{"encrypt":"' + b"A" * 8_192 + b'"}'
        ),
        "empty": sealed_for_feishu(world, event()),
    }


def good(world: World) -> httpx.Request:
    """What somebody of the company wrote, as his platform tells it."""
    if world.platform is Platform.WECOM:
        return sealed_for_wecom(world, xml())
    return sealed_for_feishu(world, event(sender={"sender_id": {"open_id": world.account("周明")}}))
