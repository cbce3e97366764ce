"""What the C library keeps for itself of memory that nobody needs any more; it can be asked where that is glibc."""

import ctypes
import sys

_ARENA_MAX = -8
"""mallopt(3): M_ARENA_MAX."""
_ARENAS = 2


def sparing() -> None:
    """Let threads share two arenas, before there are any: each would keep the most that it ever had."""
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):
        mallopt(_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Let the system have what a large piece of work took for a while."""
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)
