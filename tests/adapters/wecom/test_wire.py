"""Signature, cipher and XML of WeCom's callbacks."""

import base64
import struct

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.work.crypto import PrpCrypto

from adapters.chat import Refused
from adapters.wecom.wire import (
    Keys,
    check_signature,
    decrypt,
    encrypt,
    parse,
    signature,
    text_of,
)
from tests.adapters.wecom.bench import APP

# platforms/wecom.md 1.3, from page 90968
OFFICIAL = Keys.of("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7")
OFFICIAL_ECHO = (
    "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
)

# The same page: our own vectors, sealed behind a fixed prefix.
KEYS = Keys.of(APP.token, APP.encoding_aes_key, APP.corp_id)
SALT = b"ABCDEFGHIJKLMNOP"
ECHO = b"8314159265358979323"
ECHO_SEALED = (
    "B2yGn7kE3nDyRso+xhlT9pIlrGanxNvZWDvY7BkI8wDpybxFY+4YP8S53z6sJaFJDjOpRxqLBlzx9g9egSP2qg=="
)
MSG = (
    "<xml><ToUserName><![CDATA[ww0000000000000001]]></ToUserName>"
    "<FromUserName><![CDATA[lisi]]></FromUserName><CreateTime>1700000001</CreateTime>"
    "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[你好]]></Content>"
    "<MsgId>7300000000000000001</MsgId><AgentID>1000002</AgentID></xml>"
).encode()
MSG_SEALED = (
    "B2yGn7kE3nDyRso+xhlT9gXJ3zM/sCs18V2kwfTgVF9vUSMfETvcFTrvH6aiRzd15YpjWJaEtELEGEk+YRGTprWYHSUv"
    "axvYFITRZTHIykyliZIXJfce3AMvmOoZB9TLaFZyYr4RvVzK3SxOPiqWa//w80+Q/v3Eeq6MI6VJOQojJXqv/UEYVdu8"
    "CaSWGFRMTzmJkGbrnwIBA30mcHFmFwH8yo9SpS6Fzy3Nph3rveEZyEd5DjHxBqWzNzKQeqTLmIiZjo4tB1MyAaO9UOp4"
    "3EecdbXtwKhfdxkdWCJrW4LFeTTrvBL233QhPY2ZbEF2UYv8TEIpDXFY7tjyKbO0270p2d56lEIhCgpe8WeeijhWXEm4"
    "+EFipoK5IIeuKrG2x4FV9rLCl5HTNM9H6hWJjdz0ERhRvUGCuxZE7QKi84c="
)
BOT = (
    b'{"msgid":"M1","aibotid":"B1","chattype":"single","from":{"userid":"lisi"},'
    b'"msgtype":"text","text":{"content":"hi"}}'
)
BOT_SEALED = (
    "B2yGn7kE3nDyRso+xhlT9m52HrKrMvMGeMdEI75lr7pFnx9XU6roqiuwSwLkCpbePYX3MlsytFS5T+fbreeJXXH4e9te"
    "qecVALsZcW/2GoyzxTJoka4HJySQyQldZ+hzLBUl/SfCGgWHCvHGkhQalihjkWKQwboC7dvajFG9A1qF9y3xVvvVMjqj"
    "9/bGz8T66eTuKAPNqe0sAMBCrWRr5A=="
)
NOBODY = Keys(APP.token, KEYS.aes_key, "")
VECTORS = [
    pytest.param(
        KEYS, ECHO, ECHO_SEALED, "1700000000", "n0nce1", "ecd72f36b1c2b4023e569e78cfa3a8e955410891",
        id="echo",
    ),
    pytest.param(
        KEYS, MSG, MSG_SEALED, "1700000001", "n0nce2", "a3c91ff881bf05e741542b59b7eabb3a81cbbd5b",
        id="message",
    ),
    pytest.param(
        NOBODY, BOT, BOT_SEALED, "1700000002", "n0nce3", "3b870620ab41859a69769e16a6bf57c3ae637603",
        id="no receiver",
    ),
]  # fmt: skip


def test_the_documented_echo_is_proved_and_opened() -> None:
    query = {
        "msg_signature": "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
        "timestamp": "1409659589",
        "nonce": "263014780",
    }

    check_signature(OFFICIAL, query, OFFICIAL_ECHO)
    assert decrypt(OFFICIAL, OFFICIAL_ECHO) == b"1616140317555161061"


@pytest.mark.parametrize(("keys", "plain", "sealed", "stamp", "nonce", "signed"), VECTORS)
def test_our_own_vectors_are_sealed_signed_and_opened(
    keys: Keys, plain: bytes, sealed: str, stamp: str, nonce: str, signed: str
) -> None:
    assert encrypt(keys, plain, salt=SALT) == sealed
    assert signature(keys.token, stamp, nonce, sealed) == signed
    assert decrypt(keys, sealed) == plain


def test_a_key_with_spare_bits_is_the_key_without_them() -> None:
    assert KEYS.aes_key.hex() == "d35db7e39ebbf3d69b71d79f8218a39259a7a29aabb2dbafc31cb30010831051"
    assert Keys.of("t", APP.encoding_aes_key[:-1] + "E", "x").aes_key == KEYS.aes_key


@given(st.text(max_size=100))
def test_what_is_sealed_is_opened_also_by_wechatpy(plain: str) -> None:
    sealed = encrypt(KEYS, plain.encode())

    assert decrypt(KEYS, sealed) == plain.encode()
    assert PrpCrypto(KEYS.aes_key).decrypt(sealed, APP.corp_id) == plain


