"""What several rules ask of one reading is worked out once."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from bot.understanding.reading import Reading

T = TypeVar("T")


def once(found: Callable[[Reading], T]) -> Callable[[Reading], T]:
    """Keep what `found` says of a reading in that reading: a reading never changes, nor does what is found."""

    @wraps(found)
    def known(reading: Reading) -> T:
        if found not in reading.known:
            reading.known[found] = found(reading)
        return cast("T", reading.known[found])

    return known
