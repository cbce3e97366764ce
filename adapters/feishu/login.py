"""Feishu's web login: authorisation code with proof (S256), then the user's own token asks who it is.

Source: platforms/feishu.md 10.
"""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from adapters.chat import Attempt, DeliveryError, Failure, LoginFault, NotKnown
from adapters.feishu.client import FeishuClient

_BAD_CODE = {"20003", "20004", "20024", "20049", "20065"}
_OUTSIDERS = {"20008", "20010", "20066"}


@dataclass(frozen=True, slots=True)
class FeishuLogin:
    """`Login` of one application.

    Args:
        base: of the authorisation page.
    """

    client: FeishuClient
    base: str

    def authorise_url(self, attempt: Attempt, *, inside: bool) -> str:  # noqa: ARG002
        query = {
            "client_id": self.client.app_id,
            "response_type": "code",
            "redirect_uri": attempt.redirect_uri,
            "state": attempt.state,
            "code_challenge": _challenge(attempt.verifier),
            "code_challenge_method": "S256",
        }
        written = urlencode(query, quote_via=quote, safe="")
        return f"{self.base}/open-apis/authen/v1/authorize?{written}"

    async def who(self, code: str, attempt: Attempt) -> str:
        try:
            token = await self.client.user_token(code, attempt.redirect_uri, attempt.verifier)
            answer = await self.client.user_info(token)
        except DeliveryError as error:
            raise NotKnown(_fault(error), code=error.code) from None
        user = (answer.get("data") or {}).get("open_id")
        if not isinstance(user, str) or not user:
            raise NotKnown(LoginFault.BUSY, code="no-open-id")
        return user


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _fault(error: DeliveryError) -> LoginFault:
    if error.code in _BAD_CODE:
        return LoginFault.CODE
    if error.code in _OUTSIDERS:
        return LoginFault.OUTSIDER
    return LoginFault.BUSY if error.failure in (Failure.RETRY, Failure.WAIT) else LoginFault.SETUP
