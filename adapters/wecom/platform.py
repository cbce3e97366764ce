"""WeCom as a chat platform: receives, draws, delivers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from adapters.chat import (
    Attachment,
    Callback,
    Fetched,
    Files,
    Handshake,
    Ignored,
    Login,
    Message,
    Platform,
    Received,
    Refused,
    proved,
)
from adapters.limits import Limits
from adapters.wecom import events
from adapters.wecom.client import WeComClient
from adapters.wecom.sending import Carrier, Drawing
from adapters.wecom.way import Way
from adapters.wecom.wire import Keys, check_signature, decrypt, parse, sealed, text_of

_OLDEST = timedelta(days=7)
_NEWEST = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeComApp:
    """A self-built application's credentials, as its console shows them."""

    corp_id: str
    agent_id: int
    secret: str
    token: str
    encoding_aes_key: str


class WeCom(Way):
    """`ChatPlatform` for a self-built application.

    Args:
        now: the machine's clock.
        home: where a card without a link leads; empty when nowhere.
    """

    platform = Platform.WECOM
    remembers = timedelta(hours=3, minutes=50)

    def __init__(
        self,
        app: WeComApp,
        client: WeComClient,
        files: Files,
        limits: Limits,
        *,
        now: Callable[[], datetime],
        home: str = "",
        login: Login | None = None,
    ) -> None:
        self.login = login
        self._app = app
        self._client = client
        super().__init__(Drawing(app.agent_id, home), Carrier(client, files, limits, now))
        self._keys = Keys.of(app.token, app.encoding_aes_key, app.corp_id)

    async def receive(self, callback: Callback) -> Received:
        """As the protocol says.

        A person's message or event may come once for each application that shares this address [1.4]:
        what is another's is acknowledged, or WeCom would send it again, and forgotten.
        """
        is_echo = callback.method == "GET"
        encrypted = callback.query.get("echostr", "") if is_echo else sealed(callback.body)
        check_signature(self._keys, callback.query, encrypted)
        with proved():
            _check_age(callback)
            plain = decrypt(self._keys, encrypted)
            if is_echo:
                return Handshake(body=plain, content_type="text/plain")
            return self._said(plain, callback.received_at)

    def _said(self, plain: bytes, received_at: datetime) -> Received:
        root = parse(plain)
        if text_of(root, "ToUserName") != self._app.corp_id:
            raise Refused("receiver")
        if text_of(root, "AgentID") not in ("", str(self._app.agent_id)):
            return Ignored("another application")
        return events.update(root, plain, received_at)

    async def download(self, message: Message, attachment: Attachment) -> Fetched:  # noqa: ARG002
        return Fetched(await self._client.download(attachment.key))

    async def decrypted(self, user: str) -> str:
        """The userid behind an encrypted one, as robots tell it; empty when it is none.

        Raises:
            DeliveryError: the platform does not answer.
        """
        return await self._client.decrypted(user)

    async def push_menu(self, menu: Mapping[str, Any]) -> None:
        """Put the application's menu in place.

        Raises:
            DeliveryError: the platform refused it.
        """
        await self._client.post("/cgi-bin/menu/create", menu, agentid=str(self._app.agent_id))

    async def check(self) -> None:
        """Fetch a token; raises DeliveryError."""
        await self._client.check()

    async def close(self) -> None:
        """Close the client's pool."""
        await self._client.close()


def _check_age(callback: Callback) -> None:
    """A signature lives seven days: no narrower, or honest redeliveries are lost.

    Raises:
        Refused: it is older, comes from the future, or says no time.
    """
    at = events.moment(callback.query.get("timestamp", ""))
    if at is None or not callback.received_at - _OLDEST <= at <= callback.received_at + _NEWEST:
        raise Refused("timestamp")
