"""Work in a thread beside the loop, which has its turn all the while (decision 0036)."""

import asyncio
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib.abc import MetaPathFinder
from threading import Lock, Thread, current_thread, get_ident, main_thread
from typing import TypeVar

_STRETCH = 200
"""Words read without a pause."""
_GLANCE, _LATE, _PAUSE = 0.0001, 0.0004, 0.002
"""Seconds: of a pause in which whoever waits comes on, after which somebody did, and of a real pause then."""
_LOADING = Lock()
"""Held by the one thread that loads beside the loop: two would leave it little."""
T = TypeVar("T")


def at_leisure(every: Iterable[T], stretch: int = _STRETCH) -> Iterator[T]:
    """The same, with a pause again and again in a thread beside the main one: who serves people there
    would wait for each of his steps until this is interrupted."""
    rests = current_thread() is not main_thread()
    for number, one in enumerate(every):
        yield one
        if rests and not number % stretch:
            _rest()


@contextmanager
def loading() -> Iterator[None]:
    """Held by whoever loads, one at a time: there is a pause before each module."""
    with _LOADING:
        _PAUSES.thread = get_ident()
        if _PAUSES not in sys.meta_path:
            sys.meta_path.insert(0, _PAUSES)  # and stays: who looks through them now would miss one
        try:
            yield
        finally:
            _PAUSES.thread = 0


async def beside(work: Callable[[], T]) -> T:
    """What `work` comes to in a thread that nobody waits for at the end of a process.

    Raises:
        Exception: as `work` does.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def tell(told: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(lambda: None if done.done() else told())

    def run() -> None:
        try:
            found = work()
        except BaseException as error:  # noqa: BLE001 - told where it is waited for
            failed = error
            tell(lambda: done.set_exception(failed))
        else:
            tell(lambda: done.set_result(found))

    Thread(target=run, name="beside", daemon=True).start()
    return await done


def _rest() -> None:
    began = time.perf_counter()
    time.sleep(_GLANCE)
    if time.perf_counter() - began > _LATE:
        time.sleep(_PAUSE)


class _Pauses(MetaPathFinder):
    """Finds nothing; its thread rests before each module that it looks for."""

    def __init__(self) -> None:
        self.thread = 0

    def find_spec(self, *_: object) -> None:
        if get_ident() == self.thread:
            _rest()


_PAUSES = _Pauses()
