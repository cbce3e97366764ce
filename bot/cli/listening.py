"""The socket a service listens on, taken before anything else is begun, and the signals that end it."""

import asyncio
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from bot.cli.refused import Refused

_BACKLOG = 2048
ENDS = (signal.SIGINT, signal.SIGTERM)
"""What ends a process in order."""


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there.

    Raises:
        Refused: the port is taken, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OverflowError:
        why = "no such port"
    except OSError as error:
        number = error.errno or 0
        why = os.strerror(number) if number > 0 else "no such host"
    raise Refused(f"cannot listen on {host} port {port} ({why}); choose with --host and --port")


def address(listens: socket.socket) -> str:
    """Where a process of this machine reaches it; an address of all stands for its own."""
    host, port = listens.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - it is only read
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextmanager
def outliving_signals() -> Iterator[None]:
    """Let what is begun be finished: uvicorn stops at a signal and then raises it once more."""
    loop = asyncio.get_running_loop()
    for end in ENDS:
        loop.add_signal_handler(end, lambda: None)
    try:
        yield
    finally:
        for end in ENDS:
            loop.remove_signal_handler(end)
