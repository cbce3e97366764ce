"""A measured row, and how rates and percentiles are taken."""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

SECONDS = 2.0
"""How long a rate is taken."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Args:
        ours: in `unit`.
        n: how often it was measured.
        reference: the same done by `peer` in the same run, or the limit `peer` names.
    """

    name: str
    ours: float
    unit: str
    n: int
    reference: float | None = None
    peer: str = ""

    @property
    def ratio(self) -> float | None:
        return self.ours / self.reference if self.reference else None


def rate(work: Callable[[], object], *, seconds: float = SECONDS) -> tuple[float, int]:
    """Return how often `work` runs in a second, and how often it ran; a tenth warms it up."""
    _repeat(work, seconds / 10)
    return _repeat(work, seconds)


def _repeat(work: Callable[[], object], seconds: float) -> tuple[float, int]:
    begun, times = time.perf_counter(), 0
    while time.perf_counter() - begun < seconds:
        work()
        times += 1
    return times / (time.perf_counter() - begun), times


async def times(works: Sequence[Callable[[], Awaitable[object]]]) -> list[float]:
    """Return the milliseconds of each of `works`, done one after the other, ascending."""
    taken = []
    for work in works:
        begun = time.perf_counter()
        await work()
        taken.append((time.perf_counter() - begun) * 1000)
    return sorted(taken)


def percentile(ascending: Sequence[float], share: float) -> float:
    """Return the value that `share` (0 to 1) of the sorted values do not exceed."""
    return ascending[min(len(ascending) - 1, int(len(ascending) * share))]
