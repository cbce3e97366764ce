"""Follow-ups said, drafted, confirmed with 保存 and committed, over the wire and back."""

import asyncio
import tempfile
import time
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import httpx

from adapters.chat import Platform
from adapters.emulator.exchanges import NoSuchButton
from adapters.emulator.feishu_client import PressOutcome
from benchmarks.companies import companies
from benchmarks.installation import founded, service
from benchmarks.measure import Row
from benchmarks.phones import Emulator, account, emulator, interface, said
from benchmarks.processes import Service
from bot.ids import Ids
from core.people.permissions import EVERYBODY
from core.visits.queries import FollowUpQuery
from storage.store import Store

REPS = 20
EACH = 3
_LOOK = 0.02
_PATIENCE = 120.0


async def saving() -> list[Row]:
    """Let reps talk side by side, each waiting for his draft and for its end state."""
    rows = []
    for platform, name in ((Platform.WECOM, "WeCom"), (Platform.FEISHU, "Feishu")):
        with tempfile.TemporaryDirectory() as folder:
            rate = await _saved(platform, Path(folder))
        rows.append(
            Row(f"{name} follow-ups understood, drafted, saved end to end", rate, "/s", REPS * EACH)
        )
    return rows


async def _saved(platform: Platform, folder: Path) -> float:
    url = await founded(folder, reps=REPS, customers=REPS * 10)
    names = [row["aliases"] for row in companies(REPS * 10)]
    async with httpx.AsyncClient(timeout=30.0) as callback:
        phone = emulator(platform, callback)
        phone.people |= {account(platform, rep): f"员工{rep}" for rep in range(REPS)}
        async with interface(phone) as address, _service(url, platform, address) as bot:
            callback.base_url = httpx.URL(f"http://127.0.0.1:{bot.port}")
            begun = time.perf_counter()
            async with asyncio.timeout(_PATIENCE), asyncio.TaskGroup() as group:
                for rep in range(REPS):
                    group.create_task(_day(phone, platform, rep, names[rep::REPS]))
            taken = time.perf_counter() - begun
    store = Store(url, new_id=Ids())
    async with store.look() as uow:
        kept = len(await uow.follow_ups.search(FollowUpQuery(limit=10_000), EVERYBODY))
    await store.close()
    if kept != REPS * EACH:
        raise RuntimeError(f"{kept} follow-ups of {REPS * EACH} were saved")
    return kept / taken


def _service(url: str, platform: Platform, address: str) -> AbstractAsyncContextManager[Service]:
    if platform is Platform.WECOM:
        return service(url, wecom_api=address)
    return service(url, feishu_api=address)


async def _day(phone: Emulator, platform: Platform, rep: int, names: list[str]) -> None:
    who = account(platform, rep)
    for number in range(EACH):
        await phone.say(who, said(number, names[number]))
        await press(phone, who, "保存")
        while sum("已保存" in str(one.card) for one in phone.received_by(who)) <= number:
            await asyncio.sleep(_LOOK)


async def press(phone: Emulator, who: str, label: str) -> int:
    """Press a button as soon as it is there, and again when his client shows an error; how often it did."""
    failed = 0
    while True:
        try:
            outcome = await phone.press_label(who, label)
        except NoSuchButton:
            await asyncio.sleep(_LOOK)
            continue
        if not isinstance(outcome, PressOutcome) or not outcome.error:
            return failed
        failed += 1
        await asyncio.sleep(_LOOK)
