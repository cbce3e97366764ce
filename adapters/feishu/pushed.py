"""Events of the long connection, as its gateway hands them to a web process: who may do so."""

import hmac
from dataclasses import dataclass

from adapters.chat import Callback, Refused

PATH = "/feishu/gateway"
_SCHEME = "Bearer "


@dataclass(frozen=True, slots=True)
class Gateway:
    """Whom events are taken from that carry no signature of the platform's.

    Args:
        secret: what the gateway proves itself with.
        is_apart: whether it may call from another machine.
    """

    secret: str
    is_apart: bool = False

    @property
    def header(self) -> dict[str, str]:
        return {"authorization": f"{_SCHEME}{self.secret}"}

    def check(self, callback: Callback) -> None:
        """Look at who calls before anything of what he says is read.

        Raises:
            Refused: another machine, or not the secret.
        """
        if not (callback.is_local or self.is_apart):
            raise Refused("elsewhere")
        given = callback.headers.get("authorization", "")
        if not hmac.compare_digest(f"{_SCHEME}{self.secret}".encode(), given.encode()):
            raise Refused("secret")
        if callback.method != "POST":
            raise Refused("method")
