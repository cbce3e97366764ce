"""The rows of a file as JSON lines: read from a place on, some hundred at a time."""

import asyncio
import json
import re
import signal
import sys
from asyncio.subprocess import Process
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from bot.files import FileStore
from bot.transfer.found import FOUND, WISH, Found, Wish
from bot.transfer.tables import Numbered
from bot.transfer.wrong import WrongRow

PATIENCE = 180.0
"""Seconds a file may take its reader, who has the processor for 120 of them."""
_CLASS = re.compile(rb"^([A-Za-z_][\w.]*)(?::|$)")
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Some:
    """Rows, and where those behind them begin; `ended` when there are none."""

    rows: list[Numbered]
    next: int
    ended: bool


async def read(file: str, wish: Wish, files: FileStore) -> tuple[Found, str]:
    """Have a kept file read in a process of its own; returns what it is and the digest of its rows."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "rows"
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.transfer.reading"),
            *(str(files.path(file).resolve()), str(out)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        found = await _told(process, wish)
        content = await asyncio.to_thread(out.read_bytes) if out.exists() else b""
    return found, await files.keep(content) if found.rows and not found.fault else ""


async def _told(process: Process, wish: Wish) -> Found:
    """What the reader says of its file, or what its end says: it may be made to break whoever reads it."""
    try:
        async with asyncio.timeout(PATIENCE):
            said, broke = await process.communicate(WISH.dump_json(wish))
    except TimeoutError:
        return Found(fault="slow")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if not process.returncode:
        return FOUND.validate_json(said)
    _log.error("reader ended", status=process.returncode, error=_class(broke))
    if process.returncode > 0:
        return Found(fault="broke")
    return Found(fault="slow" if process.returncode == -signal.SIGXCPU else "memory")


async def some(file: str, start: int, most: int, files: FileStore) -> Some:
    """At most `most` rows of kept rows, from a place on."""
    return await asyncio.to_thread(_some, files.path(file), start, most)


def _some(path: Path, start: int, most: int) -> Some:
    with path.open("rb") as opened:
        opened.seek(start)
        lines = list(islice(iter(opened.readline, b""), most))
        return Some([_numbered(line) for line in lines], opened.tell(), not opened.read(1))


def _numbered(line: bytes) -> Numbered:
    number, cells, fault = json.loads(line)
    return Numbered(number, cells, WrongRow(fault[0], **fault[1]) if fault else None)


def _class(broke: bytes) -> str:
    """The class of the error that ended a reader; its words may hold what stands in the file."""
    last = broke.strip().rpartition(b"\n")[2]
    found = _CLASS.match(last)
    return found[1].decode() if found else ""
