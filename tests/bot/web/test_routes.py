"""H6: every route that is no callback, by every method, with each role's login and without: no error of ours, no word
of the company to strangers. There is no interface of JSON beside health; pages are asked the same way."""

import re
from collections.abc import AsyncIterator, Mapping
from random import Random
from urllib.parse import quote

import httpx
import pytest
from starlette.routing import BaseRoute, Route

from tests.bot.web.browsing import browser, company, opened
from tests.e2e.company import ACCOUNTS
from tests.e2e.world import World

READERS = ("", "周明", "孙涛", "吴敏", "钱峰", "路人")
METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS")
ODD = (
    "C01", "..", "../../etc/passwd", "\0", "'", '"><script>alert(1)</script>', "🦄", "9" * 400, "-1", "{{7*7}}",
    "%s%n", "\u202e", "a/b", "=1+1", "2026-13-41", "0001-01-01", "9999-12-31", "@华东", "me", "visits", "\ud83d",
)  # fmt: skip
NAMES = (
    "day",
    "period",
    "who",
    "page",
    "next",
    "code",
    "state",
    "said",
    "proof",
    "back",
    "number",
    "record",
)
_PARAMETER = re.compile(r"{\w+(?::path)?}")
_TIMES = 3
_OF_THE_COMPANY = ("远帆", "海川", "周明", "孙涛", "林悦")


@pytest.fixture
async def made(tmp_path) -> AsyncIterator[World]:
    async with company(tmp_path) as found:
        await found.say("周明", "今天拜访远帆，见了李总，谈了二期，下周三再去")
        await found.press("周明", "保存")
        yield found


def routes(made: World) -> list[Route]:
    """All that is served beside the callbacks, those of included routers too."""

    def within(some: list[BaseRoute]) -> list[Route]:
        found = []
        for one in some:
            inner = getattr(one, "routes", None) or getattr(
                getattr(one, "original_router", None), "routes", []
            )
            found += [one] if isinstance(one, Route) else within(list(inner))
        return found

    looks = made.app.asgi._rest
    return within([*looks.routes, *looks.default.rest.answers.routes])


def _word(dice: Random) -> str:
    return quote(dice.choice(ODD).encode("utf-8", "surrogatepass"), safe="")


def _address(path: str, dice: Random) -> str:
    filled = _PARAMETER.sub(lambda _: _word(dice), path)
    asked = dice.sample(NAMES, 3)
    return f"{filled}?{'&'.join(f'{name}={_word(dice)}' for name in asked)}"


def _sent(method: str, dice: Random) -> Mapping[str, object]:
    """A body of some kind, where there may be one."""
    if method not in ("POST", "PUT", "PATCH"):
        return {}
    form = {name: dice.choice(ODD[:-1]) for name in dice.sample(NAMES, 4)}
    kinds = (
        {"data": form},
        {"files": {"file": ("表.xlsx", b"PK\3\4", "application/zip")}},
        {"json": form},
        {"content": b"--x\r\n", "headers": {"content-type": "multipart/form-data; boundary=x"}},
        {"content": b"\xff\xfe", "headers": {"content-type": "application/x-www-form-urlencoded"}},
        {},
    )
    return dice.choice(kinds)


async def _asked(made: World, who: str) -> AsyncIterator[tuple[str, httpx.Response]]:
    """What every route answers to one reader."""
    dice = Random(who)
    async with browser(made) as http:
        if who:
            await opened(http, "wecom", ACCOUNTS[who], "/board")
        for path in (*(route.path for route in routes(made)), "/{name}"):
            for method in METHODS:
                for _ in range(_TIMES if method in ("GET", "POST") else 1):
                    address = _address(path, dice)
                    answer = await http.request(method, address, **_sent(method, dice))
                    yield f"{method} {address}", answer


def test_the_routes_that_are_there_are_those_that_are_meant(made: World) -> None:
    """A new one is put here by whoever thought of who may ask it."""
    assert sorted({(one.path, *sorted(one.methods)) for one in routes(made)}) == [
        ("/board", "GET"),
        ("/board/assets/{name}", "GET"),
        ("/board/contacts/{contact}/files/{place}", "GET"),
        ("/board/customers/{customer:path}", "GET"),
        ("/board/list/{number}", "GET"),
        ("/board/opportunities/{opportunity:path}", "GET"),
        ("/board/remind", "POST"),
        ("/health/live", "GET", "HEAD"),
        ("/health/ready", "GET", "HEAD"),
        ("/login", "GET"),
        ("/login/{platform}", "GET"),
        ("/login/{platform}/back", "GET"),
        ("/logout", "POST"),
        ("/metrics", "GET", "HEAD"),
        ("/pictures/{name}", "GET"),
        ("/upload/{signed}", "GET"),
        ("/upload/{signed}", "POST"),
    ]


@pytest.mark.parametrize("who", READERS)
async def test_H6_no_route_fails_and_none_tells_strangers_of_the_company(
    made: World, who: str
) -> None:
    wrong = []
    asked = 0
    async for address, answer in _asked(made, who):
        asked += 1
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        if answer.status_code >= 500:
            wrong.append((address, answer.status_code))
        if is_page and "frame-ancestors 'none'" not in answer.headers.get(
            "content-security-policy", ""
        ):
            wrong.append((address, "no policy"))
        if "<script>alert" in answer.text:
            wrong.append((address, "a script"))
        if who in ("", "路人") and any(one in answer.text for one in _OF_THE_COMPANY):
            wrong.append((address, "tells a stranger"))

    assert wrong == []
    assert asked > 100
