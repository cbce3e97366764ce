"""WeCom's smart robot, with the people who use it."""

import secrets
from collections.abc import Mapping
from typing import Any

from adapters.emulator.exchanges import Bubble
from adapters.emulator.robot_client import pressed
from adapters.emulator.robot_rules import Asked
from adapters.emulator.robot_server import RobotServer
from adapters.emulator.wecom_client import Selected


class RobotEmulator(RobotServer):
    """What people do, and what they see."""

    async def say(self, user: str, text: str, *, group: str = "", times: int = 1) -> str:
        """Write a text; returns its msgid."""
        return await self.send(user, {"msgtype": "text", "text": {"content": text}}, text,
                               group=group, times=times)  # fmt: skip

    async def speak(self, user: str, text: str) -> str:
        """Say something, which WeCom understood."""
        return await self.send(user, {"msgtype": "voice", "voice": {"content": text}}, text)

    async def give(self, user: str, kind: str, content: bytes, name: str) -> str:
        """Send a picture, document or video in private."""
        part = self.shelf.put(content, name, self.base, self.now())
        return await self.send(user, {"msgtype": kind, kind: part}, f"[{name}]")

    async def mix(self, user: str, text: str, picture: bytes) -> str:
        """Send words and a picture in one message."""
        part = self.shelf.put(picture, "picture.png", self.base, self.now())
        items = [
            {"msgtype": "text", "text": {"content": text}},
            {"msgtype": "image", "image": part},
        ]
        return await self.send(user, {"msgtype": "mixed", "mixed": {"msg_item": items}}, text)

    async def send(
        self,
        user: str,
        content: Mapping[str, Any],
        shown: str,
        *,
        group: str = "",
        times: int = 1,
    ) -> str:
        """Send a message with this content; returns its msgid."""
        msgid = f"m{next(self.numbers)}{secrets.token_hex(4)}"
        self.met.add(group or user)
        bubble = Bubble(msgid, self.now(), mine=True, text=shown)
        self.timelines[group or user].append(bubble)
        body = {**self.head(user, msgid, group), **content}
        for _ in range(times):
            await self.tell("aibot_msg_callback", body, Asked("message", group or user))
        return msgid

    async def enter(self, user: str) -> None:
        """Open the conversation."""
        self.met.add(user)
        await self.event(user, {"eventtype": "enter_chat"}, Asked("welcome", user))

    async def rate(self, user: str) -> None:
        """Say that an answer was good."""
        feedback = {"eventtype": "feedback_event", "feedback_event": {"id": "f1", "type": 1}}
        await self.event(user, feedback, Asked("nothing", user))

    async def press_label(
        self,
        user: str,
        label: str,
        *,
        option: str = "",
        selected: Selected | None = None,
        times: int = 1,
    ) -> None:
        """Press the newest button with `label`, with `option` (a text or an id) in its choice.

        Raises:
            NoSuchButton: no card of this person shows it.
        """
        bubble, key, chosen = pressed(self.timelines[user], label, option, selected or {})
        await self._press(user, bubble, key, chosen, times)

    def timeline(self, user: str) -> list[Bubble]:
        """What the person, or the group, sees; oldest first."""
        return list(self.timelines[user])

    def received_by(self, user: str) -> list[Bubble]:
        """What the robot wrote there."""
        return [bubble for bubble in self.timeline(user) if not bubble.mine]

    async def _press(
        self, user: str, bubble: Bubble, key: str, chosen: Selected, times: int
    ) -> None:
        """Told once by WeCom; `times` is for what must not happen twice all the same."""
        card = bubble.card or {}
        bubble.pressed = key
        items = [
            {"question_key": name, "option_ids": {"option_id": list(ids)}}
            for name, ids in chosen.items()
        ]
        pressed = {
            "card_type": card["card_type"],
            "event_key": key,
            "task_id": card["task_id"],
            "selected_items": {"selected_item": items},
        }
        event = {"eventtype": "template_card_event", "template_card_event": pressed}
        await self.event(user, event, Asked("press", user, str(card["task_id"])), times)

    def uploaded(self, chat: str) -> list[bytes]:
        """The files that were sent there."""
        return [self.shelf.media[one.media][1] for one in self.received_by(chat) if one.media]
