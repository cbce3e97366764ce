"""How long acknowledgements wait for their rows: one timer for all who wait equally long, who end in their order."""

import asyncio
from collections import defaultdict, deque

Line = deque[tuple[float, asyncio.Future[bool]]]


class Patience:
    """Futures that are waited for so long and no longer: a timer for each would cost more than to store it."""

    def __init__(self) -> None:
        self._lines: defaultdict[float, Line] = defaultdict(deque)

    def hold(self, future: asyncio.Future[bool], seconds: float) -> None:
        """A future that is not done in so many seconds fails with `TimeoutError`."""
        line, loop = self._lines[seconds], future.get_loop()
        ends = loop.time() + seconds
        line.append((ends, future))
        if len(line) == 1:
            loop.call_at(ends, _look, line)


def _look(line: Line) -> None:
    """Let go of those whose time is over, and of those before them that are done."""
    loop = line[0][1].get_loop()
    while line and (line[0][0] <= loop.time() or line[0][1].done()):
        _, future = line.popleft()
        if not future.done():
            future.set_exception(TimeoutError())
    if line:
        loop.call_at(line[0][0], _look, line)
