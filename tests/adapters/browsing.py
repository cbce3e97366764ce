"""A browser at the emulated platforms' own pages."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.emulator.phones import Browsers

HERE = "http://bot.test"
BACK = f"{HERE}/login/back"


async def _seen(request: Request) -> Response:
    """What a page of the bot sees of a browser."""
    agent = request.headers.get("user-agent", "")
    return JSONResponse({"agent": agent, "cookies": sorted(request.cookies)})


@asynccontextmanager
async def browser(faces: Mapping[str, Starlette]) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that follows nothing by itself, before pages that say what they see."""
    pages = Starlette(routes=[Route("/{path:path}", _seen)])
    transport = httpx.ASGITransport(Browsers(pages, faces))
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as http:
        yield http


async def hold(http: httpx.AsyncClient, platform: str, user: str) -> None:
    """Take the phone of `user`."""
    query = {"user": user, "url": f"{HERE}/board"}
    answer = await http.get(f"/emulator/{platform}/open", params=query)
    assert answer.status_code == 303


def brought(answer: httpx.Response) -> dict[str, str]:
    """What a redirect brings back."""
    assert answer.status_code == 302
    return {
        name: values[0]
        for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()
    }
