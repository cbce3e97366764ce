"""The failure switches: each really acts in both emulators, and goes off by itself."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from bot.web.desk.phones import PLATFORMS, Phones

SLOW = 8.0
"""Seconds."""
LASTS = 90.0
"""Seconds after which any switch is off, used up or not."""
_ANSWERS, _CALLBACKS, _TIMES = 2, 5, 3
_CALLS = {"wecom": 1, "feishu": 3}
"""WeCom's limit is by the minute, so the bot waits for one; Feishu's is by the second."""
_LIMITED = {"wecom": 45009, "feishu": 99991400}


class State(NamedTuple):
    """Whether a switch is on, and for how many more calls; None: until its time is over."""

    is_on: bool
    left: int | None


class Switches:
    """The five switches of one rehearsal.

    Args:
        changed: called when one goes off by its time.
    """

    def __init__(self, phones: Phones, changed: Callable[[], None]) -> None:
        self._phones = phones
        self._changed = changed
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def states(self) -> dict[str, State]:
        """Each switch as it stands."""
        failures = [self._phones.failures(one) for one in PLATFORMS]
        limited = max(
            list(faults).count(_LIMITED[one])
            for one, faults in zip(PLATFORMS, self._faults(), strict=True)
        )
        repeated = max(one.repeated for one in failures)
        cuts = max(one.cuts for one in failures)
        return {
            "slow": State(any(one.delay for one in failures), None),
            "limited": State(limited > 0, limited),
            "expired": State("expired" in self._timers and self._is_expired(), None),
            "thrice": State(repeated > 0, repeated),
            "reset": State(cuts > 0, cuts),
        }

    def flip(self, name: str) -> None:
        """On, for a while; or off.

        Raises:
            KeyError: there is no such switch.
        """
        is_on = self.states()[name].is_on
        self._off(name)
        if not is_on:
            self._set(name, is_on=True)
            loop = asyncio.get_running_loop()
            self._timers[name] = loop.call_later(LASTS, self._ended, name)
        self._changed()

    def all_off(self) -> None:
        for name in self.states():
            self._off(name)

    def _ended(self, name: str) -> None:
        self._off(name)
        self._changed()

    def _off(self, name: str) -> None:
        if timer := self._timers.pop(name, None):
            timer.cancel()
        self._set(name, is_on=False)

    def _set(self, name: str, *, is_on: bool) -> None:
        for platform, faults in zip(PLATFORMS, self._faults(), strict=True):
            failures = self._phones.failures(platform)
            match name:
                case "slow":
                    failures.delay = SLOW if is_on else 0.0
                case "limited":
                    faults.clear()
                    faults.extend([_LIMITED[platform]] * _CALLS[platform] * is_on)
                case "expired" if is_on:
                    self._phones.of(platform).expire_tokens()
                case "thrice":
                    failures.repeats, failures.repeated = _TIMES, _CALLBACKS * is_on
                case "reset":
                    failures.cuts = _ANSWERS * is_on

    def _faults(self) -> tuple[deque[int], ...]:
        return tuple(self._phones.of(one).faults for one in PLATFORMS)

    def _is_expired(self) -> bool:
        """Whether no new token was issued on one of the platforms."""
        corp, tenant = self._phones.wecom.corp, self._phones.feishu.tenant
        return not tenant.tokens or all(until <= corp.now() for until in corp.tokens.values())
