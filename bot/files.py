"""Where the bytes of pictures and documents are kept."""

import asyncio
from pathlib import Path


class FileStore:
    """A folder; names are ours, never a person's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def read(self, file: str) -> bytes:
        return await asyncio.to_thread((self._folder / Path(file).name).read_bytes)

    async def write(self, file: str, content: bytes) -> None:
        await asyncio.to_thread(self._folder.mkdir, parents=True, exist_ok=True)
        await asyncio.to_thread((self._folder / Path(file).name).write_bytes, content)
