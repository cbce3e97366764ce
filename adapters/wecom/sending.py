"""What goes to WeCom: rendered once into steps, each carried out with the limits kept."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from adapters.chat import (
    Address,
    Card,
    CardHandle,
    Content,
    Delivered,
    DeliveryError,
    Document,
    Failure,
    Files,
    Picture,
    Text,
)
from adapters.gate import Gate
from adapters.limits import Limits, Rate
from adapters.plain import pieces, plain
from adapters.wecom import cards
from adapters.wecom.client import WeComClient
from adapters.wecom.folds import full_text, still

_PNG = b"\x89PNG"
_TEXT_BYTES = 2048
_UNSEEN = "\u200b\u200c\u200d\u2060"
_MARK_BYTES = 36
_SAME_FOR = 14_400
_PER_MEMBER = (Rate(30, timedelta(seconds=61)), Rate(1_000, timedelta(seconds=3_605)))
"""Beyond them WeCom drops messages in silence (P09) [D 90236]."""
_SEND, _UPDATE = "wecom/send", "wecom/update"
_UPDATES = (Rate(41, timedelta(seconds=1)),)
"""Of 150,000 an hour and 10,000 a minute for an interface, which sending does not count towards [D 90312]."""
_SHUTS, _REPEATS, _CROWDS = ("45009", "45035", "45036"), ("45009",), ("45033",)
_TASK_ID = re.compile(r"[0-9A-Za-z_@-]{1,128}")
_REPEATED_TASK = "42014"
_MOST_KEPT = 1_000
_MEDIA_LIFE = timedelta(days=2)
"""WeCom keeps a file for three."""

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Drawing:
    """How one application writes.

    Args:
        home: where a card without a link leads; without it such a card, when it has no buttons
            either, is written as a text, since WeCom's plain cards must lead somewhere.
    """

    agent_id: int
    home: str = ""

    def message(self, to: Address, content: Content, *, key: str) -> bytes:
        """A new message, or several when a text is longer than WeCom takes or a card shows."""
        return _packed([{"send": one} for one in self._messages(to, content, key)])

    def update(self, to: Address, card: Card, handle: CardHandle, *, key: str) -> bytes:
        """The card that takes the place of the pressed one; what it cannot show comes after it."""
        drawn = cards.draw(card, _task_id(key), url=self.home, is_update=True)
        body = {
            "userids": [to.user],
            "agentid": self.agent_id,
            "response_code": handle.token,
            "template_card": drawn,
        }
        beside = self._texts(to, full_text(card), key) if cards.is_cut(drawn) else []
        return _packed([{"update": body}, *({"send": one} for one in beside)])

    def _messages(self, to: Address, content: Content, key: str) -> list[dict[str, Any]]:
        match content:
            case Text(text):
                return self._texts(to, text, key)
            case Card():
                return self._card(to, content, key)
            case Picture(file):
                return [{**self._head(to, "image"), "file": file, "once": key}]
            case Document(file, name):
                return [{**self._head(to, "file"), "file": file, "name": name, "once": key}]

    def _card(self, to: Address, card: Card, key: str) -> list[dict[str, Any]]:
        if not (cards.can_be_pressed(card) or card.link or self.home):
            return self._texts(to, plain(card), key)
        drawn = cards.draw(card, _task_id(key), url=self.home)
        before = self._texts(to, full_text(card), key) if cards.is_cut(drawn) else []
        return [*before, {**self._head(to, "template_card"), "template_card": drawn}]

    def _texts(self, to: Address, text: str, key: str) -> list[dict[str, Any]]:
        parts = pieces(still(text), _TEXT_BYTES - _MARK_BYTES)
        return [
            {**self._head(to, "text"), "text": {"content": part + _mark(key, place)}}
            for place, part in enumerate(parts)
        ]

    def _head(self, to: Address, kind: str) -> dict[str, Any]:
        return {
            "touser": to.user,
            "agentid": self.agent_id,
            "safe": 0,
            "msgtype": kind,
            "enable_duplicate_check": 1,
            "duplicate_check_interval": _SAME_FOR,
        }


@dataclass(slots=True)
class Carrier:
    """Carries out what a `Drawing` made, step by step; a step repeated is shown once.

    What this process has carried it does not carry again: the first parts of a long text would take
    the slots its last parts wait for.
    """

    client: WeComClient
    files: Files
    limits: InitVar[Limits]
    now: Callable[[], datetime]
    _gate: Gate = field(init=False)
    _uploads: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    _carried: dict[str, Delivered] = field(default_factory=dict)
    _doubtful: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self, limits: Limits) -> None:
        self._gate = Gate(limits, shuts=_SHUTS, repeats=_REPEATS, crowds=_CROWDS)

    async def carry(self, body: bytes) -> Delivered:
        """Carry out all steps; what is delivered is the card, or the last message.

        Raises:
            DeliveryError: with what to do about it.
        """
        delivered = Delivered()
        for step in json.loads(body):
            mark = hashlib.sha256(json.dumps(step).encode()).hexdigest()
            if mark not in self._carried:
                _keep(self._carried, mark, await self._step(step))
            delivered = self._carried[mark]
        return delivered

    async def _step(self, step: Mapping[str, Any]) -> Delivered:
        return await (
            self._update(step["update"]) if "update" in step else self._send(step["send"])
        )

    async def _update(self, body: Mapping[str, Any]) -> Delivered:
        code = str(body["response_code"])
        if not code:
            raise DeliveryError(Failure.STALE_CARD, code="no-code")
        try:
            async with self._gate.passing(_UPDATE, {_UPDATE: _UPDATES}):
                answer = await self.client.post("/cgi-bin/message/update_template_card", body)
        except DeliveryError as error:
            # A code is good once: refused after a try without an answer, it was that try's.
            if error.failure is Failure.STALE_CARD and code in self._doubtful:
                return Delivered()
            if error.failure is Failure.RETRY:
                _keep(self._doubtful, code, True)
            raise
        if answer.get("invaliduser"):
            raise DeliveryError(Failure.DEAD, code="invaliduser")
        return Delivered()

    async def _send(self, message: Mapping[str, Any]) -> Delivered:
        wanted = await self._with_media(message) if "file" in message else message
        slots = {f"wecom:{message['touser']}": _PER_MEMBER, _SEND: ()}
        try:
            async with self._gate.passing(_SEND, slots):
                answer = await self.client.post("/cgi-bin/message/send", wanted)
        except DeliveryError as error:
            # Our ids are well formed: the code can only mean that an earlier try arrived.
            if error.code == _REPEATED_TASK and "template_card" in wanted:
                return Delivered()
            raise
        if answer.get("invaliduser") or answer.get("unlicenseduser"):
            raise DeliveryError(Failure.DEAD, code="invaliduser")
        return Delivered(str(answer.get("msgid", "")), str(answer.get("response_code", "")))

    async def _with_media(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """The message with its file uploaded, once: a retry with another id would be shown again."""
        wanted = dict(message)
        file, once = str(wanted.pop("file")), str(wanted.pop("once"))
        name, kind = str(wanted.pop("name", "")), str(wanted["msgtype"])
        media, until = self._uploads.get(once, ("", self.now()))
        if until <= self.now():
            content = await self.files.read(file)
            if not name and "." not in file:
                name = file + (".png" if content.startswith(_PNG) else ".jpg")
            media = await self.client.upload(kind, name or file, content)
            _keep(self._uploads, once, (media, self.now() + _MEDIA_LIFE))
        return {**wanted, kind: {"media_id": media}}


def _keep(kept: dict[str, Kept], key: str, value: Kept) -> None:
    kept[key] = value
    while len(kept) > _MOST_KEPT:
        del kept[next(iter(kept))]


def _packed(steps: Sequence[Mapping[str, Any]]) -> bytes:
    return json.dumps(steps, ensure_ascii=False).encode()


def _task_id(key: str) -> str:
    """The key itself, or its digest when WeCom would not take it."""
    return key if _TASK_ID.fullmatch(key) else hashlib.sha256(key.encode()).hexdigest()


def _mark(key: str, place: int) -> str:
    """Twelve characters nobody sees, the same for each try of one message.

    WeCom drops what it takes for a duplicate by its content: a retry should be one, the same words
    said twice should not.
    """
    digest = hashlib.blake2b(f"{key}:{place}".encode(), digest_size=3).digest()
    number = int.from_bytes(digest)
    return "".join(_UNSEEN[number >> shift & 3] for shift in range(0, 24, 2))
