"""An ASGI application on a real port, in a thread of its own, for commands that run in this one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from bot.cli.listening import listening


@contextmanager
def served(app: ASGIApp, *, date: str = "") -> Iterator[str]:
    """Serve `app`; yields its address.

    Args:
        date: the Date header in the true one's place.
    """
    socket = listening("127.0.0.1", 0)
    headers = [("date", date)] if date else []
    config = uvicorn.Config(
        app, log_config=None, lifespan="off", date_header=not date, headers=headers
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([socket],))
    thread.start()
    try:
        yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
