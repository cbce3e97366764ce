"""Feishu on its own wire, with the people who use it. Source: platforms/feishu.md 15."""

import json
import secrets
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import httpx

from adapters.emulator.bounded import remember
from adapters.emulator.exchanges import Bubble, Exchanges, NoSuchButton
from adapters.emulator.feishu_api import Api
from adapters.emulator.feishu_client import PressOutcome, button, filled, missing, read_answer
from adapters.emulator.feishu_line import PATIENCE, Line
from adapters.emulator.feishu_tenant import BOT, Kept, Pressed, Tenant, new_bubble
from adapters.emulator.tap import Tap
from adapters.feishu.platform import FeishuApp

_CARD_LIFE = timedelta(days=14)


class FeishuEmulator:
    """One tenant with one application.

    Args:
        callback: a client that reaches the bot, and `path` the address of its callback there.
        now: the platform's clock.
        patience: how long a callback may take, of real time.

    `calls_back_twice` stands for a console in which the old card callback is set as well [D 21].
    """

    def __init__(
        self,
        app: FeishuApp,
        callback: httpx.AsyncClient,
        *,
        now: Callable[[], datetime],
        path: str = "/feishu/callback",
        patience: timedelta = PATIENCE,
    ) -> None:
        self.credentials = app
        self.tenant = Tenant(app, now)
        self.line = Line(tenant=self.tenant, callback=callback, path=path, patience=patience)
        api = Api(self.tenant, self.line.sockets.routes())
        self.app = Tap(api.app, self.tenant.exchanges, self.tenant.failures)
        self.web = api.web
        self._now = now
        self.calls_back_twice = False

    @property
    def people(self) -> dict[str, str]:
        """open_id → name of everybody in the application's range."""
        return self.tenant.people

    @people.setter
    def people(self, people: dict[str, str]) -> None:
        self.tenant.people = people

    @property
    def mobiles(self) -> dict[str, str]:
        """mobile → open_id."""
        return self.tenant.mobiles

    @property
    def groups(self) -> dict[str, list[str]]:
        return self.tenant.groups

    @property
    def exchanges(self) -> Exchanges:
        return self.tenant.exchanges

    @property
    def faults(self) -> deque[int]:
        """What the next calls are answered with: Feishu's codes, or HTTP statuses below 1000."""
        return self.tenant.faults

    @property
    def swallow(self) -> int:
        """How many accepted calls get no answer."""
        return self.tenant.swallow

    @swallow.setter
    def swallow(self, calls: int) -> None:
        self.tenant.swallow = calls

    # --- people -----------------------------------------------------------------------------------

    async def say(
        self, user: str, text: str, *, group: str = "", mention: bool = True, times: int = 1
    ) -> str:
        """Write a text, in private or in a group, mentioning the bot; returns its message_id.

        The platform tells the bot of what its permissions cover.
        """
        bubble = new_bubble(self.tenant, mine=True, text=text)
        self.tenant.show(group or user, bubble)
        called = bool(group) and mention
        content = {"text": f"@_user_1 {text}" if called else text}
        if self.tenant.tells(group=group, mention=mention):
            await self._message(
                user, bubble.id, ("text", content), group=group, called=called, times=times
            )
        return bubble.id

    async def send_post(self, user: str, title: str, lines: list[list[dict[str, Any]]]) -> str:
        return await self._show_and_send(user, "post", {"title": title, "content": lines})

    async def send_image(self, user: str, content: bytes) -> str:
        return await self._send_file(user, "image", Kept("image", content))

    async def send_file(self, user: str, content: bytes, name: str) -> str:
        return await self._send_file(user, "file", Kept("file", content, name))

    async def send_voice(self, user: str, content: bytes) -> str:
        return await self._send_file(user, "audio", Kept("file", content))

    async def send_location(self, user: str, latitude: float, longitude: float, label: str) -> str:
        content = {"name": label, "longitude": str(longitude), "latitude": str(latitude)}
        return await self._show_and_send(user, "location", content)

    async def enter(self, user: str) -> int:
        event = {"chat_id": f"oc_{user}", "operator_id": self.tenant.ids(user)}
        if self.tenant.timelines[user]:
            event["last_message_id"] = self.tenant.timelines[user][-1].id
        return await self._event("im.chat.access_event.bot_p2p_chat_entered_v1", event)

    async def choose_menu(self, user: str, key: str) -> int:
        stamp = str(int(self._now().timestamp()))
        operator = {"operator_id": self.tenant.ids(user)}
        event = {"operator": operator, "event_key": key, "timestamp": stamp}
        return await self._event("application.bot.menu_v6", event)

    def add_group(self, id_: str, members: list[str]) -> None:
        self.groups[id_] = members

    async def press(
        self,
        user: str,
        bubble: Bubble,
        element: Mapping[str, Any],
        *,
        form: Mapping[str, Any] | None = None,
        times: int = 1,
    ) -> PressOutcome:
        """Press a button; the answer in the callback changes the card at once."""
        if self._now() - bubble.at > _CARD_LIFE:
            return PressOutcome(0, error="expired")
        behavior = next(one for one in element["behaviors"] if one["type"] == "callback")
        action: dict[str, Any] = {"tag": "button", "value": behavior["value"]}
        if element.get("form_action_type") == "submit":
            values = filled(bubble.card, form or {})
            if name := missing(bubble.card, values):
                return PressOutcome(0, error=f"required: {name}")
            action |= {"name": element["name"], "form_value": values, "timezone": "Asia/Shanghai"}
        return await self._press(user, bubble, action, times)

    async def press_label(
        self,
        user: str,
        label: str,
        *,
        option: str = "",
        form: Mapping[str, Any] | None = None,
        times: int = 1,
    ) -> PressOutcome:
        """Press the newest button with `label`; with `option` the one on that row.

        Raises:
            NoSuchButton: no card of this person shows it.
        """
        for bubble in reversed(self.tenant.timelines[user]):
            element = button(bubble.card, label, option)
            if element is not None:
                return await self.press(user, bubble, element, form=form, times=times)
        raise NoSuchButton(label)

    def timeline(self, who: str) -> list[Bubble]:
        """What a person or a group sees, oldest first."""
        return list(self.tenant.timelines[who])

    def received_by(self, who: str) -> list[Bubble]:
        """What the bot wrote to a person or a group."""
        return [bubble for bubble in self.timeline(who) if not bubble.mine]

    def recall(self, bubble: Bubble) -> None:
        """Take back a message of the bot, as an administrator can."""
        sent = self.tenant.sent[bubble.id]
        sent.is_recalled = True
        self.tenant.timelines[sent.chat].remove(bubble)

    # --- the platform -----------------------------------------------------------------------------

    async def verify_address(self, challenge: str = "crm-1") -> dict[str, Any]:
        """What the console does when the callback's address is saved."""
        return await self.line.check(challenge)

    async def deliver(self, envelope: Mapping[str, Any], *, times: int = 1) -> httpx.Response:
        """Send an envelope, each time sealed and signed anew; returns the last response."""
        return await self.line.deliver(envelope, times=times)

    async def redeliver(self) -> int:
        """Send the events that were not acknowledged and are due again; returns how many."""
        return await self.line.redeliver()

    def expire_tokens(self) -> None:
        """Make every token invalid before its time."""
        self.tenant.tokens.clear()

    async def _press(
        self, user: str, bubble: Bubble, action: Mapping[str, Any], times: int
    ) -> PressOutcome:
        """One event, `times` over; callbacks are never sent again by themselves."""
        token = f"c-{secrets.token_hex(16)}"
        pressed = remember(self.tenant.pressed, token, Pressed(bubble.id, self._now()))
        event = {
            "operator": {**self.tenant.ids(user), "tenant_key": "tk01"},
            "token": token,
            "action": action,
            "host": "im_message",
            "context": {
                "open_message_id": bubble.id,
                "open_chat_id": self.tenant.chat_id(self.tenant.sent[bubble.id].chat),
            },
        }
        envelope = self.line.envelope("card.action.trigger", event, digits=16)
        outcome = PressOutcome(0)
        for _ in range(self.tenant.failures.times(times)):
            response = await self.line.deliver(envelope)
            pressed.is_answered = True
            outcome = self._shown(bubble, response)
        if self.calls_back_twice:
            old = self._shown(bubble, await self.line.deliver_old(event))
            outcome = old if outcome.error else outcome
        return outcome

    def _shown(self, bubble: Bubble, response: httpx.Response) -> PressOutcome:
        if response.status_code != 200:
            code = "200341" if response.status_code == 504 else "200671"
            return PressOutcome(response.status_code, error=code)
        try:
            answer = response.json()
        except ValueError:
            return PressOutcome(200, error="200672")
        outcome, card = read_answer(answer)
        if card is not None:
            self.tenant.change(bubble.id, card)
        return outcome

    async def _send_file(self, user: str, kind: str, kept: Kept) -> str:
        bubble = new_bubble(self.tenant, mine=True, text=kept.name or f"[{kind}]")
        self.tenant.show(user, bubble)
        bubble.media = self.tenant.keep(Kept(kept.kind, kept.content, kept.name, message=bubble.id))
        content: dict[str, Any] = {f"{kept.kind}_key": bubble.media}
        if kind != "image":
            content |= {"file_name": kept.name} if kind == "file" else {"duration": 1000}
        await self._message(user, bubble.id, (kind, content))
        return bubble.id

    async def _show_and_send(self, user: str, kind: str, content: Mapping[str, Any]) -> str:
        bubble = new_bubble(self.tenant, mine=True, text=f"[{kind}]")
        self.tenant.show(user, bubble)
        await self._message(user, bubble.id, (kind, content))
        return bubble.id

    async def _message(
        self,
        user: str,
        number: str,
        said: tuple[str, Mapping[str, Any]],
        *,
        group: str = "",
        called: bool = False,
        times: int = 1,
    ) -> None:
        kind, content = said
        message: dict[str, Any] = {
            "message_id": number,
            "create_time": str(int(self._now().timestamp() * 1000)),
            "chat_id": group or f"oc_{user}",
            "chat_type": "group" if group else "p2p",
            "message_type": kind,
            "content": json.dumps(content, ensure_ascii=False),
        }
        if called:
            bot = {"key": "@_user_1", "id": {"open_id": BOT}, "mentioned_type": "bot"}
            message["mentions"] = [{**bot, "name": "CRM"}]
        sender = {"sender_id": self.tenant.ids(user), "sender_type": "user", "tenant_key": "tk01"}
        event = {"sender": sender, "message": message}
        envelope = self.line.envelope("im.message.receive_v1", event)
        for _ in range(self.tenant.failures.times(times)):
            await self.line.deliver_event(envelope)

    async def _event(self, kind: str, event: Mapping[str, Any]) -> int:
        envelope, status = self.line.envelope(kind, event), 0
        for _ in range(self.tenant.failures.times(1)):
            status = await self.line.deliver_event(envelope)
        return status
