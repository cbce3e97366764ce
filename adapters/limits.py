"""How often a platform may be called: each call takes its slot and hears how long to wait for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

_FORGET_AFTER = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `amount` calls in `per`, evenly or in one burst of `burst`."""

    amount: int
    per: timedelta
    burst: int = 0

    @property
    def step(self) -> float:
        return self.per.total_seconds() / self.amount

    @property
    def slack(self) -> float:
        return self.step * ((self.burst or self.amount) - 1)


def gcra(arrival: float, rate: Rate, now: float) -> tuple[float, float]:
    """One step of the generic cell rate algorithm.

    Args:
        arrival: the theoretical arrival time kept so far, in seconds of `now`'s clock.

    Returns:
        The new arrival time and the seconds to wait before the call.
    """
    start = max(arrival, now)
    wait = max(0.0, start - rate.slack - now)
    return start + rate.step, wait


class Limiter:
    """Slots by key, for one process.

    Args:
        clock: seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._arrivals: dict[str, float] = {}

    def wait(self, key: str, rate: Rate, *, most: float = 1.0) -> float:
        """Seconds until the call may go; up to `most` the slot is taken, beyond it nothing is."""
        now = self._clock()
        arrival, wait = gcra(self._arrivals.get(key, 0.0), rate, now)
        if wait <= most:
            self._arrivals[key] = arrival
        if len(self._arrivals) > _FORGET_AFTER:
            self._arrivals = {kept: at for kept, at in self._arrivals.items() if at > now}
        return wait
