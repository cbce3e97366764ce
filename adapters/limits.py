"""How often a platform may be called: a call takes its slot, or hears how long to wait for one."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

_FORGET_AFTER = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `amount` calls in any `per`, wherever that window is laid."""

    amount: int
    per: timedelta


Wanted = Mapping[str, Sequence[Rate]]
"""Keys, each with the rates it is held to."""


def earliest(taken: Sequence[float], rate: Rate, now: float) -> float:
    """When the next call may go.

    A counter of evenly spaced cells (GCRA) would need no list, but lets almost twice the amount
    into one window after a pause; platforms answer that with errors, or drop in silence.

    Args:
        taken: the calls' times so far, in order, in seconds of `now`'s clock.
    """
    if len(taken) < rate.amount:
        return now
    return max(now, taken[-rate.amount] + rate.per.total_seconds())


class Limiter:
    """Slots by key, for one process.

    Args:
        clock: seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._taken: dict[str, deque[float]] = {}

    def wait(self, key: str, *rates: Rate, most: float = 1.0) -> float:
        """Seconds until the call may go; up to `most` the slot is taken, beyond it nothing is."""
        return self.wait_all({key: rates}, most=most)

    def wait_all(self, wanted: Wanted, *, most: float = 1.0) -> float:
        """As `wait`, for several keys of which either all give a slot or none does."""
        now = self._clock()
        start = now
        for key, rates in wanted.items():
            taken = self._taken.get(key, deque())
            start = max(start, *(earliest(taken, rate, now) for rate in rates))
        if start - now <= most:
            for key, rates in wanted.items():
                self._take(key, max(rate.amount for rate in rates), start)
            self._forget(wanted, now)
        return start - now

    def _take(self, key: str, most: int, at: float) -> None:
        taken = self._taken.get(key)
        if taken is None:
            taken = self._taken[key] = deque(maxlen=most)
        taken.append(at)

    def _forget(self, wanted: Wanted, now: float) -> None:
        """Beyond many keys, those whose last call lies outside the longest window asked for."""
        if len(self._taken) <= _FORGET_AFTER:
            return
        longest = max(rate.per.total_seconds() for rates in wanted.values() for rate in rates)
        self._taken = {key: kept for key, kept in self._taken.items() if kept[-1] > now - longest}
