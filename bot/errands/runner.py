"""Works on errands until it is told to stop: claims, holds, runs, tries again, gives up."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial

import structlog

from bot.bells import Bell
from bot.errands.work import LEASE, Kind, Work
from bot.surroundings import Surroundings
from bot.work import pour
from core.ledger.model import Act
from storage.errands import Errand
from storage.leasing import LostLease
from storage.store import Store

AGAIN = tuple(timedelta(seconds=seconds) for seconds in (1, 4, 15, 60, 300))
"""When a step that failed is tried again; after that its asker is told."""
PATIENCE = 600.0
"""Seconds of one step of an errand; it goes on where it stood."""
BEAT = LEASE / 3
"""How often the lease of an errand at work begins anew: one of its steps may take longer."""
_MOST = 4
"""Errands side by side: they are long, and the chat comes first."""
_log = structlog.get_logger()


class Runner:
    """The errands of an installation.

    Args:
        says: wakes whoever sends, and whoever works on what an errand let the chat hear.
        beat: how often an errand at work is held anew.
    """

    def __init__(
        self,
        store: Store,
        given: Surroundings,
        kinds: Mapping[str, Kind],
        *,
        bell: Bell,
        says: Callable[[], None],
        beat: timedelta = BEAT,
    ) -> None:
        self._store = store
        self._given = given
        self._kinds = kinds
        self._bell = bell
        self._says = says
        self._beat = beat.total_seconds()
        self._at_work: set[int] = set()

    async def run(self, stop: asyncio.Event) -> None:
        await pour(stop, self._bell, self._claim, self._work, most=_MOST)

    async def once(self) -> bool:
        """Work on what waits; False when nothing did."""
        errands = await self._claim(_MOST)
        await asyncio.gather(*(self._work(errand) for errand in errands))
        return bool(errands)

    async def _claim(self, room: int) -> Sequence[Errand]:
        return await self._store.errands.claim(room, LEASE, but=self._at_work)

    async def _work(self, errand: Errand) -> None:
        patience = asyncio.timeout(PATIENCE)
        work = Work(errand, self._store, self._given, self._says, partial(_begin_anew, patience))
        self._at_work.add(errand.seq)
        try:
            async with patience:
                await self._run(work)
        except asyncio.CancelledError:
            await self._store.errands.back(work.errand)
            raise
        except LostLease:
            _log.warning("errand taken over", key=errand.key)
        except Exception as error:  # noqa: BLE001 - the runner outlives every errand
            _log.exception("errand failed", key=errand.key, tries=work.errand.attempts)
            await self._failed(work, f"{type(error).__name__}: {error}")
        finally:
            self._at_work.discard(errand.seq)
        self._says()

    async def _run(self, work: Work) -> None:
        """Work on it while it is held.

        Raises:
            LostLease: somebody else took over.
            _EndsItsProcess: whoever worked on it died each time, without a word.
        """
        if work.errand.attempts > len(AGAIN) + 1:
            raise _EndsItsProcess
        running = asyncio.create_task(self._kinds[work.errand.kind].run(work))
        holding = asyncio.create_task(self._hold(work.errand))
        try:
            await asyncio.wait((running, holding), return_when=asyncio.FIRST_COMPLETED)
            await (running if running.done() else holding)
        finally:
            running.cancel()
            holding.cancel()
            await asyncio.gather(running, holding, return_exceptions=True)

    async def _hold(self, errand: Errand) -> None:
        while True:
            await asyncio.sleep(self._beat)
            try:
                await self._store.errands.held(errand, LEASE)
            except LostLease:
                raise
            except Exception:  # noqa: BLE001 - the database may be away: the next beat holds it
                _log.exception("errand not held", key=errand.key)

    async def _failed(self, work: Work, reason: str) -> None:
        errand = work.errand
        try:
            if errand.attempts <= len(AGAIN):
                after = AGAIN[errand.attempts - 1]
                await self._store.errands.later(errand, after=after, error=reason)
                return
            now = self._given.clock()
            act = Act(id=f"{errand.key}:lost", actor=errand.employee, channel="job", at=now)
            async with self._store.unit(act, errand.company) as uow:
                await self._kinds[errand.kind].lost(work, uow)
                await self._store.errands.dead(uow.connection, errand, error=reason)
        except LostLease:
            _log.warning("errand taken over", key=errand.key)
        except Exception:  # noqa: BLE001 - the database may be away: its lease runs out
            _log.exception("errand not marked", key=errand.key)


def _begin_anew(patience: asyncio.Timeout) -> None:
    if not patience.expired():
        patience.reschedule(asyncio.get_running_loop().time() + PATIENCE)


class _EndsItsProcess(Exception):
    """An errand that was claimed once more than it may fail: it kills whoever works on it."""
