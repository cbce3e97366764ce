"""WeCom's web login: OAuth2 inside its client, its QR page in any other browser.

Source: platforms/wecom.md 8 (document/path/91022, 91023, 98152).
"""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from adapters.chat import Attempt, DeliveryError, Failure, LoginFault, NotKnown
from adapters.wecom.client import WeComClient

_BAD_CODE = {"40029", "42003", "42022"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WeComLogin:
    """`Login` of one application.

    Args:
        inside, outside: base addresses of the two pages.
    """

    client: WeComClient
    corp_id: str
    agent_id: int
    inside: str
    outside: str

    def authorise_url(self, attempt: Attempt, *, inside: bool) -> str:
        return self._in_its_client(attempt) if inside else self._elsewhere(attempt)

    async def who(self, code: str, attempt: Attempt) -> str:  # noqa: ARG002
        try:
            answer = await self.client.get("/cgi-bin/auth/getuserinfo", code=code)
        except DeliveryError as error:
            raise NotKnown(_fault(error), code=error.code) from None
        user = answer.get("userid")
        if not isinstance(user, str) or not user:
            raise NotKnown(LoginFault.OUTSIDER)
        return user

    def _in_its_client(self, attempt: Attempt) -> str:
        query = {
            "appid": self.corp_id,
            "redirect_uri": attempt.redirect_uri,
            "response_type": "code",
            "scope": "snsapi_base",
            "state": attempt.state,
            "agentid": str(self.agent_id),
        }
        return f"{self.inside}/connect/oauth2/authorize?{_written(query)}#wechat_redirect"

    def _elsewhere(self, attempt: Attempt) -> str:
        query = {
            "login_type": "CorpApp",
            "appid": self.corp_id,
            "agentid": str(self.agent_id),
            "redirect_uri": attempt.redirect_uri,
            "state": attempt.state,
        }
        return f"{self.outside}/wwlogin/sso/login?{_written(query)}"


def _written(query: dict[str, str]) -> str:
    return urlencode(query, quote_via=quote, safe="")


def _fault(error: DeliveryError) -> LoginFault:
    if error.code in _BAD_CODE:
        return LoginFault.CODE
    return LoginFault.BUSY if error.failure in (Failure.RETRY, Failure.WAIT) else LoginFault.SETUP
