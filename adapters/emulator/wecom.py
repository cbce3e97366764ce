"""WeCom as it answers on its own wire, with the people who use it. Source: platforms/wecom.md 14."""

import secrets
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import httpx

from adapters.emulator.exchanges import Bubble, Exchanges, NoSuchButton
from adapters.emulator.tap import Tap
from adapters.emulator.wecom_api import Api
from adapters.emulator.wecom_client import (
    Selected,
    by_option,
    key_of,
    menu,
    preselected,
    with_option,
)
from adapters.emulator.wecom_corp import Corp
from adapters.emulator.wecom_line import PATIENCE, Line, elements, selected_items
from adapters.emulator.wecom_login import Logins
from adapters.wecom.platform import WeComApp


class WeComEmulator:
    """One corporation with one application.

    Args:
        callback: a client that reaches the bot, and `path` the address of its callback there.
        now: the platform's clock.
        patience: how long a callback may take, of real time.
    """

    def __init__(
        self,
        app: WeComApp,
        callback: httpx.AsyncClient,
        *,
        now: Callable[[], datetime],
        path: str = "/wecom/callback",
        patience: timedelta = PATIENCE,
    ) -> None:
        self.credentials = app
        self.corp = Corp(app, now)
        self.app = Tap(Api(self.corp).app, self.corp.exchanges, self.corp.failures)
        self.web = Logins(self.corp).face().app
        self.line = Line(corp=self.corp, callback=callback, path=path, patience=patience)
        self._now = now

    @property
    def people(self) -> dict[str, str]:
        """userid → name of everybody in the application's range."""
        return self.corp.people

    @people.setter
    def people(self, people: dict[str, str]) -> None:
        self.corp.people = people

    @property
    def mobiles(self) -> dict[str, str]:
        """mobile → userid."""
        return self.corp.mobiles

    @property
    def menu(self) -> dict[str, Any]:
        """The application's menu, as it was pushed."""
        return self.corp.menu

    @property
    def exchanges(self) -> Exchanges:
        return self.corp.exchanges

    @property
    def faults(self) -> deque[int]:
        """What the next calls are answered with: WeCom's codes, or HTTP statuses from 500."""
        return self.corp.faults

    @property
    def swallow(self) -> int:
        """How many accepted calls get no answer."""
        return self.corp.swallow

    @swallow.setter
    def swallow(self, calls: int) -> None:
        self.corp.swallow = calls

    @property
    def dropped(self) -> int:
        """How many messages went beyond a member's limit: accepted, and never shown."""
        return self.corp.dropped

    # --- people -----------------------------------------------------------------------------------

    async def say(self, user: str, text: str, *, times: int = 1) -> str:
        """Write a text; returns its MsgId."""
        return await self._show_and_send(user, "text", {"Content": text}, shown=text, times=times)

    async def send_image(self, user: str, content: bytes) -> str:
        media = self.corp.keep("image", content, "picture.png")
        parts = {"PicUrl": f"https://wecom.test/{media}.png", "MediaId": media}
        return await self._show_and_send(user, "image", parts)

    async def send_voice(self, user: str, content: bytes) -> str:
        media = self.corp.keep("voice", content, "voice.amr")
        return await self._show_and_send(user, "voice", {"MediaId": media, "Format": "amr"})

    async def send_location(self, user: str, latitude: float, longitude: float, label: str) -> str:
        place = {"Location_X": latitude, "Location_Y": longitude, "Scale": 15, "Label": label}
        return await self._show_and_send(user, "location", {**place, "AppType": "wxwork"})

    async def send_link(self, user: str, title: str, url: str) -> str:
        parts = {"Title": title, "Description": "", "Url": url, "PicUrl": ""}
        return await self._show_and_send(user, "link", parts)

    async def enter(self, user: str) -> int:
        """Open the conversation."""
        return await self.line.deliver_event(self.line.event(user, "enter_agent", ""))

    async def subscribe(self, user: str) -> int:
        """Come into the application's range."""
        return await self.line.deliver_event(self.line.event(user, "subscribe", ""))

    async def choose_menu(self, user: str, key: str) -> int:
        return await self.line.deliver_event(self.line.event(user, "click", key))

    async def press(
        self,
        user: str,
        bubble: Bubble,
        key: str,
        *,
        selected: Selected | None = None,
        times: int = 1,
    ) -> int:
        """Press the button with `key` on a card; returns the callback's status."""
        card = bubble.card or {}
        bubble.pressed = key
        parts = elements(
            {
                "TaskId": str(card.get("task_id", "")),
                "CardType": str(card.get("card_type", "")),
                "ResponseCode": self.corp.grant(bubble.id),
            }
        )
        if any(one["key"] == key for one in menu(card)):
            plain = self.line.event(user, "template_card_menu_event", key, parts)
        else:
            items = selected_items(preselected(card) if selected is None else selected)
            plain = self.line.event(user, "template_card_event", key, parts + items)
        return await self._deliver(plain, times)

    async def press_label(
        self,
        user: str,
        label: str,
        *,
        option: str = "",
        selected: Selected | None = None,
        times: int = 1,
    ) -> int:
        """Press the newest button with `label`, with `option` (a text or an id) in its choice.

        Raises:
            NoSuchButton: no card of this person shows it.
        """
        for bubble in reversed(self.corp.timelines[user]):
            card = bubble.card or {}
            if key := key_of(card, label):
                given = {name: ids for name, ids in (selected or {}).items() if any(ids)}
                chosen = {**preselected(card), **given}
                if option:
                    chosen |= with_option(card, option)
                return await self.press(user, bubble, key, selected=chosen, times=times)
            if folded := by_option(card, label):
                return await self.press(user, bubble, folded[0], selected=folded[1], times=times)
        raise NoSuchButton(label)

    def timeline(self, user: str) -> list[Bubble]:
        """What the person sees, oldest first."""
        return list(self.corp.timelines[user])

    def received_by(self, user: str) -> list[Bubble]:
        """What the bot wrote to a person."""
        return [bubble for bubble in self.timeline(user) if not bubble.mine]

    # --- the platform -----------------------------------------------------------------------------

    async def verify_address(self, echo: str = "1616140317555161061") -> bytes:
        """What the console does when the callback's address is saved."""
        return await self.line.check(echo)

    def text(self, user: str, text: str, number: str = "") -> str:
        """The inner XML of a text, for `deliver`; nobody sees it on a phone."""
        parts = elements({"Content": text})
        return self.line.message(user, "text", parts, number or self.line.number())

    async def deliver(self, plain: str, *, times: int = 1, forged: str = "") -> int:
        """Send a callback with this inner XML, each time sealed anew; returns the last status.

        Args:
            forged: a signature in the true one's place.
        """
        status = 0
        for _ in range(times):
            status = await self.line.deliver(plain, forged=forged)
        return status

    def expire_tokens(self) -> None:
        """End every token before its time (42001)."""
        self.corp.tokens.update(dict.fromkeys(self.corp.tokens, self._now()))

    def revoke_tokens(self) -> None:
        """Forget every token (40014)."""
        self.corp.tokens.clear()

    async def _show_and_send(
        self, user: str, kind: str, parts: Mapping[str, object], *, shown: str = "", times: int = 1
    ) -> str:
        """Put a message on the person's own phone, and send it."""
        number = self.line.number()
        bubble = Bubble(secrets.token_hex(6), self._now(), mine=True, text=shown or f"[{kind}]")
        bubble.media = str(parts.get("MediaId", ""))
        self.corp.show(user, bubble)
        await self._deliver(self.line.message(user, kind, elements(parts), number), times)
        return number

    async def _deliver(self, plain: str, times: int) -> int:
        """What happened, told `times` over."""
        status = 0
        for _ in range(self.corp.failures.times(times)):
            status = await self.line.deliver_event(plain)
        return status
