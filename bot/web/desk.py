"""The rehearsal desk: a page with a WeCom and a Feishu phone, both on their emulated wire."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal, Protocol

from fastapi import FastAPI
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as Connection

from bot.app import App
from bot.web.cast import Player, cast
from bot.web.phones import drawn, pressable

_PAGE = {
    "desk.html": "text/html",
    "desk.css": "text/css",
    "desk.js": "text/javascript",
    "desk.svg": "image/svg+xml",
}
_Name = Literal["wecom", "feishu"]


class Emulator(Protocol):
    """What the desk uses of an emulated platform."""

    people: dict[str, str]

    async def say(self, user: str, text: str) -> str: ...
    async def enter(self, user: str) -> int: ...
    def timeline(self, user: str) -> list[Any]: ...


class WeComPhone(Emulator, Protocol):
    async def press(
        self,
        user: str,
        bubble: Any,
        key: str,
        *,
        selected: Mapping[str, tuple[str, ...]] | None = None,
    ) -> int: ...


class PressOutcome(Protocol):
    """What a person sees of a press besides the card."""

    @property
    def toast(self) -> str: ...
    @property
    def error(self) -> str: ...


class FeishuPhone(Emulator, Protocol):
    async def press(
        self,
        user: str,
        bubble: Any,
        element: Mapping[str, Any],
        *,
        form: Mapping[str, Any] | None = None,
    ) -> PressOutcome: ...


class Said(BaseModel):
    """What was typed on a phone."""

    text: str = Field(max_length=10_000)


class Pressed(BaseModel):
    """Which button of which bubble, with what its inputs hold."""

    bubble: str
    button: int = Field(ge=0)
    form: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Phones:
    """The two emulators."""

    wecom: WeComPhone
    feishu: FeishuPhone

    def of(self, platform: str) -> Emulator:
        return self.feishu if platform == "feishu" else self.wecom

    async def press(self, platform: str, user: str, press: Pressed) -> str:
        """Press that button; returns what is shown besides the card.

        Raises:
            LookupError: that bubble has no such button, or it only leads somewhere.
        """
        bubbles = {one.id: one for one in self.of(platform).timeline(user)}
        bubble = bubbles[press.bubble]
        button = pressable(platform, bubble.card)[press.button]
        if platform == "feishu":
            if all(one["type"] != "callback" for one in button.get("behaviors", ())):
                raise LookupError
            outcome = await self.feishu.press(user, bubble, button, form=press.form)
            return outcome.error or outcome.toast
        selected = {name: (value,) for name, value in press.form.items() if value}
        await self.wecom.press(user, bubble, button["key"], selected=selected)
        return ""


class desk:  # noqa: N801 - used like the ASGI applications beside it
    """`/` and `/emulator/…` in front of the bot's own routes."""

    def __init__(self, app: App, phones: Phones) -> None:
        self._bot: ASGIApp = app.asgi
        self._app = app
        self._phones = phones
        self._pages = self._routes()

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        mine = path == "/" or path.startswith("/emulator/")
        await (self._pages if mine else self._bot)(scope, receive, send)

    def _routes(self) -> FastAPI:
        app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

        @app.get("/")
        async def page() -> Response:
            return _file("desk.html")

        @app.get("/emulator/page/{name}")
        async def part(name: str) -> Response:
            return _file(name) if name in _PAGE else Response(status_code=404)

        @app.get("/emulator/people")
        async def everybody() -> JSONResponse:
            now = self._app.clock().astimezone(self._app.given.zone)
            return JSONResponse({"people": await self.people(), "now": now.isoformat()})

        @app.get("/emulator/{platform}/{user}")
        async def timeline(platform: _Name, user: str) -> JSONResponse:
            bubbles = self._phones.of(platform).timeline(user)
            return JSONResponse([drawn(platform, bubble) for bubble in bubbles[-60:]])

        @app.post("/emulator/{platform}/{user}/say")
        async def say(platform: _Name, user: str, said: Said) -> Response:
            await self._phones.of(platform).say(user, said.text)
            return Response(status_code=204)

        @app.post("/emulator/{platform}/{user}/press")
        async def press(platform: _Name, user: str, pressed: Pressed) -> JSONResponse:
            try:
                toast = await self._phones.press(platform, user, pressed)
            except LookupError:
                return JSONResponse({"toast": ""}, status_code=409)
            return JSONResponse({"toast": toast})

        return app

    async def people(self) -> list[Player]:
        """Who can be played; the emulators learn them here."""
        async with self._app.store.look() as uow:
            players = await cast(uow)
        for player in players:
            for platform, account in player["accounts"].items():
                self._phones.of(platform).people[account] = player["name"]
        return players


def _file(name: str) -> Response:
    content = files("bot.web").joinpath(name).read_bytes()
    return Response(content, media_type=_PAGE[name])
