"""A browser before a running company: the phone it is opens links, follows them and shows the page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx

from adapters.chat import Platform
from adapters.emulator.phones import Browsers
from tests.e2e.world import World, world

HERE = "http://bot.test"
BOTH = (Platform.WECOM, Platform.FEISHU)


@asynccontextmanager
async def company(
    folder: Path, *, base: str = HERE, platforms: tuple[Platform, ...] = BOTH
) -> AsyncIterator[World]:
    """The company of product.md 6.1 with pages."""
    url = f"sqlite+aiosqlite:///{folder / 'pages.db'}"
    async with world(url, platforms=platforms, public_url=base) as made:
        yield made


@asynccontextmanager
async def browser(company: World, *, base: str = HERE) -> AsyncIterator[httpx.AsyncClient]:
    """One that follows nothing by itself; redirects to the public address come here."""
    faces = {str(name): emulator.web for name, emulator in company.emulators.items()}
    transport = httpx.ASGITransport(Browsers(company.app.asgi, faces))
    async with httpx.AsyncClient(transport=transport, base_url=base) as http:
        yield http


async def opened(http: httpx.AsyncClient, platform: str, account: str, path: str) -> httpx.Response:
    """What the phone of `account` shows after it opened a link to `path`."""
    query = {"user": account, "url": f"{http.base_url}".rstrip("/") + path}
    return await followed(http, await http.get(f"/emulator/{platform}/open", params=query))


async def followed(http: httpx.AsyncClient, answer: httpx.Response) -> httpx.Response:
    """The page at the end of the redirects."""
    while answer.is_redirect:
        answer = await http.get(answer.headers["location"])
    return answer


async def asked(http: httpx.AsyncClient, platform: str, path: str = "/board") -> httpx.URL:
    """Where the bot sends a browser that wants to log in."""
    answer = await http.get(f"/login/{platform}", params={"next": path})
    assert answer.status_code == 303
    return httpx.URL(answer.headers["location"])


def query_of(url: httpx.URL | str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(str(url)).query).items()}
