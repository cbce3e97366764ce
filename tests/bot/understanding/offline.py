"""`liaoke` where nothing may be reached: `python -m tests.bot.understanding.offline [dial] ARGUMENTS`.

Whatever would leave the process by a socket or a name's address ends it at once. With `dial` it
tries to, to show that it cannot.
"""

import os
import socket
import sys

from bot.__main__ import main

REACHED = 97
"""The exit status of whoever tried."""
_WAYS = (
    "socket.connect",
    "socket.sendto",
    "socket.sendmsg",
    "socket.getaddrinfo",
    "urllib.Request",
)


def forbid() -> None:
    """End the process at the first try; Python calls this before the system is asked."""

    def watch(event: str, _: object) -> None:
        if event.startswith((*_WAYS, "socket.gethostby")):
            os._exit(REACHED)

    sys.addaudithook(watch)


if __name__ == "__main__":
    forbid()
    if sys.argv[1] == "dial":
        socket.create_connection(("127.0.0.1", 9))
    sys.exit(main())
