"""Deletes the files that nothing needs any more, a folder at a time."""

from datetime import timedelta

from bot.drawing.gallery import DRAWN, SHOWN
from bot.errands.work import Kind, Work
from bot.files import SHARDS
from storage.unit_of_work import SqlUnitOfWork

OLD = timedelta(days=8)
"""Longer than a file waits for what it belongs to, or for whoever asked for it."""


async def _run(work: Work) -> None:
    before = work.store.now() - OLD
    for shard in SHARDS:
        async with work.store.look(work.errand.company) as uow:
            needed = await uow.attachments.digests(shard)
        await work.files.sweep(shard, needed, before)
    await work.files.within(DRAWN).forget(work.store.now() - SHOWN)
    async with work.end():
        pass


async def _lost(work: Work, uow: SqlUnitOfWork) -> None:
    """Nobody waits for it: the next night's does it."""


SWEEPING = Kind(_run, _lost)
