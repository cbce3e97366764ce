"""Carries out what was drawn: as the answer to what was heard while that may be answered, else unasked.

What may have arrived: an answer is the whole text under one name (stream.id) or is refused as a
repeat (846606), so it is sent again until it is answered. What is sent unasked has no name: after a
try that nobody answered it is not sent again, unless somebody waits for it as his answer.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from adapters.chat import Delivered, DeliveryError, Failure, Files
from adapters.limits import Limits, Rate
from adapters.wecom.robot.connection import Connection
from adapters.wecom.robot.events import ANSWER
from adapters.wecom.robot.line import Denied, Line, Unanswered, Unsent
from adapters.wecom.robot.media import upload
from adapters.wecom.robot.rights import Right, Rights

PER_CHAT = (Rate(30, timedelta(seconds=61)), Rate(1_000, timedelta(seconds=3_605)))
_ANSWER, _WELCOME, _CHANGE, _SEND = (
    "aibot_respond_msg",
    "aibot_respond_welcome_msg",
    "aibot_respond_update_msg",
    "aibot_send_msg",
)
_OVER = {846604, 846605, 846608}
"""A right that is no more."""
_REPEATED, _NOT_MET, _NOT_IN = 846606, 846607, 846609
_BUSY = {-1, 6000}
_MOST_KEPT = 1_000
_SOON, _MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@dataclass(slots=True, kw_only=True)
class Carrier:
    """Carries out what a `Drawing` made, step by step; what this process carried, not again."""

    connection: Connection
    rights: Rights
    files: Files
    limits: Limits
    _carried: dict[str, None] = field(default_factory=dict)

    async def carry(self, body: bytes) -> Delivered:
        """Carry out all steps.

        Raises:
            DeliveryError: with what to do about it.
        """
        for step in json.loads(body):
            line = self.connection.line
            if line is None:
                raise DeliveryError(Failure.WAIT, code="not-connected", after=_SOON)
            if step["key"] in self._carried:
                continue
            await self._step(step, line)
            self._note(step["key"])
        return Delivered()

    def _note(self, key: str) -> None:
        self._carried[key] = None
        while len(self._carried) > _MOST_KEPT:
            del self._carried[next(iter(self._carried))]

    async def begin(self, right: Right, words: str, *, finish: bool = False) -> None:
        """Say something for the time being, where an answer takes long, or end what was begun."""
        if right.by or right.line is not self.connection.line:
            return
        if finish:
            right.by = right.stream
        elif await self.limits.take({self._key(right.chat): PER_CHAT}) > 0:
            return
        right.stream = right.stream or f"s-{right.req_id}"
        stream = {"id": right.stream, "finish": finish, "content": words}
        try:
            await right.line.ask(
                _ANSWER, {"msgtype": "stream", "stream": stream}, req_id=right.req_id
            )
        except (Denied, Unsent, Unanswered):
            return

    async def _step(self, step: Mapping[str, Any], line: Line) -> None:
        await self._take_slot(str(step["chat"]))
        right = self.rights.take(step["token"], step["key"], line)
        try:
            if "users" in step:
                await self._change(step, right)
            elif right is None or "file" in step:
                await self._push(step, line)
            else:
                await self._respond(step, right)
        except Denied as denied:
            raise _error(denied.code, is_answer=bool(step["token"])) from None
        except Unsent:
            raise DeliveryError(Failure.WAIT, code="not-connected", after=_SOON) from None
        except Unanswered:
            failure = Failure.RETRY if step["token"] else Failure.DEAD
            raise DeliveryError(failure, code="no-answer") from None

    async def _change(self, step: Mapping[str, Any], right: Right | None) -> None:
        if right is None:
            raise DeliveryError(Failure.STALE_CARD, code="too-late")
        body = {
            "response_type": "update_template_card",
            "userids": step["users"],
            "template_card": step["card"],
        }
        try:
            await right.line.ask(_CHANGE, body, req_id=right.req_id)
        except Unsent:
            raise DeliveryError(Failure.STALE_CARD, code="not-connected") from None
        except Denied as denied:
            if denied.code != _REPEATED:
                raise DeliveryError(Failure.STALE_CARD, code=str(denied.code)) from None

    async def _respond(self, step: Mapping[str, Any], right: Right) -> None:
        try:
            if right.kind == ANSWER:
                await right.line.ask(_ANSWER, _answer(step, right), req_id=right.req_id)
            else:
                await self._welcome(step, right)
        except Denied as denied:
            if denied.code in _OVER:
                self.rights.end(step["token"])
                await self._push(step, right.line)
            elif denied.code != _REPEATED:
                raise

    async def _welcome(self, step: Mapping[str, Any], right: Right) -> None:
        if "card" in step and "text" in step:
            await self._push({**step, "card": None}, right.line)
        body = (
            {"msgtype": "template_card", "template_card": step["card"]}
            if "card" in step
            else {"msgtype": "text", "text": {"content": step["text"]}}
        )
        await right.line.ask(_WELCOME, body, req_id=right.req_id)

    async def _push(self, step: Mapping[str, Any], line: Line) -> None:
        """Say it unasked; of a text and a card the one that was said is not said again with the other."""
        where = {"chatid": step["chat"], "chat_type": step["type"]}
        for place, said in enumerate(await self._said(step, line)):
            key = f"{step['key']}/{place}"
            if key in self._carried:
                continue
            if place:
                await self._take_slot(str(step["chat"]))
            await line.ask(_SEND, {**where, **said})
            self._note(key)

    async def _said(self, step: Mapping[str, Any], line: Line) -> list[Mapping[str, Any]]:
        if "file" in step:
            name, kind = str(step.get("name", "")), str(step["kind"])
            media = await upload(line, kind, name, await self.files.read(step["file"]))
            return [{"msgtype": kind, kind: {"media_id": media}}]
        said: list[Mapping[str, Any]] = []
        if step.get("text"):
            said.append({"msgtype": "markdown", "markdown": {"content": step["text"]}})
        if step.get("card"):
            said.append({"msgtype": "template_card", "template_card": step["card"]})
        return said

    async def _take_slot(self, chat: str) -> None:
        wait = await self.limits.take({self._key(chat): PER_CHAT})
        if wait > 0:
            after = timedelta(seconds=wait)
            raise DeliveryError(Failure.WAIT, code="own-limit", after=after)

    def _key(self, chat: str) -> str:
        return f"aibot:{self.connection.app.bot_id}:{chat}"


def _answer(step: Mapping[str, Any], right: Right) -> Mapping[str, Any]:
    """The whole answer: a text, a card, or the card below what was begun."""
    card: Any = step.get("card")
    text = step.get("text", "")
    if card and not text and not right.stream:
        return {"msgtype": "template_card", "template_card": card}
    content = text or card["main_title"]["title"]
    stream = {"id": right.stream or step["key"], "finish": True, "content": content}
    if card is None:
        return {"msgtype": "stream", "stream": stream}
    return {"msgtype": "stream_with_template_card", "stream": stream, "template_card": card}


def _error(code: int, *, is_answer: bool) -> DeliveryError:
    """What a refusal asks for.

    One code says both that a person is written to too often, which our own limit keeps us from,
    and that he never wrote to the robot: who is answered did.
    """
    if code in _BUSY:
        return DeliveryError(Failure.RETRY, code=str(code))
    if code == _NOT_IN:
        return DeliveryError(Failure.WAIT, code=str(code), after=_SOON)
    if code == _NOT_MET:
        failure = Failure.WAIT if is_answer else Failure.UNREACHABLE
        return DeliveryError(failure, code=str(code), after=_MINUTE)
    return DeliveryError(Failure.DEAD, code=str(code))
