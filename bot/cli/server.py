"""The HTTP server of a service: what works beside it is ended first, while requests are answered."""

import socket
from collections.abc import Callable, Sequence

import uvicorn

from bot.cli.beside import Beside
from bot.cli.guarded import Guarded


def configured(app: Callable[..., object], proxies: Sequence[str]) -> uvicorn.Config:
    """How a service is served.

    Args:
        proxies: whose X-Forwarded-For tells where a caller is.
    """
    return uvicorn.Config(
        app,
        http=Guarded,
        log_config=None,
        lifespan="off",
        forwarded_allow_ips=list(proxies),
        timeout_graceful_shutdown=20,
    )


class Server(uvicorn.Server):
    """uvicorn's, with a process beside it that hands it requests."""

    def __init__(self, config: uvicorn.Config, beside: Beside | None) -> None:
        super().__init__(config)
        self._beside = beside

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        if self._beside is not None:
            self._beside.start()
        await super().serve(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._beside is not None:
            await self._beside.end()
        await super().shutdown(sockets)
