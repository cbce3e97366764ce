"""Messages that no dialogue leads to: put where the bot keeps what it sends, so they pass the real wire."""

import asyncio
import secrets
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from adapters.chat import Content
from bot.parcel import packed
from core.clock import machine_now
from storage.database import Database
from storage.outbox import REPLY_LANE, NewMessage, Outbox
from storage.store import COMPANY


def post(data: Path, platform: str, user: str, content: Content) -> None:
    """Have a rehearsal send `content` to somebody.

    Args:
        data: the folder of its database.
    """
    message = NewMessage(
        key=f"posted:{secrets.token_hex(8)}",
        body=packed(content),
        kind="reply",
        lane=REPLY_LANE,
        recipient=f"{platform}:{user}",
        platform=platform,
        address=f":{user}",
    )
    _beside(_put(f"sqlite+aiosqlite:///{data / 'liaoke.db'}", message))


async def _put(url: str, message: NewMessage) -> None:
    database = Database(url)
    try:
        assert await Outbox(database, machine_now).put(COMPANY, message)
    finally:
        await database.close()


def _beside(work: Coroutine[None, None, None]) -> None:
    """The browser's loop runs in this thread: ours has one of its own."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()
