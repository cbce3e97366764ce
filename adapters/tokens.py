"""Access tokens: fetched by one, used by all, never fetched in a loop."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from adapters.chat import DeliveryError, Failure

MARGIN = timedelta(minutes=5)
YOUNG = timedelta(minutes=1)
FREE_STRIKES = 2
LONGEST_PAUSE = timedelta(hours=1)


class TokenStore(Protocol):
    """Where the processes of an installation share tokens."""

    async def get(self, name: str) -> str | None:
        """The token kept under `name`, or None when there is none or its life is over."""
        ...

    async def put(self, name: str, token: str, life: timedelta) -> None: ...

    def hold(self, name: str) -> AbstractAsyncContextManager[None]:
        """A lock shared by the processes."""
        ...


@dataclass(frozen=True, slots=True)
class Issued:
    """A token as the platform gave it, and how long it lives."""

    token: str
    life: timedelta


class Tokens:
    """The token of one application.

    A wrong secret and tokens that are refused as soon as they are issued pause the fetching for
    1, 2, 4 … up to 60 minutes, for all processes: platforms block the address of whoever insists.

    Args:
        name: the application's key in the store.
        fetch: asks the platform; raises DeliveryError.
        store: shared by the processes.
    """

    def __init__(
        self, name: str, fetch: Callable[[], Awaitable[Issued]], store: TokenStore
    ) -> None:
        self._name = name
        self._fetch = fetch
        self._store = store
        self._flight = asyncio.Lock()
        self._strikes = 0

    async def current(self) -> str:
        """Return a token that is valid as far as is known.

        Raises:
            DeliveryError: the platform gives none now.
        """
        return await self._store.get(self._name) or await self._one_flight(bad=None)

    async def renew(self, bad: str) -> str:
        """Return another token than `bad`, which the platform refused.

        Whoever comes with the same bad token later gets what the first one fetched.

        Raises:
            DeliveryError: the platform gives none now.
        """
        return await self._one_flight(bad=bad)

    async def _one_flight(self, bad: str | None) -> str:
        async with self._flight, self._store.hold(self._name):
            token = await self._store.get(self._name)
            if token is not None and token != bad:
                return token
            await self._refuse_while_paused()
            if bad is not None:
                await self._judge(bad)
            return await self._fetch_and_keep(bad)

    async def _refuse_while_paused(self) -> None:
        code = await self._store.get(f"{self._name}:paused")
        if code is not None:
            raise DeliveryError(Failure.WAIT, code=code, after=YOUNG, scope="api")

    async def _judge(self, bad: str) -> None:
        """Count a token that was refused in its first minute; the third in a row is a pattern."""
        young = await self._store.get(f"{self._name}:young")
        self._strikes = self._strikes + 1 if young == bad else 0
        if self._strikes > FREE_STRIKES:
            raise await self._pause("token-refused", self._strikes - FREE_STRIKES)

    async def _fetch_and_keep(self, bad: str | None) -> str:
        try:
            issued = await self._fetch()
        except DeliveryError as error:
            if error.failure is Failure.RETRY:
                raise
            self._strikes += 1
            pause = await self._pause(error.code, self._strikes, error.after)
            pause.seen_from = error.seen_from
            raise pause from None
        if issued.token == bad:
            self._strikes += 1
            raise await self._pause("token-unchanged", self._strikes)
        await self._store.put(self._name, issued.token, max(issued.life - MARGIN, issued.life / 2))
        await self._store.put(f"{self._name}:young", issued.token, YOUNG)
        return issued.token

    async def _pause(
        self, code: str, strikes: int, least: timedelta | None = None
    ) -> DeliveryError:
        doubled = YOUNG * 2 ** min(strikes - 1, 6)
        pause = max(min(doubled, LONGEST_PAUSE), least or YOUNG)
        await self._store.put(f"{self._name}:paused", code, pause)
        return DeliveryError(Failure.WAIT, code=code, after=pause, scope="api")
