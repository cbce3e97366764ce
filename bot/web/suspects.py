"""Addresses that call without a right signature, again and again: they wait for one another, nobody else does.

Only what nobody proved counts, so that the platforms' own addresses never stand here. And nobody is
refused for where he calls from: what is signed rightly is taken from any address.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

FAILURES = 20
"""In a window; who sets an application up and mistypes a key a few times stays below."""
WINDOW = timedelta(minutes=1)
AT_ONCE = 8
"""Bodies of suspects that are read at a time, of all of them together."""
MOST = 4_096
"""Addresses that are known; whoever failed longest ago is forgotten first."""


@dataclass(slots=True)
class _Failures:
    count: int
    since: float


class Suspects:
    """The addresses of one process.

    Args:
        timer: seconds that only rise.
    """

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self._timer = timer
        self._known: OrderedDict[str, _Failures] = OrderedDict()
        self._turns = asyncio.Semaphore(AT_ONCE)

    def __len__(self) -> int:
        return len(self._known)

    def failed(self, address: str) -> None:
        """Count a call from `address` that nobody proved."""
        caller, now = one_caller(address), self._timer()
        known = self._known.pop(caller, None)
        if known is None or self._is_over(known):
            known = _Failures(0, now)
        known.count += 1
        self._known[caller] = known
        if len(self._known) > MOST:
            self._known.popitem(last=False)

    def has(self, address: str) -> bool:
        """Whether `address` failed so often of late that it waits for its turn."""
        known = self._known.get(one_caller(address)) if self._known else None
        return known is not None and known.count >= FAILURES and not self._is_over(known)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """The time in which a suspect's body may be read: when few others of them read theirs."""
        async with self._turns:
            yield

    def _is_over(self, known: _Failures) -> bool:
        return self._timer() - known.since > WINDOW.total_seconds()


def one_caller(address: str) -> str:
    """What counts as one: an address of IPv4, a network of IPv6 as one subscriber is given it.

    >>> one_caller("2001:db8::7"), one_caller("::ffff:192.0.2.1"), one_caller("192.0.2.1")
    ('2001:db8::/64', '192.0.2.1', '192.0.2.1')
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if not isinstance(found, IPv6Address):
        return address
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
