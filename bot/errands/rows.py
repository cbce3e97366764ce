"""The rows of a file as JSON lines: read from a place on, some hundred at a time."""

import asyncio
import json
import sys
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.files import FileStore
from bot.transfer.found import FOUND, WISH, Found, Wish
from bot.transfer.tables import Numbered
from bot.transfer.wrong import WrongRow

PATIENCE = 180.0
"""Seconds a file may take its reader."""


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
            sys.executable,
            "-m",
            "bot.transfer.reading",
            str(files.path(file).resolve()),
            str(out),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(PATIENCE):
                said, _ = await process.communicate(WISH.dump_json(wish))
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            return Found(fault="memory"), ""
        found = FOUND.validate_json(said)
        content = await asyncio.to_thread(out.read_bytes) if out.exists() else b""
    return found, await files.keep(content) if found.rows else ""


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
