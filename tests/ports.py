"""Ports for processes that are started by their number: nobody else comes by one meanwhile."""

import random
import socket

_RANGE = range(20_000, 30_000)
"""Below what a machine gives to whoever asks for any: no connection is made from one of these."""
_ANY = random.SystemRandom()


def free_port() -> int:
    """A port of this machine that nobody listens to."""
    while True:
        port = _ANY.choice(_RANGE)
        with socket.socket() as found:
            try:
                found.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
