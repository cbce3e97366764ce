"""Signature and cipher of Feishu's callbacks."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.chat import Refused
from adapters.feishu.wire import check_signature, decrypt, encrypt, signature

# platforms/feishu.md 2.2 and 2.3
PLAIN = b'{"challenge":"crm-1","token":"vt-1","type":"url_verification"}'
SEALED = (
    "AAECAwQFBgcICQoLDA0OD22d1ddUbvPK99Y2aNTaFNIP0u1g+YXLbiZXLUaGMD1i35tbnvmXLnllb6thbGFlAZ+BeO2k"
    "1oTEXILkw/WzhvA="
)
SIGNATURE = "9f1af87ac1b2c33682a71ebdd4e27437504e3de186298d78c91e7a694f52296a"


def test_the_documented_text_is_opened() -> None:
    sealed = "P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk="

    assert decrypt("test key", sealed) == b"hello world"


def test_our_own_vector_is_sealed_and_opened() -> None:
    assert encrypt("crm-key", PLAIN, salt=bytes(range(16))) == SEALED
    assert decrypt("crm-key", SEALED) == PLAIN


def test_the_signature_covers_the_raw_body() -> None:
    body = b'{"encrypt":"' + SEALED.encode() + b'"}'

    assert signature("1700000000", "n0nce", "crm-key", body) == SIGNATURE


@given(st.binary(max_size=200), st.text(max_size=40))
def test_what_is_sealed_is_opened(plain: bytes, key: str) -> None:
    assert decrypt(key, encrypt(key, plain)) == plain


@pytest.mark.parametrize("place", range(1, 16))
def test_every_byte_of_the_padding_counts(place: int) -> None:
    """Sixteen bytes of padding; wechatpy, for one, looks at the last one only."""
    sealed = bytearray(base64.b64decode(encrypt("k", b"sixteen bytes ok")))
    sealed[-17 - place] ^= 1  # in this mode it turns the same bit of the next block

    with pytest.raises(Refused) as refused:
        decrypt("k", base64.b64encode(bytes(sealed)).decode())

    assert refused.value.reason == "padding"


@pytest.mark.parametrize(
    ("sealed", "reason"),
    [
        pytest.param("***", "base64", id="not base64"),
        pytest.param("汉字", "base64", id="not ascii"),
        pytest.param("", "truncated", id="empty"),
        pytest.param(SEALED[:21], "base64", id="cut base64"),
        pytest.param(base64.b64encode(bytes(16)).decode(), "truncated", id="an IV alone"),
        pytest.param(base64.b64encode(bytes(47)).decode(), "truncated", id="not whole blocks"),
        pytest.param(base64.b64encode(bytes(64)).decode(), "padding", id="nonsense"),
    ],
)
def test_what_cannot_be_opened_is_refused(sealed: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        decrypt("crm-key", sealed)

    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="none"),
        pytest.param({"x-lark-signature": ""}, id="empty"),
        pytest.param({"x-lark-signature": "é" * 64}, id="not ascii"),
        pytest.param({"x-lark-signature": SIGNATURE.upper()}, id="upper case"),
        pytest.param(
            {"x-lark-signature": SIGNATURE, "x-lark-request-nonce": "x"}, id="other nonce"
        ),
    ],
)
def test_a_wrong_signature_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(Refused):
        check_signature({"x-lark-request-timestamp": "1700000000", **headers}, "crm-key", b"{}")
