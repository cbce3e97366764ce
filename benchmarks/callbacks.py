"""Callbacks acknowledged, each server in a process of its own, the same bytes over the same wire."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from adapters.chat import Platform
from benchmarks.flushes import flushed
from benchmarks.installation import founded, service
from benchmarks.keys import FEISHU_APP_ID
from benchmarks.load import Crowd, pace
from benchmarks.measure import Row, percentile
from benchmarks.phones import callbacks, emulator, interface
from benchmarks.processes import PEERS, Service, free_port, started

FLOOD, SLICE, ROUNDS = 3_000, 300, 5
AT_ONCE = 32
REPS = 200
_LOADED = 4.0
"""Seconds after which all is loaded beside the callbacks, and nothing is done but them."""
CALM, BUSY = 50, 500
"""Messages a second."""
CALM_SECONDS, BUSY_SECONDS = 20, 6
LARK, NONEBOT, WECHAT = "lark-oapi in FastAPI", "nonebot2 + Feishu adapter", "wechatpy in FastAPI"


async def acknowledging() -> list[Row]:
    """Flood each server in turn, ours with the inbox durable, the peers storing nothing."""
    async with _ours() as ours, _peer("lark") as lark, _nonebot() as bot, _peer("wechat") as wechat:
        named = f"/feishu/{FEISHU_APP_ID}"
        feishu = (
            _Server("", ours, Platform.FEISHU),
            _Server(LARK, lark, Platform.FEISHU),
            _Server(NONEBOT, bot, Platform.FEISHU, named),
        )
        wecom = (_Server("", ours, Platform.WECOM), _Server(WECHAT, wechat, Platform.WECOM))
        rounds = [(await _round(feishu), await _round(wecom)) for _ in range(ROUNDS)]
    with tempfile.TemporaryDirectory() as folder:
        flushes = flushed(Path(folder))
    return [
        *(
            _paired(label, [(one[place][""], one[place][peer]) for one in rounds], peer)
            for label, place, peer in (
                ("Feishu", 0, LARK),
                ("Feishu", 0, NONEBOT),
                ("WeCom", 1, WECHAT),
            )
        ),
        flushes,
    ]


@dataclass(frozen=True, slots=True)
class _Server:
    """Who is flooded; ours has no name."""

    name: str
    service: Service
    platform: Platform
    path: str = ""


async def _round(servers: Sequence[_Server]) -> dict[str, float]:
    """Callbacks a second of each, which take turns of a tenth of a second: the machine changes its speed."""
    taken = dict.fromkeys((one.name for one in servers), 0.0)
    many = FLOOD // SLICE + 1
    sealed = {
        one.name: await callbacks(one.platform, SLICE * many, people=REPS, path=one.path)
        for one in servers
    }
    async with AsyncExitStack() as stack:
        crowds = [
            (one.name, await stack.enter_async_context(Crowd.at(one.service.port, AT_ONCE)))
            for one in servers
        ]
        for turn in range(many):
            for name, crowd in crowds:
                seconds = await crowd.send(sealed[name][turn * SLICE : (turn + 1) * SLICE])
                taken[name] += seconds if turn else 0.0  # the first warms it up
    return {name: FLOOD / seconds for name, seconds in taken.items()}


def _paired(label: str, pairs: Sequence[tuple[float, float]], peer: str) -> Row:
    """The pair whose ratio is the middle one."""
    ours, theirs = sorted(pairs, key=lambda pair: pair[0] / pair[1])[len(pairs) // 2]
    name = f"{label} callbacks acknowledged, inbox durable (the peer stores nothing), of {ROUNDS} rounds the middle one"
    return Row(name, ours, "/s", FLOOD, theirs, peer)


async def waiting() -> list[Row]:
    """How long a whole service, which understands and drafts meanwhile, lets a platform wait."""
    rows = []
    for per_second, seconds, shares in (
        (CALM, CALM_SECONDS, (0.5, 0.99, 0.999)),
        (BUSY, BUSY_SECONDS, (0.5, 0.99)),
    ):
        requests = await callbacks(Platform.WECOM, per_second * seconds, people=REPS)
        with tempfile.TemporaryDirectory() as folder:
            url = await founded(Path(folder), reps=REPS, customers=2_000)
            async with service(url) as whole:
                called = await pace(whole.port, requests, per_second)
                whole.process.kill()
        taken = sorted(one.ms for one in called)
        rows += [_waited(taken, share, per_second) for share in shares]
    return rows


def _waited(taken: Sequence[float], share: float, per_second: int) -> Row:
    name = f"acknowledgement p{share * 100:g} at {per_second} messages/s, the service at work"
    limit, whose = (5_000.0, "WeCom waits 5 s") if share == 0.999 else (100.0, "limit")
    if share == 0.5:
        return Row(name, percentile(taken, share), "ms", len(taken))
    return Row(name, percentile(taken, share), "ms", len(taken), limit, whose)


@asynccontextmanager
async def _ours() -> AsyncIterator[Service]:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        url = await founded(Path(folder), reps=1, customers=1)
        command = (sys.executable, "-m", "benchmarks.acknowledging", str(port), url)
        async with started(command, port=port, env=os.environ, path="/health/ready") as found:
            await asyncio.sleep(_LOADED)
            yield found


@asynccontextmanager
async def _peer(name: str, *arguments: str) -> AsyncIterator[Service]:
    port = free_port()
    command = (str(PEERS), "-m", f"benchmarks.peers.{name}", str(port), *arguments)
    async with started(command, port=port, env=os.environ, path="/") as found:
        yield found


@asynccontextmanager
async def _nonebot() -> AsyncIterator[Service]:
    """It asks its platform who it is before it listens."""
    async with AsyncExitStack() as stack:
        phone = emulator(Platform.FEISHU, await stack.enter_async_context(httpx.AsyncClient()))
        address = await stack.enter_async_context(interface(phone))
        yield await stack.enter_async_context(_peer("nonebot", address))
