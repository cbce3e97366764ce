"""Callbacks acknowledged, each server in a process of its own, the same bytes over the same wire."""

import os
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx

from adapters.chat import Platform
from benchmarks.flushes import flushed
from benchmarks.installation import founded, service
from benchmarks.keys import FEISHU_APP_ID
from benchmarks.load import flood, pace
from benchmarks.measure import Row, percentile
from benchmarks.phones import callbacks, emulator, interface
from benchmarks.processes import PEERS, Service, free_port, started

FLOOD, ROUNDS = 3_000, 5
AT_ONCE = 32
REPS = 200
CALM, BUSY = 50, 500
"""Messages a second."""
CALM_SECONDS, BUSY_SECONDS = 20, 6
LARK, NONEBOT, WECHAT = "lark-oapi in FastAPI", "nonebot2 + Feishu adapter", "wechatpy in FastAPI"


async def acknowledging() -> list[Row]:
    """Flood each server in turn, ours with the inbox durable, the peers storing nothing: pairs, five rounds."""
    async with _ours() as ours, _peer("lark") as lark, _nonebot() as bot, _peer("wechat") as wechat:
        named = f"/feishu/{FEISHU_APP_ID}"
        rounds = [
            {
                Platform.FEISHU: await _flooded(ours, Platform.FEISHU),
                LARK: await _flooded(lark, Platform.FEISHU),
                NONEBOT: await _flooded(bot, Platform.FEISHU, path=named),
                Platform.WECOM: await _flooded(ours, Platform.WECOM),
                WECHAT: await _flooded(wechat, Platform.WECOM),
            }
            for _ in range(ROUNDS)
        ]
    with tempfile.TemporaryDirectory() as folder:
        flushes = flushed(Path(folder))
    return [
        *(
            _paired(label, [(one[platform], one[peer]) for one in rounds], peer)
            for label, platform, peer in (
                ("Feishu", Platform.FEISHU, LARK),
                ("Feishu", Platform.FEISHU, NONEBOT),
                ("WeCom", Platform.WECOM, WECHAT),
            )
        ),
        flushes,
    ]


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


async def _flooded(server: Service, platform: Platform, *, path: str = "") -> float:
    warm = await callbacks(platform, AT_ONCE * 4, people=REPS, path=path)
    await flood(server.port, warm, at_once=AT_ONCE)
    requests = await callbacks(platform, FLOOD, people=REPS, path=path)
    return await flood(server.port, requests, at_once=AT_ONCE)


@asynccontextmanager
async def _ours() -> AsyncIterator[Service]:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        url = await founded(Path(folder), reps=1, customers=1)
        command = (sys.executable, "-m", "benchmarks.acknowledging", str(port), url)
        async with started(command, port=port, env=os.environ, path="/health/ready") as found:
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
