"""What goes to Feishu: messages with their `uuid`, files, and cards that change."""

import hashlib
import json
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from adapters.chat import (
    Address,
    Card,
    Content,
    Delivered,
    DeliveryError,
    Document,
    Failure,
    Files,
    Picture,
    Text,
)
from adapters.feishu.cards import draw
from adapters.feishu.client import LIMITED, FeishuClient
from adapters.gate import Gate
from adapters.limits import Limits, Rate, at_leisure
from adapters.plain import inert, pieces

_MESSAGES = "/open-apis/im/v1/messages"
_TEXT_BYTES = 60_000
_UUID = 50
_PER_CHAT = (Rate(5, timedelta(seconds=1.2)),)
"""5 a second for a person, a group or a message [D 24, D 27]; requests may overtake each other."""
_PER_API = (Rate(50, timedelta(seconds=1.2)), Rate(1_000, timedelta(seconds=60.6)))
"""For an application and one interface [D 33]."""
_LEISURELY = at_leisure(_PER_API)
_SENT_BEFORE = "230049"
_FILE_TYPES = {
    ".opus": "opus",
    ".mp4": "mp4",
    ".pdf": "pdf",
    ".doc": "doc",
    ".docx": "doc",
    ".xls": "xls",
    ".xlsx": "xls",
    ".ppt": "ppt",
    ".pptx": "ppt",
}


def parts(to: Address, content: Content, key: str) -> list[dict[str, Any]]:
    """The messages that `content` becomes, each with the `uuid` that makes it arrive once."""
    kind, receiver = ("chat_id", to.group) if to.group else ("open_id", to.user)
    return [
        {"to": receiver, "kind": kind, "uuid": _uuid(key, place), **part}
        for place, part in enumerate(_messages(content))
    ]


class Sender:
    """Carries out what was drawn, within the platform's limits."""

    def __init__(self, client: FeishuClient, files: Files, limits: Limits) -> None:
        self._client = client
        self._files = files
        self._gate = Gate(limits, shuts=(LIMITED,))

    async def send(self, part: Mapping[str, Any], *, hurry: bool) -> Delivered:
        """Send one of `parts`; raises DeliveryError."""
        content = await self._uploaded(part) if "file" in part else part["content"]
        body = {
            "receive_id": part["to"],
            "msg_type": part["type"],
            "content": content,
            "uuid": part["uuid"],
        }
        try:
            async with self._slots(str(part["to"]), "send", hurry=hurry):
                answer = await self._client.call(
                    "POST", _MESSAGES, params={"receive_id_type": str(part["kind"])}, json=body
                )
        except DeliveryError as error:
            if error.code == _SENT_BEFORE:
                return Delivered()
            raise
        return Delivered(str((answer.get("data") or {}).get("message_id", "")))

    async def update(self, wanted: Mapping[str, Any], *, hurry: bool) -> Delivered:
        """Change a card by its press's token while that lives, else by the message's id.

        Raises:
            DeliveryError: with STALE_CARD when neither way is left.
        """
        message = str(wanted["message"])
        if wanted["token"]:
            body = {"token": wanted["token"], "card": wanted["card"]}
            try:
                async with self._slots(message, "card/update", hurry=hurry):
                    path = "/open-apis/interactive/v1/card/update"
                    await self._client.call("POST", path, json=body)
            except DeliveryError as error:
                if error.failure is not Failure.STALE_CARD:
                    raise
            else:
                return Delivered(message)
        content = json.dumps(wanted["card"], ensure_ascii=False)
        async with self._slots(message, "patch", hurry=hurry):
            await self._client.call("PATCH", f"{_MESSAGES}/{message}", json={"content": content})
        return Delivered(message)

    async def _uploaded(self, part: Mapping[str, Any]) -> str:
        content = await self._files.read(str(part["file"]))
        if part["type"] == "image":
            answer = await self._client.call(
                "POST",
                "/open-apis/im/v1/images",
                data={"image_type": "message"},
                files={"image": ("image", content)},
            )
            return _keyed("image_key", answer)
        name = str(part["name"])
        kind = _FILE_TYPES.get(PurePath(name).suffix.lower(), "stream")
        answer = await self._client.call(
            "POST",
            "/open-apis/im/v1/files",
            data={"file_type": kind, "file_name": name},
            files={"file": ("file", content)},
        )
        return _keyed("file_key", answer)

    def _slots(
        self, chat: str, interface: str, *, hurry: bool
    ) -> AbstractAsyncContextManager[None]:
        api = f"feishu/{self._client.app_id}/{interface}"
        rates = _PER_API if hurry else _LEISURELY
        return self._gate.passing(api, {f"feishu:{chat}": _PER_CHAT, api: rates})


def _messages(content: Content) -> list[dict[str, Any]]:
    match content:
        case Text(text):
            return [
                {"type": "text", "content": json.dumps({"text": _plain(part)}, ensure_ascii=False)}
                for part in pieces(inert(text), _TEXT_BYTES)
            ]
        case Card():
            drawn = json.dumps(draw(content), ensure_ascii=False)
            return [{"type": "interactive", "content": drawn}]
        case Picture(file):
            return [{"type": "image", "content": "", "file": file}]
        case Document(file, name):
            return [{"type": "file", "content": "", "file": file, "name": name}]


def _plain(text: str) -> str:
    """Neither a mention nor a tag nor a link of Feishu's text format [D 25]."""
    return text.replace("<", "＜").replace("](", "]（") or " "


def _uuid(key: str, place: int) -> str:
    uuid = f"{key}-{place}"
    return uuid if len(uuid) <= _UUID else hashlib.sha256(uuid.encode()).hexdigest()[:_UUID]


def _keyed(name: str, answer: Mapping[str, Any]) -> str:
    """The content of a message that shows what was uploaded.

    Raises:
        DeliveryError: the answer names no key.
    """
    key = (answer.get("data") or {}).get(name)
    if not key:
        raise DeliveryError(Failure.RETRY, code=f"no-{name}")
    return json.dumps({name: key})
