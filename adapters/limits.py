"""How often a platform may be called: each call takes its slot and hears how long to wait for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

_FORGET_AFTER = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `amount` calls in any `per`, up to `burst` of them at once (half when not given).

    The rest is spread evenly over `per`, so that no window of that length, wherever it is laid,
    holds more than `amount`.
    """

    amount: int
    per: timedelta
    burst: int = 0

    @property
    def at_once(self) -> int:
        return self.burst or (self.amount + 1) // 2

    @property
    def step(self) -> float:
        """Seconds between calls once the burst is used up."""
        return self.per.total_seconds() / (self.amount - self.at_once + 1)

    @property
    def slack(self) -> float:
        return self.step * (self.at_once - 1)


Wanted = Mapping[str, tuple[Rate, ...]]
"""Keys, each with the rates it is held to."""


def gcra(arrival: float, rate: Rate, now: float) -> tuple[float, float]:
    """One step of the generic cell rate algorithm.

    Args:
        arrival: the theoretical arrival time kept so far, in seconds of `now`'s clock.

    Returns:
        The new arrival time and the seconds to wait before the call.
    """
    start = max(arrival, now)
    return start + rate.step, max(0.0, start - rate.slack - now)


class Limiter:
    """Slots by key, for one process.

    Args:
        clock: seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._arrivals: dict[str, float] = {}

    def wait(self, key: str, *rates: Rate, most: float = 1.0) -> float:
        """Seconds until the call may go; up to `most` the slot is taken, beyond it nothing is."""
        return self.wait_all({key: rates}, most=most)

    def wait_all(self, wanted: Wanted, *, most: float = 1.0) -> float:
        """As `wait`, for several keys of which either all give a slot or none does."""
        now = self._clock()
        steps = {
            f"{key}/{rate.per.total_seconds():g}": rate
            for key, rates in wanted.items()
            for rate in rates
        }
        found = {key: gcra(self._arrivals.get(key, now), rate, now) for key, rate in steps.items()}
        longest = max((wait for _, wait in found.values()), default=0.0)
        if longest <= most:
            self._arrivals |= {key: arrival for key, (arrival, _) in found.items()}
        if len(self._arrivals) > _FORGET_AFTER:
            self._arrivals = {kept: at for kept, at in self._arrivals.items() if at > now}
        return longest
