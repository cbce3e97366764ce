"""The socket a service listens on, taken before anything else is begun."""

import os
import socket

from bot.cli.refused import Refused

_BACKLOG = 2048


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
