"""The HTTP server of a service: at its end it is no longer ready first, and answers until that is seen."""

import asyncio
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import uvicorn

from bot.cli.beside import Beside
from bot.cli.guarded import Guarded
from bot.cli.indoors import Indoors

_KEPT = 75
"""Seconds for which a connection is kept without use, longer than by proxies (nginx keeps it for 60): a press
on one that ends at that moment is lost, since no platform sends a press again."""
_ANSWERING = 5
"""Seconds in which requests in hand are answered: no callback may take longer (interfaces.md 4)."""


def configured(app: Callable[..., object], proxies: Sequence[str]) -> uvicorn.Config:
    """How a service is served.

    Args:
        proxies: whose X-Forwarded-For tells where a caller is.
    """
    return uvicorn.Config(
        app,
        http=Guarded,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        timeout_keep_alive=_KEPT,
        timeout_graceful_shutdown=_ANSWERING,
    )


class Server(uvicorn.Server):
    """uvicorn's, which hears of its end from us.

    Args:
        beside: a process that hands it requests; it is ended while they are answered.
        indoors: what is loaded once requests are taken, and leaves at the beginning of the end.
        delay: seconds for whoever sends requests to see that it is not ready and to send them elsewhere.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        beside: Beside | None,
        indoors: Indoors,
        *,
        delay: float,
    ) -> None:
        super().__init__(config)
        self._beside = beside
        self._indoors = indoors
        self._delay = delay

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """None: `Ending` has them."""
        yield

    def end(self) -> None:
        """Ask for the end; may be called where a signal comes in."""
        self.should_exit = True

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        if self._beside is not None:
            self._beside.start()
        await super().serve(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._indoors.open()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._indoors.leave()
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.sleep(self._delay))
            if self._beside is not None:
                group.create_task(self._beside.end())
        await super().shutdown(sockets)
