"""The rehearsal desk: its own pages and the emulated platforms, in front of the bot's own routes."""

from collections.abc import Mapping

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Send
from starlette.types import Scope as Connection

from bot.running import App
from bot.web.desk.acts import acts
from bot.web.desk.hands import hands
from bot.web.desk.phones import Phones, PlatformName
from bot.web.desk.rehearsal import Rehearsal, Restart
from bot.web.desk.routes import routes

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
_APIS: Mapping[str, PlatformName] = {
    "/emulator/wecom/cgi-bin/": "wecom",
    "/emulator/feishu/open-apis/": "feishu",
}
_AWAY = PlainTextResponse("starting over", status_code=503)


class Desk:
    """`/` and `/emulator/…` in front of the bot's own routes.

    Args:
        restart: puts a bot with a fresh company in the place of `app`, which it stops.
    """

    def __init__(self, app: App, phones: Phones, restart: Restart | None = None) -> None:
        self.rehearsal = Rehearsal(app, phones, restart)
        self._pages = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
        for router in (routes(self.rehearsal), hands(self.rehearsal), acts(self.rehearsal)):
            self._pages.include_router(router)

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] == "http" and (path == "/" or path.startswith("/emulator/desk/")):
            await self._own(scope, receive, send)
            return
        for below, name in _APIS.items():
            if path.startswith(below):
                await self.rehearsal.phones.of(name).app(_inside(scope, name), receive, send)
                return
        bot: ASGIApp = _AWAY if self.rehearsal.is_away else self.rehearsal.app.asgi
        await bot(scope, receive, send)

    async def _own(self, scope: Connection, receive: Receive, send: Send) -> None:
        """The desk's own pages, which nobody else's page may act on."""
        if scope["method"] != "GET" and not _is_same_origin(scope):
            refusal = PlainTextResponse("another page's request", status_code=403)
            await refusal(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                more = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message = {**message, "headers": [*message.get("headers", ()), *more]}
            await send(message)

        await self._pages(scope, receive, dressed)


def _is_same_origin(scope: Connection) -> bool:
    """Browsers say where a request comes from; whoever says nothing is none."""
    headers = dict(scope["headers"])
    return headers.get(b"sec-fetch-site", b"none") in (b"same-origin", b"none")


def _inside(scope: Connection, name: PlatformName) -> Connection:
    """The request as the platform itself sees it: below its own address."""
    below = f"/emulator/{name}"
    raw = (scope.get("raw_path") or scope["path"].encode()).removeprefix(below.encode())
    return {**scope, "path": scope["path"].removeprefix(below), "raw_path": raw}
