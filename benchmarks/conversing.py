"""Six hundred people talk at once: understood, kept and answered by one process on SQLite; what each stage costs."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import psutil
from starlette.types import ASGIApp, Message

from adapters.chat import ChatPlatform, Platform
from adapters.http import new_client
from adapters.wecom import WeCom
from adapters.wecom.client import WeComClient
from benchmarks.companies import companies
from benchmarks.flushes import flushed
from benchmarks.installation import founded, service
from benchmarks.load import flood
from benchmarks.measure import Row
from benchmarks.phones import WECOM, account, said, written
from benchmarks.taking import Taken, taking
from bot.app import build
from bot.dispatch import listen
from bot.files import FileStore
from bot.plan import Plan
from bot.running import App
from core.clock import machine_now
from storage.store import Store

PEOPLE, EACH = 600, 10
"""Ten customers each, and ten messages: below what a platform lets one person be sent in a minute."""
STAGED = 600
LIMIT = 100.0
_AT_ONCE = 32
_SETTLED = 12.0
"""Seconds until a service has loaded what it loads beside its work, and its first jobs are over."""
_PATIENCE = 300.0


async def conversing() -> list[Row]:
    """All of them write what they have done, as fast as they are acknowledged."""
    with tempfile.TemporaryDirectory() as folder:
        flushes = flushed(Path(folder))
        rate, cost = await _answered(Path(folder))
    name = f"WeCom messages of {PEOPLE} people understood, kept, answered, SQLite, one process"
    many = PEOPLE * EACH
    return [
        Row(name, rate, "/s", many, LIMIT, "limit"),
        Row("the service's time on a core for one of them", cost, "ms", many),
        flushes,
        *await _stages(),
    ]


async def _answered(folder: Path) -> tuple[float, float]:
    """How many are answered in a second, and milliseconds of a core for each."""
    requests = await _requests(PEOPLE * EACH)
    url = await founded(folder, reps=PEOPLE, customers=PEOPLE * 10)
    async with taking() as taken, service(url, wecom_api=taken.address) as bot:
        await asyncio.sleep(_SETTLED)
        process = psutil.Process(bot.process.pid)
        begun, before = time.perf_counter(), process.cpu_times()
        await flood(bot.port, requests, at_once=_AT_ONCE)
        await _all(taken, len(requests))
        after = process.cpu_times()
    used = after.user - before.user + after.system - before.system
    return len(requests) / (taken.at[-1][1] - begun), used / len(requests) * 1000


async def _all(taken: Taken, many: int) -> None:
    async with asyncio.timeout(_PATIENCE):
        while taken.messages.total() < many:
            await asyncio.sleep(0.02)


async def _requests(many: int) -> list[bytes]:
    """What they write, each about customers of his own, one message after the other."""
    names = [row["aliases"] for row in companies(PEOPLE * 10)]
    notes = [
        (account(Platform.WECOM, n % PEOPLE), said(n, names[n % PEOPLE + PEOPLE * (n // PEOPLE)]))
        for n in range(many)
    ]
    return await written(Platform.WECOM, notes)


async def _stages() -> list[Row]:
    """One stage after the other inside this process, each by the time it takes of a core."""
    requests = await _requests(STAGED)
    with tempfile.TemporaryDirectory() as folder:
        url = await founded(Path(folder), reps=PEOPLE, customers=PEOPLE * 10)
        async with taking() as taken, _inside(url, Path(folder), taken) as app:
            received = await _timed(_received(app, requests))
            understood = await _timed(_understood(app))
            worked = await _timed(_until_nothing(app.worker.once))
            sent = await _timed(_until_nothing(app.sender.once))
    found = {
        "verified, stored": received,
        "understood": understood,
        "drafted, kept": worked - understood,
        "drawn, sent, marked": sent,
    }
    return [
        Row(f"time on a core for one message: {stage}", seconds / STAGED * 1000, "ms", STAGED)
        for stage, seconds in found.items()
    ]


@asynccontextmanager
async def _inside(url: str, folder: Path, taken: Taken) -> AsyncIterator[App]:
    """A bot in this process whose loops stand still, with all it loads."""

    def platforms(store: Store) -> dict[Platform, ChatPlatform]:
        client = WeComClient(
            new_client(taken.address),
            store.shared,
            corp_id=WECOM.corp_id,
            agent_id=WECOM.agent_id,
            secret=WECOM.secret,
        )
        files = FileStore(folder)
        return {Platform.WECOM: WeCom(WECOM, client, files, store.shared, now=machine_now)}

    plan = Plan(database_url=url, zone=ZoneInfo("Asia/Shanghai"), platforms=platforms, files=folder)
    app = await build(plan)
    app.topics.load()
    try:
        yield app
    finally:
        await app.stop()


async def _timed(work: Awaitable[None]) -> float:
    begun = time.process_time()
    await work
    return time.process_time() - begun


async def _received(app: App, requests: Sequence[bytes]) -> None:
    """As many at once as connections come with."""
    for start in range(0, len(requests), _AT_ONCE):
        some = requests[start : start + _AT_ONCE]
        await asyncio.gather(*(_called(app.asgi, request) for request in some))


async def _called(asgi: ASGIApp, request: bytes) -> None:
    """One request, without a server before it.

    Raises:
        RuntimeError: it was not answered with 200.
    """
    head, _, body = request.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    address = urlsplit(target)
    scope = {
        "type": "http",
        "method": method,
        "path": address.path,
        "query_string": address.query.encode("latin-1"),
        "headers": [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in (line.split(": ", 1) for line in rest)
        ],
        "client": ("127.0.0.1", 0),
    }
    said = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        said.append(message.get("status", 200))

    await asgi(scope, receive, send)
    if said[0] != 200:
        raise RuntimeError(str(said[0]))


async def _understood(app: App) -> None:
    """Everything that waits, read and understood, and nothing kept of it."""
    waiting = await app.store.inbox.listed(("new",), STAGED)
    for row in waiting:
        async with app.store.look() as uow:
            await listen(bytes(row.body), uow, app.given)


async def _until_nothing(once: Callable[[], Awaitable[bool]]) -> None:
    while await once():
        pass
