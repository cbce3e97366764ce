"""Messages that no dialogue leads to: put where the bot keeps what it sends, so they pass the real wire."""

import asyncio
import secrets
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from adapters.chat import Content
from bot.parcel import packed
from core.clock import machine_now
from storage.database import Database
from storage.outbox import REPLY_LANE, NewMessage, Outbox
from storage.store import COMPANY


def post(data: Path, platform: str, user: str, *contents: Content) -> None:
    """Have a rehearsal send something to somebody.

    Args:
        data: the folder of its database.
    """
    messages = [
        NewMessage(
            key=f"posted:{secrets.token_hex(8)}",
            body=packed(one),
            kind="reply",
            lane=REPLY_LANE,
            recipient=f"{platform}:{user}",
            platform=platform,
            address=f":{user}",
        )
        for one in contents
    ]
    _beside(_put(f"sqlite+aiosqlite:///{data / 'liaoke.db'}", messages))


async def _put(url: str, messages: Sequence[NewMessage]) -> None:
    database = Database(url)
    outbox = Outbox(database, machine_now)
    try:
        for one in messages:
            assert await outbox.put(COMPANY, one)
    finally:
        await database.close()


def _beside(work: Coroutine[None, None, None]) -> None:
    """The browser's loop runs in this thread: ours has one of its own."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()
