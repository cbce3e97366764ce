"""Files that people send in a rehearsal."""

import struct
from datetime import timedelta

from adapters.chat import Platform
from tests.e2e.world import World


def jpeg(words: bytes = b"a scene", *, place: bytes = b"") -> bytes:
    """A picture; with `place` its head says where it was taken, lying on its side."""
    return b"".join((b"\xff\xd8", _exif(place) if place else b"", _segment(0xDB, words), _SCAN))


def png() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 0) + b"IDAT" + b"\0\0\0\0"


_SCAN = b"\xff\xda\x00\x02" + b"picture" + b"\xff\xd9"


def _segment(mark: int, body: bytes) -> bytes:
    return b"\xff" + bytes([mark]) + struct.pack(">H", len(body) + 2) + body


def _exif(place: bytes) -> bytes:
    rows = struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) + struct.pack(">HHII", 0x8825, 4, 1, 38)
    return _segment(0xE1, b"Exif\0\0MM\0\x2a" + struct.pack(">IH", 8, 2) + rows + b"\0" * 4 + place)


async def send_image(world: World, who: str, content: bytes):
    """Send a picture; returns the newest thing the bot answered."""
    world.time.advance(timedelta(seconds=2))
    await world.emulator.send_image(world.account(who), content)
    await world.app.settle()
    return world.last(who)


async def send_voice(world: World, who: str, content: bytes = b"#!AMR\n words"):
    world.time.advance(timedelta(seconds=2))
    await world.emulator.send_voice(world.account(who), content)
    await world.app.settle()
    return world.last(who)


async def send_file(world: World, who: str, content: bytes, name: str):
    """On Feishu alone: a WeCom application receives none."""
    assert world.platform is Platform.FEISHU
    world.time.advance(timedelta(seconds=2))
    await world.emulator.send_file(world.account(who), content, name)
    await world.app.settle()
    return world.last(who)


def media(world: World, who: str) -> list[bytes]:
    """The bytes of every file the bot sent him, oldest first."""
    found = world.emulator.received_by(world.account(who))
    kept = world.emulator.corp if world.platform is Platform.WECOM else world.emulator.tenant
    return [kept.files[one.media].content for one in found if one.media]
