"""Where the bytes of pictures and documents are kept."""

import asyncio
import hashlib
import re
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

KEPT = "kept"
"""Where what was sent and what was made for somebody lies."""
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
SHARDS = tuple(f"{number:02x}" for number in range(256))


class NoSuchFile(Exception):
    """It was never kept, or its time is over."""


class FileStore:
    """A folder; names are ours, never a person's.

    What people send and what is made for them is called by its SHA-256 and lies in a folder by its
    first two figures: the same bytes are kept once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Where it all lies, for a copy of the whole."""
        return self._folder

    async def read(self, file: str) -> bytes:
        """Its bytes.

        Raises:
            NoSuchFile: there is none.
        """
        try:
            return await asyncio.to_thread(self.path(file).read_bytes)
        except FileNotFoundError:
            raise NoSuchFile(file) from None

    async def write(self, file: str, content: bytes) -> None:
        await asyncio.to_thread(_put, self.path(file), content)

    async def keep(self, content: bytes) -> str:
        """Keep the bytes and return their digest, by which they are read."""
        digest = await asyncio.to_thread(_digest, content)
        await self.write(digest, content)
        return digest

    def path(self, file: str) -> Path:
        """Where a file of this name lies."""
        name = Path(file).name
        if _DIGEST.fullmatch(name):
            return self._folder / KEPT / name[:2] / name
        return self._folder / name

    def within(self, name: str) -> "FileStore":
        """The store in a folder of this one."""
        return FileStore(self._folder / name)

    async def forget(self, before: datetime) -> int:
        """Delete what was written under names of its own before; returns how many files."""
        return await asyncio.to_thread(_sweep, self._folder, frozenset(), before)

    async def sweep(self, shard: str, needed: frozenset[str], before: datetime) -> int:
        """Delete the kept files of a shard that nobody needs, written before; returns how many."""
        return await asyncio.to_thread(_sweep, self._folder / KEPT / shard, needed, before)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _put(path: Path, content: bytes) -> None:
    """Write all of it or nothing: who dies over it leaves no half file under its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".begun", delete=False) as begun:
        begun.write(content)
    Path(begun.name).replace(path)


def _sweep(folder: Path, needed: frozenset[str], before: datetime) -> int:
    old = [
        path
        for path in (folder.iterdir() if folder.is_dir() else ())
        if path.name not in needed and path.is_file() and path.stat().st_mtime < before.timestamp()
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
