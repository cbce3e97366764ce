"""Bytes on disk: whole or not at all, also when several write the same."""

import asyncio
from pathlib import Path

from bot.files import FileStore


async def test_many_who_write_the_same_name_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    contents = [bytes([number]) * 50_000 for number in range(40)]

    await asyncio.gather(*(store.write("same", content) for content in contents))

    assert await store.read("same") in contents
    assert names(tmp_path) == ["same"]


def names(folder: Path) -> list[str]:
    return [one.name for one in folder.rglob("*") if one.is_file()]
