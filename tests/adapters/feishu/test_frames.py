"""Frames of the long connection, written by hand, are the SDK's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.emulator.feishu_frames import CONTROL, DATA, Frame, decode, encode
from tests.adapters.feishu.test_peer import peer

PING = "0800100018f681801020002a0c0a0474797065120470696e67"
"""As both official SDKs send it (platforms/feishu.md 3.3)."""
EVENT = Frame(
    method=DATA,
    headers={"type": "event", "message_id": "m1", "sum": "1", "seq": "0"},
    payload='{"拜访":"华信"}'.encode() * 40,
    service=33554678,
    seq_id=3,
    log_id=1 << 63,
)


async def test_the_sdk_reads_what_we_write_and_writes_what_we_read() -> None:
    found = await peer("frame", encode(EVENT).hex())

    assert found["numbers"] == [3, 1 << 63, 33554678, DATA]
    assert found["headers"] == EVENT.headers
    assert found["payload"].encode() == EVENT.payload
    assert decode(bytes.fromhex(found["again"])) == EVENT


def test_a_ping_of_the_sdks_is_read() -> None:
    ping = Frame(method=CONTROL, headers={"type": "ping"}, service=33554678)

    assert decode(bytes.fromhex(PING)) == ping
    assert encode(ping).hex() == PING


@given(
    st.builds(
        Frame,
        method=st.sampled_from([CONTROL, DATA]),
        headers=st.dictionaries(st.text(), st.text()),
        payload=st.binary(max_size=400),
        service=st.integers(0, (1 << 31) - 1),
        seq_id=st.integers(0, (1 << 64) - 1),
        log_id=st.integers(0, (1 << 64) - 1),
    )
)
def test_a_frame_comes_back(frame: Frame) -> None:
    assert decode(encode(frame)) == frame


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(encode(EVENT)[:-1], id="cut in its payload"),
        pytest.param(b"\x08", id="cut before a number"),
        pytest.param(b"\x08" + b"\xff" * 11, id="a number without end"),
        pytest.param(b"\x0b", id="a wire type that is gone"),
    ],
)
def test_what_is_no_frame_is_told_apart(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(content)


def test_fields_nobody_knows_are_passed_over() -> None:
    strange = bytes.fromhex("b90600000000000000f0") + bytes.fromhex("bd0600000000")

    assert decode(encode(EVENT) + strange) == EVENT