@given(st.text(max_size=100))
def test_what_wechatpy_seals_is_opened(plain: str) -> None:
    sealed = PrpCrypto(KEYS.aes_key).encrypt(plain, APP.corp_id)

    assert decrypt(KEYS, sealed.decode()) == plain.encode()


def test_a_full_block_is_padded_with_a_full_block() -> None:
    plain = b"x" * (64 - 20 - len(APP.corp_id))

    assert len(base64.b64decode(encrypt(KEYS, plain))) == 96


@pytest.mark.parametrize("place", [*range(1, 7), 31])
def test_every_byte_of_the_padding_counts(place: int) -> None:
    """wechatpy looks at the last one only, and takes the message."""
    plain = ECHO if place < 7 else ECHO + b"1234567"
    spoilt = _spoilt(plain, place)

    assert PrpCrypto(KEYS.aes_key).decrypt(spoilt, APP.corp_id) == plain.decode()
    with pytest.raises(Refused) as refused:
        decrypt(KEYS, spoilt)
    assert refused.value.reason == "padding"


@pytest.mark.parametrize(
    ("sealed", "reason"),
    [
        pytest.param("***", "base64", id="not base64"),
        pytest.param("汉字", "base64", id="not ascii"),
        pytest.param("", "truncated", id="empty"),
        pytest.param(ECHO_SEALED[:21], "base64", id="cut base64"),
        pytest.param(base64.b64encode(bytes(16)).decode(), "truncated", id="half a block"),
        pytest.param(base64.b64encode(bytes(64)).decode(), "padding", id="nonsense"),
        pytest.param(MSG_SEALED[:128], "padding", id="the first blocks alone"),
        pytest.param(encrypt(NOBODY, b"hi"), "receiver", id="no receiver"),
    ],
)
def test_what_cannot_be_opened_is_refused(sealed: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        decrypt(KEYS, sealed)

    assert refused.value.reason == reason


def test_what_another_key_sealed_is_refused() -> None:
    """For its padding, unless what comes out ends like one by chance: one time in a hundred or so."""
    with pytest.raises(Refused) as refused:
        decrypt(KEYS, encrypt(OFFICIAL, b"hi"))

    assert refused.value.reason in ("padding", "length")


@pytest.mark.parametrize("keys", [KEYS, NOBODY])
def test_a_message_that_says_it_is_longer_than_it_is_is_refused(keys: Keys) -> None:
    content = SALT + struct.pack(">I", 1_000) + b"hi" + keys.receiver.encode()

    with pytest.raises(Refused) as refused:
        decrypt(keys, _sealed(content))
    assert refused.value.reason == "length"


@pytest.mark.parametrize(
    "given_",
    [
        pytest.param(None, id="none"),
        pytest.param("", id="empty"),
        pytest.param("é" * 40, id="not ascii"),
        pytest.param("ECD72F36B1C2B4023E569E78CFA3A8E955410891", id="upper case"),
        pytest.param("ecd72f36b1c2b4023e569e78cfa3a8e95541089", id="cut"),
    ],
)
def test_a_wrong_signature_is_refused(given_: str | None) -> None:
    query = {"timestamp": "1700000000", "nonce": "n0nce1"}
    if given_ is not None:
        query["msg_signature"] = given_

    with pytest.raises(Refused) as refused:
        check_signature(KEYS, query, ECHO_SEALED)
    assert refused.value.reason == "signature"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(b"<xml>\xff\xfe</xml>", "utf-8", id="not UTF-8"),
        pytest.param(b"", "xml", id="empty"),
        pytest.param(b"<xml>", "xml", id="cut"),
        pytest.param(b"<a>" * 100_000, "xml", id="deep and cut"),
        pytest.param(b"<xml>&lol;</xml>", "xml", id="an entity"),
        pytest.param(b"<xml>\x00</xml>", "xml", id="a zero"),
        pytest.param(b"<!DOCTYPE x><xml></xml>", "doctype", id="a doctype"),
        pytest.param(
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
            b"<xml>&a;</xml>",
            "doctype",
            id="an outer entity",
        ),
        pytest.param(
            b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><xml>&b;</xml>',
            "doctype",
            id="entities in entities",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(body)

    assert refused.value.reason == reason


def test_depth_alone_does_no_harm() -> None:
    root = parse(b"<xml>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"<Encrypt>e</Encrypt></xml>")

    assert text_of(root, "Encrypt") == "e"


def test_a_person_may_write_about_document_types() -> None:
    root = parse("<xml><Content><![CDATA[<!DOCTYPE 是什么]]></Content></xml>".encode())

    assert text_of(root, "Content") == "<!DOCTYPE 是什么"


def _spoilt(plain: bytes, place: int) -> str:
    """Sealed with one wrong padding byte, `place` bytes before the last one, which is right."""
    content = SALT + struct.pack(">I", len(plain)) + plain + APP.corp_id.encode()
    return _sealed(content, wrong=place)


def _sealed(content: bytes, *, wrong: int = 0) -> str:
    pad = 32 - len(content) % 32
    padded = bytearray(content + bytes([pad]) * pad)
    if wrong:
        padded[-1 - wrong] ^= 1
    sealer = Cipher(algorithms.AES(KEYS.aes_key), modes.CBC(KEYS.aes_key[:16])).encryptor()
    return base64.b64encode(sealer.update(bytes(padded)) + sealer.finalize()).decode()
