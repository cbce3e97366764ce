"""What is behind the entrance: waited for, missed when it cannot be loaded, left alone when the end comes first."""

import asyncio
import gc
import threading
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.responses import PlainTextResponse

from bot import leisure
from bot.app import furnished
from bot.cli.indoors import Indoors
from bot.entrance import Entrance
from bot.plan import Plan
from bot.running import App
from tests.e2e.world import ZONE


@pytest.fixture
async def entrance(sqlite_url: str) -> Entrance:
    return await Entrance.of(Plan(database_url=sqlite_url, zone=ZONE, platforms=lambda _: {}))


@pytest.fixture
async def http(entrance: Entrance) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(entrance.asgi)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as made:
        yield made


def indoors(entrance: Entrance, ended: list[str]) -> Indoors:
    return Indoors(entrance, "all", schedule=False, give_up=lambda: ended.append("asked"))


async def test_it_is_ready_before_and_pages_wait_until_they_are_there(
    entrance: Entrance, http: httpx.AsyncClient
) -> None:
    ready = await http.get("/health/ready")
    page = asyncio.create_task(http.get("/board"))
    for _ in range(50):
        await asyncio.sleep(0)
    waits = not page.done()
    entrance.pages.open(PlainTextResponse("there"))
    shown = await page
    await entrance.close()

    assert ready.status_code == 200
    assert waits
    assert shown.text == "there"


async def test_what_is_loaded_works_and_is_ended(
    entrance: Entrance, http: httpx.AsyncClient
) -> None:
    ended: list[str] = []
    inside = indoors(entrance, ended)
    inside.open()
    missing = await http.get("/nothing/here")
    inside.leave()
    left = await http.get("/health/ready")
    await inside.close()

    assert (missing.status_code, left.status_code) == (404, 503)
    assert ended == []


async def test_who_is_ready_is_loaded_though_the_database_goes_away_meanwhile(
    entrance: Entrance, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise OSError("the database is away")

    ended: list[str] = []
    monkeypatch.setattr(entrance.store.database, "read", away)
    monkeypatch.setattr(entrance.store.database, "write", away)
    inside = indoors(entrance, ended)
    inside.open()
    async with asyncio.timeout(60):
        answer = await http.get("/nothing/here")
    inside.leave()
    await inside.close()

    assert answer.status_code == 404
    assert ended == []


async def test_what_cannot_be_loaded_ends_the_process_and_says_why(
    entrance: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Entrance) -> App:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.app.furnished", broken)
    asked = asyncio.Event()
    inside = Indoors(entrance, "all", schedule=False, give_up=asked.set)
    inside.open()
    async with asyncio.timeout(30):
        await asked.wait()

    with pytest.raises(ZeroDivisionError):
        await inside.close()


async def test_it_is_put_together_beside_the_loop_and_nothing_is_collected_meanwhile(
    entrance: Entrance, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []

    def watched(entrance: Entrance) -> App:
        seen.extend((threading.current_thread().name, gc.isenabled()))
        return furnished(entrance)

    monkeypatch.setattr("bot.app.furnished", watched)
    inside = indoors(entrance, [])
    gc.disable()  # as `liaoke serve` begins
    try:
        inside.open()
        await http.get("/nothing/here")
        seen.append(gc.isenabled())
    finally:
        gc.enable()
    await inside.close()

    assert seen == ["beside", False, True]


async def test_who_is_told_to_end_while_it_loads_does_not_wait_for_it(
    entrance: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, begun = threading.Event(), asyncio.Event()
    loop, ended = asyncio.get_running_loop(), list[str]()

    def slow(entrance: Entrance) -> App:
        loop.call_soon_threadsafe(begun.set)
        goes_on.wait()
        return furnished(entrance)

    monkeypatch.setattr("bot.app.furnished", slow)
    inside = indoors(entrance, ended)
    inside.open()
    await begun.wait()
    inside.leave()
    async with asyncio.timeout(30):
        await inside.close()
    goes_on.set()

    assert ended == []
    assert inside.gave_up == ""


async def test_what_is_loaded_when_the_end_has_begun_does_not_begin(
    entrance: Entrance, http: httpx.AsyncClient
) -> None:
    begun: list[object] = []
    inside = Indoors(
        entrance,
        "all",
        schedule=False,
        give_up=lambda: begun.append("gave up"),
        changed=begun.append,
    )
    inside.open()
    inside.leave()
    async with asyncio.timeout(60):
        assert (await http.get("/nothing/here")).status_code == 404
    for _ in range(10):
        await asyncio.sleep(0)
    await inside.close()

    assert begun == []


async def test_a_thread_beside_tells_what_came_of_it() -> None:
    assert await leisure.beside(lambda: threading.current_thread().name) == "beside"
    with pytest.raises(ZeroDivisionError):
        await leisure.beside(lambda: 1 / 0)


async def test_a_thread_that_loads_rests_before_each_module(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def loaded(name: str) -> None:
        with leisure.loading():
            __import__(name)

    pauses = list[float]()
    monkeypatch.setattr(leisure.time, "sleep", pauses.append)
    for name in ("colorsys", "stringprep", "nturl2path"):
        monkeypatch.delitem(leisure.sys.modules, name, raising=False)
        await leisure.beside(lambda name=name: loaded(name))
    alone = len(pauses)
    monkeypatch.delitem(leisure.sys.modules, "colorsys")
    __import__("colorsys")

    assert alone >= 3
    assert len(pauses) == alone
