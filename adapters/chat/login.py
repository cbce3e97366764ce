"""Who holds the browser that opened a page: the platforms' web login, said once for both."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try to log in, begun by us and ended by the platform's redirect.

    Args:
        state: comes back with the code; letters and digits, at most 128 bytes.
        redirect_uri: where the platform sends the browser back to.
        verifier: proves that whoever brings the code began the try (RFC 7636), 43 to 128 letters and
            digits; only for platforms that know such a proof.
    """

    state: str
    redirect_uri: str
    verifier: str


class LoginFault(StrEnum):
    """Why nobody is known after a login."""

    CODE = "code"
    """The code is wrong, used or too old: begin again."""
    OUTSIDER = "outsider"
    """Somebody the platform does not count among the company's people."""
    BUSY = "busy"
    """The platform does not answer now."""
    SETUP = "setup"
    """The application is not set up for it: somebody has to mend its settings."""


class NotKnown(Exception):
    """The platform does not say who it is.

    Args:
        fault: what to do about it.
        code: the platform's own code, for the log.
    """

    def __init__(self, fault: LoginFault, *, code: str = "") -> None:
        super().__init__(f"{fault}: {code}")
        self.fault = fault
        self.code = code


class Login(Protocol):
    """One platform's web login."""

    def authorise_url(self, attempt: Attempt, *, inside: bool) -> str:
        """Where to send the browser.

        Args:
            inside: whether the page is open in the platform's own client.
        """
        ...

    async def who(self, code: str, attempt: Attempt) -> str:
        """The external id of the person a code stands for.

        Raises:
            NotKnown: with what to do about it.
        """
        ...
