"""The rehearsal desk: a page with a WeCom and a Feishu phone, both on their emulated wire."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Protocol

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as Connection

from bot.app import App
from bot.web.phones import drawn
from core.customers.queries import CustomerQuery
from core.people.model import EmployeeId
from core.people.permissions import Scope


class Emulator(Protocol):
    """What the desk uses of an emulated platform."""

    people: dict[str, str]

    async def say(self, user: str, text: str) -> str: ...
    async def enter(self, user: str) -> int: ...
    def timeline(self, user: str) -> list[Any]: ...


class WeComPhone(Emulator, Protocol):
    async def press_label(
        self,
        user: str,
        label: str,
        *,
        option: str = "",
        selected: Mapping[str, tuple[str, ...]] | None = None,
    ) -> int: ...


class FeishuPhone(Emulator, Protocol):
    async def press_label(
        self, user: str, label: str, *, option: str = "", form: Mapping[str, Any] | None = None
    ) -> object: ...


class Phones:
    """The two emulators."""

    wecom: WeComPhone
    feishu: FeishuPhone

    def of(self, platform: str) -> Emulator:
        return self.feishu if platform == "feishu" else self.wecom


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
        async def page() -> HTMLResponse:
            return HTMLResponse(files("bot.web").joinpath("desk.html").read_text(encoding="utf-8"))

        @app.get("/emulator/people")
        async def everybody() -> JSONResponse:
            return JSONResponse(
                {"people": await self.people(), "customers": await self._customers()}
            )

        @app.get("/emulator/{platform}/{user}")
        async def timeline(platform: str, user: str) -> JSONResponse:
            bubbles = self._phones.of(platform).timeline(user)
            return JSONResponse([drawn(platform, bubble) for bubble in bubbles[-60:]])

        @app.post("/emulator/{platform}/{user}/say")
        async def say(platform: str, user: str, request: Request) -> Response:
            body = await request.json()
            await self._phones.of(platform).say(user, str(body["text"])[:10_000])
            return Response(status_code=204)

        @app.post("/emulator/{platform}/{user}/press")
        async def press(platform: str, user: str, request: Request) -> Response:
            body: Mapping[str, Any] = await request.json()
            label, form = str(body["label"]), body.get("form") or {}
            try:
                if platform == "feishu":
                    await self._phones.feishu.press_label(user, label, form=form)
                else:
                    selected = {name: (str(value),) for name, value in form.items()}
                    await self._phones.wecom.press_label(user, label, selected=selected)
            except LookupError:
                return Response(status_code=409)
            return Response(status_code=204)

        return app

    async def people(self) -> list[dict[str, str]]:
        """Everybody with both accounts; the emulators learn them here."""
        found = []
        async with self._app.store.look() as uow:
            for person in await uow.people.everybody():
                accounts = {
                    one.platform: one.external_id for one in await uow.people.identities(person.id)
                }
                self._phones.wecom.people[accounts.get("wecom", "")] = person.name
                self._phones.feishu.people[accounts.get("feishu", "")] = person.name
                roles = "、".join(sorted(person.roles))
                found.append({"id": person.id, "name": person.name, "roles": roles, **accounts})
        return found

    async def _customers(self) -> list[str]:
        """Short names to try, of the first rep's own customers."""
        async with self._app.store.look() as uow:
            owned = CustomerQuery(in_pool=False, owner=EmployeeId("S002"), limit=3)
            return [one.short for one in await uow.customers.search(owned, Scope(None))]
