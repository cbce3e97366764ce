"""What is taken of JSON from outside, and in how much room what is not is refused."""

import json
import tracemalloc

import pytest

from adapters.chat import Refused
from adapters.foreign import load, parse


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(b"\xff\xfe{}", "utf-8", id="not UTF-8"),
        pytest.param(b"[" * 100_000, "depth", id="deep lists"),
        pytest.param(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "depth", id="deep objects"),
        pytest.param(b'"' + b'\\"' * 100_000, "json", id="a string without end"),
        pytest.param(b"[]", "json", id="no object"),
        pytest.param(b'{"a":1', "json", id="cut"),
        pytest.param(b"", "json", id="empty"),
        pytest.param(b'{"a":' + b"9" * 5_000 + b"}", "json", id="a number nobody needs"),
        pytest.param(b'{"a":1e999}', "json", id="beyond all numbers"),
        pytest.param(b'{"a":NaN}', "json", id="no number"),
        pytest.param(b'{"a":-Infinity}', "json", id="endless"),
        pytest.param(b'{"a":"\x00"}', "json", id="a zero"),
        pytest.param('{"a":1}'.encode("utf-16"), "utf-8", id="UTF-16"),
        pytest.param('{"a":1}'.encode("utf-16-le"), "json", id="UTF-16 without a mark"),
        pytest.param(b'\xef\xbb\xbf{"a":1}', "json", id="a mark of UTF-8"),
        pytest.param(b'{"a":"\xed\xa0\xbd"}', "utf-8", id="half a surrogate as it is"),
    ],
)
def test_what_cannot_be_read_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(body)

    assert refused.value.reason == reason


def test_brackets_in_what_people_write_are_no_depth() -> None:
    text = "[" * 500 + '{"' * 500

    assert load(json.dumps({"text": text}))["text"] == text


def test_what_no_database_keeps_is_taken_out() -> None:
    assert load(r'{"text":"a\u0000b\ud83dc \ud83d\ude00"}') == {"text": "ab?c 😀"}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"[" * (1 << 20), id="lists"),
        pytest.param(b'{"":' * (1 << 18), id="objects"),
        pytest.param(b'{"a":' + b"[" * 500_000 + b"]" * 500_000 + b"}", id="lists that end"),
        pytest.param(b'"' + b"\\" * ((1 << 20) - 1), id="a string of escapes"),
        pytest.param(b'"' + b'\\"' * (1 << 19) + b"\\", id="quotes that end in an escape"),
        pytest.param(b'{"a":"' + b"x" * (1 << 20), id="a long string without end"),
    ],
)
def test_what_is_refused_takes_little_room(body: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(Refused):
            parse(body)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most < 5 << 20
