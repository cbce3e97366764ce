"""A bot as it is often written: it answers before it keeps, marks after it did, and names each try anew.

The suite counts its faults to prove that it sees them. What it did lies in tables of its own.
"""

import asyncio
import json
import sqlite3
import uuid
from collections.abc import Sequence
from pathlib import Path

import uvicorn
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from adapters.chat import Address, Button, Callback, Card, Message
from bot.ids import Ids
from core.clock import machine_now
from storage.store import Store
from tests.chaos.bot import Orders, wecom
from tests.chaos.load import pause
from tests.chaos.saying import OFF, ON

_TABLES = """
CREATE TABLE IF NOT EXISTS careless (
    id INTEGER PRIMARY KEY, key TEXT UNIQUE, message TEXT, address TEXT, text TEXT, done INTEGER);
CREATE TABLE IF NOT EXISTS careless_effects (id INTEGER PRIMARY KEY, message TEXT);
"""
_A_WHILE = 0.02
"""Seconds of whatever else such a bot has to do between two of its steps."""


def warm() -> None:
    """There is nothing to load."""


def effects(url: str) -> Sequence[str]:
    """The messages that took effect, in that order."""
    with sqlite3.connect(_file(url)) as rows:
        return [row[0] for row in rows.execute("SELECT message FROM careless_effects ORDER BY id")]


async def is_over(url: str) -> bool:
    """Whether nothing that it kept waits."""
    with sqlite3.connect(_file(url)) as rows:
        return not rows.execute("SELECT count(*) FROM careless WHERE done = 0").fetchone()[0]


async def run(line: str) -> None:
    """Serve by `line`, a JSON object of `Orders`, until a signal ends it."""
    orders = Orders(**json.loads(line))
    bot = Careless(orders)
    config = uvicorn.Config(bot, port=orders.port, log_config=None, lifespan="off")
    working = asyncio.create_task(bot.work())
    try:
        await uvicorn.Server(config).serve()
    finally:
        working.cancel()


def _file(url: str) -> Path:
    return Path(url.partition(":///")[2] + ".careless")


class Careless:
    def __init__(self, orders: Orders) -> None:
        self._store = Store(orders.database, new_id=Ids())
        self._platform = wecom(self._store, orders.api, self._store.shared)
        self._rows = sqlite3.connect(_file(orders.database), isolation_level=None, timeout=30)
        self._rows.executescript(_TABLES)
        self._later: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/wecom/callback":
            body = (await receive())["body"]
            query = dict(pair.split("=", 1) for pair in scope["query_string"].decode().split("&"))
            callback = Callback(
                method="POST", query=query, headers={}, body=body, received_at=machine_now()
            )
            update = await self._platform.receive(callback)
            task = asyncio.create_task(self._keep(update))
            self._later.add(task)
        await Response(b"")(scope, receive, send)

    async def _keep(self, update: Message) -> None:
        await pause(_A_WHILE)
        values = (update.key, update.message_id, update.sender.user, update.text)
        self._rows.execute(
            "INSERT OR IGNORE INTO careless (key, message, address, text, done)"
            " VALUES (?, ?, ?, ?, 0)",
            values,
        )

    async def work(self) -> None:
        """One row after the other, for ever."""
        while True:
            rows = self._rows.execute(
                "SELECT id, message, address, text FROM careless WHERE done = 0"
            )
            for number, message, address, text in rows.fetchall():
                await self._one(number, message, address, text)
            await pause(_A_WHILE)

    async def _one(self, number: int, message: str, address: str, text: str) -> None:
        self._rows.execute("INSERT INTO careless_effects (message) VALUES (?)", (message,))
        await pause(_A_WHILE)
        word = OFF if text.startswith("取消关注") else ON
        customer = text.removeprefix("取消关注").removesuffix("加重点")
        card = Card(title=customer, state=word, buttons=(Button("撤销", "undo"),))
        to = Address(self._platform.platform, address)
        await self._platform.deliver(self._platform.render(to, card, key=uuid.uuid4().hex))
        await pause(_A_WHILE)
        self._rows.execute("UPDATE careless SET done = 1 WHERE id = ?", (number,))
