"""Half a year of digests, sent by the real jobs, made again from the ledger byte for byte (K12)."""

import hashlib
from contextlib import AsyncExitStack
from datetime import timedelta

from sqlalchemy import select

from bot.company.rules import CompanyRules
from core.ledger.model import read_mark
from core.reports.readers import rebuild
from core.workdays import Calendar
from storage.store import Store
from storage.tables import snapshots
from tests.core.builders import MONDAY, ZONE, at
from tests.features.life import Life, digested

RULES = CompanyRules()
BY = {"flows": RULES.flows, "reaches": RULES.reaches, "calendar": Calendar()}
BEGUN = MONDAY - timedelta(days=13)


async def lived(store: Store, days: int, acts: int) -> None:
    """The days, each with its digests."""
    life = Life(store, 20261123, at(BEGUN.date(), 8))
    await life.begin()
    await digested(life, BEGUN.date(), days, acts)


def expected(days: int) -> int:
    """Three readers; one a day, one each Monday, one each first of a month."""
    each = [(BEGUN + timedelta(days=number)).date() for number in range(days)]
    return 3 * sum(1 + (day.weekday() == 0) + (day.day == 1) for day in each)


async def sent(store: Store) -> list:
    """Every digest that was sent, the last first."""
    async with store.look() as uow:
        query = select(snapshots).order_by(snapshots.c.made_at.desc(), snapshots.c.reader)
        rows = await uow.session.all(query)
        found = [await uow.reports.snapshot(row.reader, row.day, row.period) for row in rows]
    return [one for one in found if one]


async def unequal(store: Store) -> list[tuple[str, str, str]]:
    """Which of them are not made again as they were sent; the past is gone back over once."""
    wrong = []
    async with store.look() as uow, uow.as_of() as past, AsyncExitStack() as stack:
        for one in await sent(store):
            await stack.enter_async_context(past.as_of(read_mark(one.mark.partition("@")[0])))
            made = await rebuild(past, one, ZONE, **BY)
            content = made.canonical()
            hashed = hashlib.sha256(content.encode()).hexdigest()
            if (content, hashed) != (one.content, one.hash):
                wrong.append((one.reader, one.day.isoformat(), one.period))
    return wrong


async def test_K12_any_digest_of_half_a_year_is_made_again_byte_for_byte(
    sqlite_url, new_id
) -> None:
    store = Store(sqlite_url, new_id=new_id)
    await lived(store, 180, 6)
    kept = await sent(store)

    assert {one.period for one in kept} == {"day", "week", "month"}
    assert len(kept) == expected(180)
    assert len({one.hash for one in kept}) > 500
    assert await unequal(store) == []
    await store.close()


async def test_K12_on_postgresql_too(postgresql_url, new_id) -> None:
    store = Store(postgresql_url, new_id=new_id)
    await lived(store, 10, 12)

    assert len(await sent(store)) == expected(10)
    assert await unequal(store) == []
    await store.close()


async def test_K12_a_row_that_was_changed_behind_the_ledger_is_noticed(sqlite_url, new_id) -> None:
    store = Store(sqlite_url, new_id=new_id)
    await lived(store, 2, 12)
    async with store.database.write() as connection:
        await connection.exec_driver_sql("UPDATE follow_ups SET kind = 'visit', effective = 1")

    assert await unequal(store) != []
    await store.close()
