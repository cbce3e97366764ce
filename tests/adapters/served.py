"""An emulated platform on a port of its own, for clients that know nothing but sockets."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp


@asynccontextmanager
async def served(app: ASGIApp, port: int = 0, *, sockets: bool = False) -> AsyncIterator[str]:
    """The application on a port, by default one of its own, for as long as it is needed.

    Args:
        sockets: whether it takes WebSocket connections too.
    """
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", port))
        listening.listen()
        ws = "websockets-sansio" if sockets else "none"
        config = uvicorn.Config(app, log_level="error", ws=ws, lifespan="off")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await serving
