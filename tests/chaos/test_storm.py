"""Whoever claims at the same moment as others: one gets the customer, the others are told who has it (H9).

`make chaos` has ten thousand claims of two hundred customers through four processes.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from adapters.chat import Platform
from bot.app import build
from bot.ids import Ids
from bot.plan import Plan
from bot.running import App
from storage.store import Store
from tests.adapters.served import served
from tests.chaos.bot import wecom
from tests.chaos.fleet import PATIENCE
from tests.chaos.load import Load, until
from tests.chaos.phones import Phones
from tests.chaos.scene import OVER
from tests.chaos.storm import Storm, became, everybody_wants
from tests.e2e.world import ZONE

PEOPLE, MANY = 30, 10


async def test_of_many_who_claim_at_once_one_has_it_and_the_others_are_told_who(
    postgresql_url: str,
) -> None:
    store = Store(postgresql_url, new_id=Ids())
    told = await everybody_wants(store, PEOPLE, MANY)
    async with httpx.AsyncClient(timeout=60) as callback:
        phones = Phones(Platform.WECOM, callback, PEOPLE)
        async with (
            served(phones.calls) as api,
            two(postgresql_url, api) as (first, _),
            served(first.asgi) as bot,
        ):
            callback.base_url = httpx.URL(bot)
            await Load(phones, told, per_second=1_000).run()
            await until(lambda: _over(store), PATIENCE)

            assert await became(store, told, phones) == Storm()
    await store.close()


@asynccontextmanager
async def two(url: str, api: str) -> AsyncIterator[list[App]]:
    """Two services that work on one database."""
    plan = Plan(
        database_url=url,
        zone=ZONE,
        platforms=lambda store: {Platform.WECOM: wecom(store, api, store.shared)},
    )
    apps = [await build(plan), await build(plan)]
    for app in apps:
        await app.start(schedule=False)
    try:
        yield apps
    finally:
        await asyncio.gather(*(app.stop() for app in apps))


async def _over(store: Store) -> bool:
    came, went = await store.inbox.depth(), await store.outbox.depth()
    return not {*came, *went} - OVER
