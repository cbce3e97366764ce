"""Ten thousand digests wait to be sent while people write: how long they wait for what is answered."""

import asyncio
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from adapters.chat import Address, Platform, Text
from benchmarks.companies import companies
from benchmarks.flushes import flushed
from benchmarks.installation import founded, service
from benchmarks.load import Called, pace
from benchmarks.measure import Row, percentile
from benchmarks.phones import account, said, written
from benchmarks.taking import Taken, taking
from bot.ids import Ids
from bot.parcel import packed
from bot.replies import where
from core.ledger.model import Act
from storage.store import Store

DIGESTS, PEOPLE, SECONDS = 10_000, 600, 30
_LANE = 3
_SETTLED = 12.0
"""Seconds until a service has loaded what it loads beside its work, and the flood is under way."""
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Talk:
    """How many messages a second people write on a platform, and by when they are to have 99 of 100 answers."""

    platform: Platform
    per_second: int
    limit: float


TALKS = (Talk(Platform.WECOM, 50, 1_000.0), Talk(Platform.FEISHU, 10, 3_000.0))


async def flooding() -> list[Row]:
    """On each platform by itself, at the rate the platform lets a bot answer."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [flushed(Path(folder))]
    for talk in TALKS:
        with tempfile.TemporaryDirectory() as folder:
            rows += await _answered(talk, Path(folder))
    return rows


async def _answered(talk: Talk, folder: Path) -> list[Row]:
    requests = await _requests(talk)
    url = await founded(folder, reps=PEOPLE, customers=PEOPLE * 10)
    await flood(url, talk.platform, DIGESTS)
    async with (
        taking() as taken,
        service(url, wecom_api=taken.address, feishu_api=taken.address) as bot,
    ):
        await asyncio.sleep(_SETTLED)
        calls = await pace(bot.port, requests, talk.per_second)
        waited = await _waited(talk, calls, taken)
        bot.process.kill()
    digests = sum(who.startswith(READER) for who, _ in taken.at)
    name = f"{talk.platform} at {talk.per_second} messages/s while {DIGESTS:,} digests are sent"
    return [
        Row(f"answer p50, {name}", percentile(waited, 0.5), "ms", len(waited)),
        Row(
            f"answer p99, {name}", percentile(waited, 0.99), "ms", len(waited), talk.limit, "limit"
        ),
        Row(f"digests sent meanwhile, {name}", digests, "", DIGESTS),
    ]


READER = "reader"


async def _requests(talk: Talk) -> list[bytes]:
    """What they write, one after the other, each about customers of his own."""
    names = [row["aliases"] for row in companies(PEOPLE * 10)]
    notes = [
        (account(talk.platform, n % PEOPLE), said(n, names[n % PEOPLE + PEOPLE * (n // PEOPLE)]))
        for n in range(talk.per_second * SECONDS)
    ]
    return await written(talk.platform, notes)


async def flood(url: str, platform: Platform, many: int) -> None:
    """A digest for each of `many` readers, all of them due."""
    store = Store(url, new_id=Ids())
    act = Act(id="flood", actor=None, channel="bench", at=store.now())
    async with store.unit(act) as uow:
        for number in range(many):
            reader = Address(platform=platform, user=f"{READER}{number}")
            await uow.notices.put(
                f"flood:{number}",
                to=None,
                address=where(reader),
                lane=_LANE,
                body=packed(Text(f"第{number}份日报：今天跟进了12家，推进了3单。")),
                kind="digest",
            )
        await uow.ledger.record("import", "company", "flood")
    await store.close()


async def _waited(talk: Talk, calls: Sequence[Called], taken: Taken) -> list[float]:
    """Milliseconds from each message to its answer, ascending: answers come in the order of the messages."""
    asked: dict[str, list[float]] = defaultdict(list)
    for number, call in enumerate(calls):
        asked[account(talk.platform, number % PEOPLE)].append(call.due)
    async with asyncio.timeout(_PATIENCE):
        while any(taken.messages[who] < len(dues) for who, dues in asked.items()):
            await asyncio.sleep(0.05)
    places: dict[str, count[int]] = defaultdict(count)
    waited = []
    for who, at in taken.at:
        if who in asked and (place := next(places[who])) < len(asked[who]):
            waited.append((at - asked[who][place]) * 1000)
    return sorted(waited)
