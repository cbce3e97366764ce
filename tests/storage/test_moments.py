"""Moments that SQL reckons from others."""

from datetime import timedelta

from sqlalchemy import func, select

from storage.moments import later
from storage.store import Store
from storage.tables import follow_ups
from tests.contracts.given import NOW, follow_up


async def test_each_distance_is_its_own_though_the_statement_is_kept(store: Store, act) -> None:
    async with store.unit(act("E1")) as uow:
        await uow.follow_ups.add(follow_up("F1", occurred_at=NOW, created_at=NOW))
        await uow.ledger.record("log", "follow_up", "F1")

    async def after(minutes: int) -> int:
        bound = later(follow_ups.c.created_at, timedelta(minutes=minutes))
        async with store.database.read() as connection:
            moment = NOW + timedelta(minutes=15)
            query = select(func.count()).select_from(follow_ups).where(bound > moment)
            return int((await connection.execute(query)).scalar() or 0)

    assert [await after(minutes) for minutes in (10, 20, 10)] == [0, 1, 0]
