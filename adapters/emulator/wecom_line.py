"""How an emulated WeCom reaches the bot: sealed, signed, again when nobody answered."""

import itertools
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode
from xml.sax.saxutils import escape

import httpx

from adapters.emulator.carrying import carry, replay
from adapters.emulator.exchanges import Exchange
from adapters.emulator.wecom_corp import Corp
from adapters.wecom.wire import Keys, encrypt, signature

PATIENCE = timedelta(seconds=5)
_CHECK_PATIENCE = timedelta(seconds=1)
_TRIES = 3
_FIRST_ID = 7_300_000_000_000_000_001
"""Beyond 2^53: no number for JavaScript, nor for a float. A line made later begins higher, by a
thousand a second: who had a message of an earlier line would take the same number for a repeat."""


@dataclass(slots=True, kw_only=True)
class Line:
    """The way to one bot.

    Args:
        callback: a client that reaches the bot, and `path` the address of its callback there.
        patience: how long a callback may take, of real time.
        again_on_refusal: whether anything but 200 is sent again; the documents disagree.
        seals_anew: whether each try is sealed and signed anew, which no document says.
    """

    corp: Corp
    callback: httpx.AsyncClient
    path: str
    patience: timedelta = PATIENCE
    again_on_refusal: bool = True
    seals_anew: bool = True
    _numbers: Iterator[int] = field(init=False)
    _turns: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self._numbers = itertools.count(_FIRST_ID + int(self.corp.now().timestamp() * 1_000))

    def number(self) -> str:
        """The next MsgId."""
        return str(next(self._numbers))

    def message(self, user: str, kind: str, parts: str, number: str) -> str:
        """The inner XML of a message."""
        return f"{self._head(user, kind)}{parts}<MsgId>{number}</MsgId>{self._tail()}"

    def event(self, user: str, event: str, key: str, parts: str = "") -> str:
        """The inner XML of an event, which has no MsgId."""
        named = f"<Event>{cdata(event)}</Event><EventKey>{cdata(key)}</EventKey>"
        return f"{self._head(user, 'event')}{named}{parts}{self._tail()}"

    async def check(self, echo: str) -> bytes:
        """What the console does when the callback's address is saved; it waits one second."""
        sealed = encrypt(self._keys(), echo.encode())
        address = f"{self.path}?{self._signed(sealed, echostr=sealed)}"
        request = self.callback.build_request("GET", address)
        response = await carry(self.callback, request, self.corp, _CHECK_PATIENCE, echo)
        if response.status_code == 504:
            raise TimeoutError
        return response.content if response.status_code == 200 else b""

    async def deliver_event(self, plain: str) -> int:
        """Send what happened, three times at most [D 90930]; returns the last status."""
        status, request = 0, self._request(plain)
        for _ in range(_TRIES):
            status = await self._post(plain, *request)
            if status == 200 or (status not in (502, 504) and not self.again_on_refusal):
                break
            request = self._request(plain) if self.seals_anew else request
        return status

    async def deliver(self, plain: str, *, forged: str = "") -> int:
        """Send a callback once; returns its status.

        504 stands for no answer in time, 502 for no connection.

        Args:
            forged: a signature in the true one's place.
        """
        return await self._post(plain, *self._request(plain, forged=forged))

    def _request(self, plain: str, *, forged: str = "") -> tuple[str, bytes]:
        """Address and body of a callback, sealed and signed."""
        sealed = encrypt(self._keys(), plain.encode())
        query = self._signed(sealed, **({"msg_signature": forged} if forged else {}))
        return f"{self.path}?{query}", self._envelope(sealed).encode()

    async def _post(self, plain: str, address: str, body: bytes) -> int:
        request = self.callback.build_request(
            "POST", address, content=body, headers={"content-type": "text/xml"}
        )
        return (await carry(self.callback, request, self.corp, self.patience, plain)).status_code

    async def replay(self, exchange: Exchange, *, forged: bool = False) -> int:
        """A callback once more, byte for byte, or with a broken signature; returns its status."""
        return await replay(self.callback, exchange, self.corp, self.patience, forged=forged)

    def _envelope(self, sealed: str) -> str:
        """The parts in another order each time: the documents show two, and promise none."""
        app = self.corp.app
        parts = [
            f"<ToUserName>{cdata(app.corp_id)}</ToUserName>",
            f"<AgentID>{cdata(str(app.agent_id))}</AgentID>",
            f"<Encrypt>{cdata(sealed)}</Encrypt>",
        ]
        turn = next(self._turns) % len(parts)
        return f"<xml>{''.join(parts[turn:] + parts[:turn])}</xml>"

    def _signed(self, sealed: str, **others: str) -> str:
        token = self.corp.app.token
        stamp, nonce = str(int(self.corp.now().timestamp())), secrets.token_hex(5)
        query = {
            "msg_signature": signature(token, stamp, nonce, sealed),
            "timestamp": stamp,
            "nonce": nonce,
        }
        return urlencode({**query, **others})

    def _keys(self) -> Keys:
        app = self.corp.app
        return Keys.of(app.token, app.encoding_aes_key, app.corp_id)

    def _head(self, user: str, kind: str) -> str:
        stamp = int(self.corp.now().timestamp())
        return (
            f"<xml><ToUserName>{cdata(self.corp.app.corp_id)}</ToUserName>"
            f"<FromUserName>{cdata(user)}</FromUserName>"
            f"<CreateTime>{stamp}</CreateTime><MsgType>{cdata(kind)}</MsgType>"
        )

    def _tail(self) -> str:
        return f"<AgentID>{self.corp.app.agent_id}</AgentID></xml>"


def elements(values: Mapping[str, object]) -> str:
    """XML elements of plain values, numbers bare and texts as CDATA."""
    return "".join(
        f"<{name}>{cdata(value) if isinstance(value, str) else value}</{name}>"
        for name, value in values.items()
    )


def selected_items(selected: Mapping[str, tuple[str, ...]]) -> str:
    """What was chosen on a card; nothing at all when it asks nothing."""
    items = "".join(
        f"<SelectedItem><QuestionKey>{cdata(name)}</QuestionKey><OptionIds>"
        + "".join(f"<OptionId>{cdata(one)}</OptionId>" for one in options)
        + "</OptionIds></SelectedItem>"
        for name, options in selected.items()
    )
    return f"<SelectedItems>{items}</SelectedItems>" if items else ""


def cdata(text: str) -> str:
    """A text as it came, whatever it holds."""
    return f"<![CDATA[{text}]]>" if "]]>" not in text else escape(text)
