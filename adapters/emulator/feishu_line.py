"""How an emulated Feishu reaches the bot: sealed, signed, again when nobody answered."""

import json
import secrets
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha1
from typing import Any

import httpx

from adapters.emulator.carrying import carry, replay
from adapters.emulator.exchanges import Exchange
from adapters.emulator.feishu_socket import Sockets
from adapters.emulator.feishu_tenant import Tenant
from adapters.feishu.wire import encrypt, signature

PATIENCE = timedelta(seconds=3)
"""An acknowledgement later than this is none [D 1]."""
_RETRIES = tuple(timedelta(seconds=seconds) for seconds in (15, 300, 3_600, 21_600))
_MOST_MISSED = 1_000


@dataclass(frozen=True, slots=True)
class _Missed:
    """An event that was not acknowledged."""

    envelope: Mapping[str, Any]
    due: datetime
    tries: int


@dataclass(slots=True, kw_only=True)
class Line:
    """The way to one bot.

    Args:
        callback: a client that reaches the bot, and `path` the address of its callback there.
        patience: how long a callback may take, of real time.
        pushes: whether the console is set to the long connection instead.
    """

    tenant: Tenant
    callback: httpx.AsyncClient
    path: str
    patience: timedelta = PATIENCE
    pushes: bool = False
    sockets: Sockets = field(init=False)
    _missed: deque[_Missed] = field(default_factory=lambda: deque(maxlen=_MOST_MISSED))

    def __post_init__(self) -> None:
        self.sockets = Sockets(tenant=self.tenant, patience=self.patience)

    def envelope(self, kind: str, event: Mapping[str, Any], *, digits: int = 13) -> dict[str, Any]:
        """An event of schema 2.0; its time has 13 digits, that of a press 16."""
        stamp = int(self.tenant.now().timestamp() * 10 ** (digits - 10))
        header = {
            "event_id": secrets.token_hex(12),
            "event_type": kind,
            "create_time": str(stamp),
            "token": self.tenant.app.verification_token,
            "app_id": self.tenant.app.app_id,
            "tenant_key": "tk01",
        }
        return {"schema": "2.0", "header": header, "event": event}

    async def check(self, challenge: str) -> dict[str, Any]:
        """What the console does when the address is saved: not signed, and to be answered in
        a third of the time of an event, 1 s [D 2].

        Raises:
            TimeoutError: no answer in time.
        """
        token = self.tenant.app.verification_token
        plain = {"challenge": challenge, "token": token, "type": "url_verification"}
        body = self._sealed(json.dumps(plain))
        request = self.callback.build_request("POST", self.path, content=body)
        response = await carry(
            self.callback, request, self.tenant, self.patience / 3, json.dumps(plain)
        )
        if response.status_code == 504:
            raise TimeoutError
        answer: dict[str, Any] = response.json()
        return answer

    async def deliver(self, envelope: Mapping[str, Any], *, times: int = 1) -> httpx.Response:
        """Send an envelope, each time sealed and signed anew; returns the last response."""
        plain = json.dumps(envelope, ensure_ascii=False)
        response = httpx.Response(504)
        for _ in range(times):
            if self.pushes:
                response = await self.sockets.push(plain)
            else:
                response = await self.post(self._sealed(plain), plain)
        return response

    async def deliver_event(self, envelope: Mapping[str, Any], *, tries: int = 0) -> int:
        """As `deliver`; anything but 200 is tried again after 15 s, 5 min, 1 h and 6 h [D 1]."""
        status = (await self.deliver(envelope)).status_code
        if status != 200 and tries < len(_RETRIES):
            due = self.tenant.now() + _RETRIES[tries]
            self._missed.append(_Missed(envelope, due, tries))
        return status

    async def redeliver(self) -> int:
        """Send the events whose next try is due; returns how many there were."""
        due = [one for one in self._missed if one.due <= self.tenant.now()]
        for one in due:
            self._missed.remove(one)
            await self.deliver_event(one.envelope, tries=one.tries + 1)
        return len(due)

    async def deliver_old(self, event: Mapping[str, Any]) -> httpx.Response:
        """A press as the old card callback tells it: plain, and signed with SHA-1 [D 6]."""
        body = json.dumps({**event["operator"], **event["context"], "action": event["action"]})
        stamp, nonce = str(int(self.tenant.now().timestamp())), secrets.token_hex(6)
        signed = f"{stamp}{nonce}{self.tenant.app.verification_token}{body}"
        digest = sha1(signed.encode()).hexdigest()  # noqa: S324 - the platform's own scheme
        return await self._sent(body.encode(), (stamp, nonce, digest))

    async def post(self, body: bytes, plain: str = "") -> httpx.Response:
        """Sign and send; 504 stands for no answer in time, 502 for no connection."""
        stamp, nonce = str(int(self.tenant.now().timestamp())), secrets.token_hex(6)
        signed = signature(stamp, nonce, self.tenant.app.encrypt_key, body)
        return await self._sent(body, (stamp, nonce, signed), plain)

    async def _sent(
        self, body: bytes, proof: tuple[str, str, str], plain: str = ""
    ) -> httpx.Response:
        stamp, nonce, signed = proof
        headers = {
            "content-type": "application/json; charset=utf-8",
            "x-lark-request-timestamp": stamp,
            "x-lark-request-nonce": nonce,
            "x-lark-signature": signed,
        }
        request = self.callback.build_request("POST", self.path, content=body, headers=headers)
        return await carry(self.callback, request, self.tenant, self.patience, plain)

    async def replay(self, exchange: Exchange, *, forged: bool = False) -> int:
        """A callback once more, byte for byte, or with a broken signature; returns its status."""
        return await replay(self.callback, exchange, self.tenant, self.patience, forged=forged)

    def _sealed(self, plain: str) -> bytes:
        """Encrypted where the console has an Encrypt Key."""
        key = self.tenant.app.encrypt_key
        if not key:
            return plain.encode()
        return json.dumps({"encrypt": encrypt(key, plain.encode())}).encode()
