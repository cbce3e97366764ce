"""Frames of Feishu's long connection: one message of protocol buffers, by hand. Source: platforms/feishu.md 3.3."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

CONTROL, DATA = 0, 1
_SEQ_ID, _LOG_ID, _SERVICE, _METHOD, _HEADER, _PAYLOAD = 1, 2, 3, 4, 5, 8
_KEY, _VALUE = 1, 2
_LENGTH = 2
_WORD = (1 << 64) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One frame; what an emulator does not look at is not kept.

    Args:
        method: CONTROL or DATA.
    """

    method: int
    headers: Mapping[str, str] = field(default_factory=dict)
    payload: bytes = b""
    service: int = 0
    seq_id: int = 0
    log_id: int = 0


def encode(frame: Frame) -> bytes:
    """The frame as bytes; the four required numbers are there also when they are 0."""
    numbers = {
        _SEQ_ID: frame.seq_id,
        _LOG_ID: frame.log_id,
        _SERVICE: frame.service,
        _METHOD: frame.method,
    }
    parts = [_varint(name << 3) + _varint(value) for name, value in numbers.items()]
    for key, value in frame.headers.items():
        parts.append(_bytes(_HEADER, _bytes(_KEY, key.encode()) + _bytes(_VALUE, value.encode())))
    if frame.payload:
        parts.append(_bytes(_PAYLOAD, frame.payload))
    return b"".join(parts)


def decode(content: bytes) -> Frame:
    """Read a frame.

    Raises:
        ValueError: it is none.
    """
    numbers, headers, payload = {_SEQ_ID: 0, _LOG_ID: 0, _SERVICE: 0, _METHOD: CONTROL}, {}, b""
    for name, value in _fields(content):
        if isinstance(value, int):
            numbers[name] = value
        elif name == _HEADER:
            pair = {inner: part for inner, part in _fields(value) if isinstance(part, bytes)}
            headers[pair.get(_KEY, b"").decode()] = pair.get(_VALUE, b"").decode()
        elif name == _PAYLOAD:
            payload = value
    return Frame(
        method=numbers[_METHOD],
        headers=headers,
        payload=payload,
        service=numbers[_SERVICE],
        seq_id=numbers[_SEQ_ID],
        log_id=numbers[_LOG_ID],
    )


def _varint(number: int) -> bytes:
    left, parts = number & _WORD, bytearray()
    while left > 0x7F:
        parts.append(left & 0x7F | 0x80)
        left >>= 7
    parts.append(left)
    return bytes(parts)


def _bytes(name: int, content: bytes) -> bytes:
    return _varint(name << 3 | _LENGTH) + _varint(len(content)) + content


def _fields(content: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Each field's number with its value; numbers of a fixed width are passed over."""
    at = 0
    while at < len(content):
        tag, at = _read(content, at)
        match tag & 7:
            case 0:
                value, at = _read(content, at)
                yield tag >> 3, value
            case 2:
                size, at = _read(content, at)
                if at + size > len(content):
                    raise ValueError("cut")
                yield tag >> 3, content[at : at + size]
                at += size
            case 1:
                at += 8
            case 5:
                at += 4
            case kind:
                raise ValueError(f"wire type {kind}")


def _read(content: bytes, at: int) -> tuple[int, int]:
    """The number that begins there, and where it ends."""
    number = 0
    for place in range(10):
        if at >= len(content):
            raise ValueError("cut")
        number |= (content[at] & 0x7F) << 7 * place
        at += 1
        if content[at - 1] < 0x80:
            return number, at
    raise ValueError("number")
