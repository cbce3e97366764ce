"""Killed at each commit point and started again: nothing is lost, nothing happens twice
(acceptance 3)."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn

from adapters.chat import Platform
from adapters.emulator.feishu import FeishuEmulator
from adapters.emulator.wecom import WeComEmulator
from bot.ids import Ids
from core.clock import machine_now
from core.opportunities.flows import INDUSTRIAL
from core.pool.model import PoolEventKind
from storage.probes import Step
from storage.store import Store
from tests.e2e import company
from tests.e2e.world import APP, FEISHU
from tests.ports import free_port

_PATIENCE = 90.0
_PLACES = [(Platform.WECOM, "sqlite"), (Platform.FEISHU, "postgresql")]
Deliver = Callable[[], Awaitable[int]]


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
async def running(*arguments: str):
    """The bot as a process; ended by its own id."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.chaos.bot", *arguments
    )
    port = arguments[3]
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


def wecom(callback: httpx.AsyncClient) -> tuple[WeComEmulator, str, Deliver]:
    """The platform, whoever writes, and the one message, delivered again as it was."""
    emulator = WeComEmulator(APP, callback, now=machine_now)
    emulator.people = {account: name for name, account in company.ACCOUNTS.items()}
    plain = emulator.text("zhouming", "领海川", "7300000000000000009")
    return emulator, "zhouming", lambda: emulator.deliver(plain)


def feishu(callback: httpx.AsyncClient) -> tuple[FeishuEmulator, str, Deliver]:
    emulator = FeishuEmulator(FEISHU, callback, now=machine_now)
    emulator.people = {f"ou_{account}": name for name, account in company.ACCOUNTS.items()}
    message = {
        "message_id": "om_1",
        "chat_id": "oc_1",
        "chat_type": "p2p",
        "message_type": "text",
        "content": json.dumps({"text": "领海川"}),
    }
    sender = {"sender_id": {"open_id": "ou_zhouming"}, "sender_type": "user"}
    event = {"sender": sender, "message": message}
    envelope = emulator.line.envelope("im.message.receive_v1", event)

    async def deliver() -> int:
        return (await emulator.deliver(envelope)).status_code

    return emulator, "ou_zhouming", deliver


@pytest.fixture(params=_PLACES, ids="-".join)
def place(request: pytest.FixtureRequest) -> tuple[Platform, str]:
    platform, database = request.param
    return platform, request.getfixturevalue(f"{database}_url")


@pytest.mark.parametrize("step", list(Step))
async def test_a_kill_loses_nothing_and_doubles_nothing(
    step: Step, place: tuple[Platform, str]
) -> None:
    (platform, url), api, port = place, free_port(), free_port()
    store = Store(url, new_id=Ids())
    await company.load(store, machine_now(), INDUSTRIAL)
    where = (platform, url, f"http://127.0.0.1:{api}", str(port))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as callback:
        emulated = wecom if platform is Platform.WECOM else feishu
        emulator, user, deliver = emulated(callback)
        async with served(emulator.app, api):
            async with running(*where, step) as process:
                try:
                    acknowledged = await deliver() == 200
                except httpx.TransportError:
                    acknowledged = False
                async with asyncio.timeout(_PATIENCE):
                    assert await process.wait() == -9
            async with running(*where, ""):
                if not acknowledged:
                    assert await deliver() == 200
                async with asyncio.timeout(_PATIENCE):
                    while not (await _is_over(store) and emulator.timeline(user)):
                        await callback.get("/health/live")
    assert await claims(store) == 1
    shown = [one for one in emulator.timeline(user) if one.card]
    assert len(shown) == 1
    assert "已认领" in str(shown[0].card)
    await store.close()


async def _is_over(store: Store) -> bool:
    """Everything that came in is worked on, everything that goes out is marked."""
    came, went = await store.inbox.depth(), await store.outbox.depth()
    waits = {state for state in (*came, *went) if state not in ("done", "sent")}
    return not waits and bool(went)
