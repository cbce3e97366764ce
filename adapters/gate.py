"""What stands before a platform's interfaces: slots, closures it asked for, a breaker for its failures."""

import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from adapters.chat import DeliveryError, Failure
from adapters.limits import Limits, Wanted

FAILURES = 10
"""Calls of one interface in a row that the platform failed, after which nobody calls it for a while."""
PAUSE, LONGEST = timedelta(seconds=5), timedelta(minutes=1)
PROBED = timedelta(seconds=1)
"""How long the others wait for the one call that tries whether it answers again."""
HOUR = timedelta(hours=1)
_FAILED = ("http-", "timeout", "no-json")


@dataclass(slots=True)
class _State:
    """One interface, as this process knows it."""

    failures: int = 0
    closures: int = 0
    is_probed: bool = False
    under_way: int = 0
    room: int | None = None
    refused_until: float = float("-inf")


class Gate:
    """The way to one platform.

    Args:
        limits: shared by the processes.
        shuts: codes that close an interface for the time they say.
        repeats: those of them that close it for an hour when they come again as soon as it is open.
        crowds: codes that say that too many calls are under way at once.
        timer: seconds that only rise.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        shuts: Collection[str],
        repeats: Collection[str] = (),
        crowds: Collection[str] = (),
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limits = limits
        self._shuts = shuts
        self._repeats = repeats
        self._crowds = crowds
        self._timer = timer
        self._states: defaultdict[str, _State] = defaultdict(_State)

    @asynccontextmanager
    async def passing(self, interface: str, wanted: Wanted) -> AsyncIterator[None]:
        """One call of `interface`, which is one of the keys of `wanted`.

        Raises:
            DeliveryError: it may not be made now, with how long to wait; or what the call raised.
        """
        state = self._states[interface]
        self._refuse_crowds(state)
        if wait := await self._limits.take(wanted):
            raise _waits("own-limit", timedelta(seconds=wait))
        self._probe(state)
        state.under_way += 1
        try:
            yield
        except DeliveryError as error:
            await self._judged(interface, state, error)
            raise
        except BaseException:
            state.is_probed = False
            raise
        else:
            state.failures, state.closures, state.is_probed = 0, 0, False
            state.room = state.room + 1 if state.room is not None else None
        finally:
            state.under_way -= 1

    def _refuse_crowds(self, state: _State) -> None:
        if state.room is not None and state.under_way >= state.room:
            raise _waits("crowded", PROBED / 5)

    def _probe(self, state: _State) -> None:
        """After a closure one call tries, and the others wait for what it finds."""
        if state.failures < FAILURES:
            return
        if state.is_probed:
            raise _waits("closed", PROBED)
        state.is_probed = True

    async def _judged(self, interface: str, state: _State, error: DeliveryError) -> None:
        state.is_probed = False
        if self._is_failure(error):
            state.failures += 1
            if state.failures >= FAILURES:
                pause = min(PAUSE * 2 ** min(state.closures, 8), LONGEST)
                state.closures += 1
                await self._limits.shut(interface, pause)
            return
        state.failures, state.closures = 0, 0
        if error.code in self._crowds:
            state.room = max(1, state.under_way // 2)
        elif error.code in self._shuts:
            error.after = self._escalated(state, error)
            await self._limits.shut(interface, error.after)

    def _is_failure(self, error: DeliveryError) -> bool:
        """Whether no call would have gone, and the platform does not say for how long."""
        if error.failure is Failure.RETRY:
            return error.code.startswith(_FAILED)
        known = (*self._shuts, *self._crowds)
        return error.failure is Failure.WAIT and error.scope == "api" and error.code not in known

    def _escalated(self, state: _State, error: DeliveryError) -> timedelta:
        """How long it is closed: who is refused again as soon as he may has used up a longer one."""
        after = error.after or PROBED
        if error.code in self._repeats and self._timer() < state.refused_until:
            after = HOUR
        state.refused_until = self._timer() + 2 * after.total_seconds()
        return after


def _waits(code: str, after: timedelta) -> DeliveryError:
    return DeliveryError(Failure.WAIT, code=code, after=after)
