"""The two emulated platforms of the suite: how a message is delivered, what is shown, what was called."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic

import httpx
from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.chat import Platform
from adapters.emulator.feishu import FeishuEmulator
from adapters.emulator.wecom import WeComEmulator
from core.clock import machine_now
from tests.chaos.saying import Said, account
from tests.e2e.world import APP, FEISHU

REFUSED, LATE = 503, 504
"""What the bot answers when it could not keep a message; what stands for no answer in the platform's time."""
Shown = tuple[str, str]
"""A customer's name and the word of the answer."""


@dataclass(slots=True)
class Calls:
    """The platform's interface, with every message that was sent.

    Args:
        sent: whom and text → the keys it was sent under.
        first: the same → when it was first, in seconds that only rise.
    """

    inner: ASGIApp
    sent: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    first: dict[tuple[str, str], float] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        self._count(scope.get("path", ""), body)

        async def whole():
            return {"type": "http.request", "body": body, "more_body": False}

        await self.inner(scope, whole, send)

    def _count(self, path: str, body: bytes) -> None:
        if path.endswith("/cgi-bin/message/send"):
            sent = json.loads(body)
            self._sent(sent["touser"], _words(sent), body.decode())
        elif path.endswith("/im/v1/messages"):
            sent = json.loads(body)
            self._sent(sent["receive_id"], str(sent["content"]), sent["uuid"])

    def _sent(self, whom: str, words: str, key: str) -> None:
        self.sent[whom, words].append(key)
        self.first.setdefault((whom, words), monotonic())


def _words(sent: dict) -> str:
    """What a person reads of a message, without what tells two of the same words apart."""
    card = sent.get("template_card") or {}
    return json.dumps(card.get("main_title") or sent.get("text"), ensure_ascii=False) + json.dumps(
        card.get("sub_title_text", ""), ensure_ascii=False
    )


class Phones:
    """Everybody's phone on one platform, on a way to the bot.

    Args:
        callback: reaches the bot.
        wide: how many times the usual calls Feishu lets through; WeCom's are wide enough.
    """

    def __init__(
        self, platform: Platform, callback: httpx.AsyncClient, people: int, wide: int = 1
    ) -> None:
        self.platform = platform
        self._line = _WeCom(callback) if platform is Platform.WECOM else _Feishu(callback, wide)
        names = {account(platform, one): f"员工{one}" for one in range(people)}
        self._line.emulator.people = names
        self.calls = Calls(self._line.emulator.app)
        self.answers: Counter[int] = Counter()

    async def deliver(self, said: Said) -> bool:
        """Send it once; whether it was acknowledged."""
        status = await self._line.deliver(account(self.platform, said.person), said)
        self.answers[status] += 1
        return status == 200

    def shown(self, person: int) -> Sequence[str]:
        """What the bot wrote to a person, oldest first."""
        user = account(self.platform, person)
        bubbles = self._line.emulator.received_by(user)
        return [one.text or json.dumps(one.card, ensure_ascii=False) for one in bubbles]


class _WeCom:
    def __init__(self, callback: httpx.AsyncClient) -> None:
        self.emulator = WeComEmulator(APP, callback, now=machine_now)

    async def deliver(self, user: str, said: Said) -> int:
        return await self.emulator.deliver(self.emulator.text(user, said.text, said.id))


class _Feishu:
    def __init__(self, callback: httpx.AsyncClient, wide: int) -> None:
        self.emulator = FeishuEmulator(FEISHU, callback, now=machine_now)
        self.emulator.tenant.wide = wide

    async def deliver(self, user: str, said: Said) -> int:
        message = {
            "message_id": f"om_{said.id}",
            "chat_id": f"oc_{user}",
            "chat_type": "p2p",
            "message_type": "text",
            "content": json.dumps({"text": said.text}),
        }
        sender = {"sender_id": {"open_id": user}, "sender_type": "user"}
        event = {"sender": sender, "message": message}
        envelope = self.emulator.line.envelope("im.message.receive_v1", event)
        return (await self.emulator.deliver(envelope)).status_code
