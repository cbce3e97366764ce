"""Killed at each commit point and started again: nothing is lost, nothing happens twice
(acceptance 3)."""

import asyncio
import socket
import sys
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn

from adapters.emulator.wecom import WeComEmulator
from bot.ids import Ids
from core.clock import machine_now
from core.opportunities.flows import INDUSTRIAL
from core.pool.model import PoolEventKind
from storage.probes import Step
from storage.store import Store
from tests.e2e import company
from tests.e2e.world import APP

_PATIENCE = 90.0


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@asynccontextmanager
async def served(app, port: int):
    """The emulated platform, on a real port."""
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, lifespan="off"))
    task = asyncio.create_task(server.serve())
    try:
        yield
    finally:
        server.should_exit = True
        await task


@asynccontextmanager
async def running(url: str, api: str, port: int, step: str):
    """The bot as a process; ended by its own id."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.chaos.bot", url, api, str(port), step
    )
    try:
        async with asyncio.timeout(_PATIENCE), httpx.AsyncClient() as client:
            while process.returncode is None:
                try:
                    await client.get(f"http://127.0.0.1:{port}/health/live")
                except httpx.TransportError:
                    continue
                break
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def claims(store: Store) -> int:
    async with store.look() as uow:
        events = await uow.pool.of("C07")
        owner = (await uow.customers.find("C07")).owner
    assert owner in (None, "E1")
    return [event.kind for event in events].count(PoolEventKind.CLAIM)


@pytest.mark.parametrize("step", list(Step))
async def test_a_kill_loses_nothing_and_doubles_nothing(step: Step, sqlite_url: str) -> None:
    api, port = free_port(), free_port()
    store = Store(sqlite_url, new_id=Ids())
    await company.load(store, machine_now(), INDUSTRIAL)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as callback:
        emulator = WeComEmulator(APP, callback, now=machine_now)
        emulator.people = {account: name for name, account in company.ACCOUNTS.items()}
        plain = emulator.text("zhouming", "领海川", "7300000000000000009")
        base = f"http://127.0.0.1:{api}"
        async with served(emulator.app, api):
            acknowledged = False
            async with running(sqlite_url, base, port, step) as process:
                try:
                    acknowledged = await emulator.deliver(plain) == 200
                except httpx.TransportError:
                    acknowledged = False
                async with asyncio.timeout(_PATIENCE):
                    assert await process.wait() == -9
            async with running(sqlite_url, base, port, ""):
                if not acknowledged:
                    assert await emulator.deliver(plain) == 200
                async with asyncio.timeout(_PATIENCE):
                    while not await _is_over(store, emulator):
                        await callback.get("/health/live")
    assert await claims(store) == 1
    shown = [one for one in emulator.timeline("zhouming") if one.card]
    assert len(shown) == 1
    assert "已认领" in str(shown[0].card)
    await store.close()


async def _is_over(store: Store, emulator: WeComEmulator) -> bool:
    """Everything that came in is worked on, everything that goes out is marked."""
    came, went = await store.inbox.depth(), await store.outbox.depth()
    waits = {state for state in (*came, *went) if state not in ("done", "sent")}
    return not waits and bool(went) and bool(emulator.timeline("zhouming"))
