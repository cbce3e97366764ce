"""Four sender processes under a flood of digests: how near they come to Feishu's limits, and never past them (R7)."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack

from adapters.chat import Address, Platform, Text
from benchmarks.flooding import flood
from benchmarks.installation import SERVE, founded_at, service
from benchmarks.measure import Row, percentile
from benchmarks.taking import Taken, taking
from benchmarks.understanding import private_postgresql
from bot.ids import Ids
from bot.parcel import packed
from bot.replies import REPLY, where
from core.ledger.model import Act
from storage.store import Store

SENDERS, DIGESTS, SECONDS = 4, 3_200, 180
EVERY = 0.5
"""Seconds from one reply to the next, in the midst of the flood."""
ASKERS = 20
_PATIENCE = 60.0
_A_SECOND, _A_MINUTE, _A_PERSON, _REPLIED = 50, 1_000, 5, 3_000.0
"""Feishu's limits of an application, and of one person in a second; milliseconds a reply may take."""


async def limiting() -> list[Row]:
    """They share one database, and count together."""
    with private_postgresql() as url:
        await founded_at(url, reps=1, customers=1)
        await flood(url, Platform.FEISHU, DIGESTS)
        async with taking() as taken, AsyncExitStack() as stack:
            for _ in range(SENDERS):
                command = (*SERVE, "--role", "worker")
                await stack.enter_async_context(
                    service(url, feishu_api=taken.address, command=command)
                )
            waited = await _replied(url, taken)
        return _rows(taken, waited)


async def _replied(url: str, taken: Taken) -> list[float]:
    """Milliseconds from each reply's commit to its arrival, ascending."""
    store, asked = Store(url, new_id=Ids()), defaultdict[str, list[float]](list)
    for number in range(int(SECONDS / EVERY)):
        who = f"asker{number % ASKERS}"
        act = Act(id=f"reply-{number}", actor=None, channel="bench", at=store.now())
        async with store.unit(act) as uow:
            await uow.notices.put(
                act.id,
                to=None,
                address=where(Address(platform=Platform.FEISHU, user=who)),
                lane=REPLY,
                body=packed(Text(f"第{number}条回复")),
                kind="reply",
            )
            await uow.ledger.record("import", "company", act.id)
        asked[who].append(time.perf_counter())
        await asyncio.sleep(EVERY)
    async with asyncio.timeout(_PATIENCE):
        while any(taken.messages[who] < len(times) for who, times in asked.items()):
            await asyncio.sleep(EVERY)
    await store.close()
    arrived = _by(taken.at)
    return sorted(
        (there - then) * 1000
        for who, times in asked.items()
        for then, there in zip(times, arrived[who], strict=False)
    )


def _rows(taken: Taken, waited: Sequence[float]) -> list[Row]:
    times = [at for _, at in taken.at]
    begun = next(place for place, at in enumerate(times) if at > times[0] + 60)
    steady = times[begun:]
    rate = len(steady) / (steady[-1] - steady[0]) * 60
    person = max(_most(arrived, 1.0) for arrived in _by(taken.at).values())
    name = f"{SENDERS} senders on PostgreSQL, a flood of digests"
    return [
        Row(f"messages a minute after the first, {name}", rate, "", len(steady), _A_MINUTE, "limit"),
        Row(f"most in any minute, {name}", _most(times, 60.0), "", len(times), _A_MINUTE, "limit"),
        Row(f"most in any second, {name}", _most(times, 1.0), "", len(times), _A_SECOND, "limit"),
        Row(f"most for one person in any second, {name}", person, "", len(times), _A_PERSON, "limit"),
        Row(f"reply p99, {name}", percentile(waited, 0.99), "ms", len(waited), _REPLIED, "limit"),
    ]  # fmt: skip


def _by(at: Iterable[tuple[str, float]]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    for who, moment in at:
        found[who].append(moment)
    return found


def _most(times: Sequence[float], seconds: float) -> int:
    """How many lie in the fullest window of so many seconds."""
    first, most = 0, 0
    for last, at in enumerate(times):
        while times[first] <= at - seconds:
            first += 1
        most = max(most, last - first + 1)
    return most
