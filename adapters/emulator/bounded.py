"""What an emulator counts and keeps, without growing for ever."""

from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

MOST = 5_000

Value = TypeVar("Value")


class Meter:
    """Counts what happened in any window of the platform's clock."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._seen: dict[str, deque[datetime]] = defaultdict(deque)

    def is_over(self, key: str, amount: int, per: timedelta) -> bool:
        """Count one more under `key`, unless `amount` lie in the last `per` already."""
        now, seen = self._now(), self._seen[f"{key}/{per}"]
        while seen and now - seen[0] >= per:
            seen.popleft()
        if len(seen) >= amount:
            return True
        seen.append(now)
        return False


def remember(kept: dict[str, Value], key: str, value: Value, most: int = MOST) -> Value:
    """Keep `value` under `key`, and forget the oldest beyond `most`."""
    kept[key] = value
    while len(kept) > most:
        del kept[next(iter(kept))]
    return value
