"""New ids: 26 characters that rise with time."""

import secrets
import threading
import time

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"


class Ids:
    """ULIDs in lower case; within one millisecond the random part counts up."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def __call__(self) -> str:
        with self._lock:
            fresh = (time.time_ns() // 1_000_000 << 80) | secrets.randbits(80)
            stale = fresh >> 80 <= self._last >> 80
            self._last = self._last + 1 if stale else fresh
            return _base32(self._last)


def _base32(number: int) -> str:
    return "".join(_LETTERS[number >> shift & 31] for shift in range(125, -1, -5))
