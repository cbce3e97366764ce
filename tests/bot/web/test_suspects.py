"""Whoever signs wrongly again and again waits for others of his kind; what is signed rightly is always taken."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from bot.cli.server import configured
from bot.web import bodies
from bot.web.suspects import AT_ONCE, FAILURES, MOST, WINDOW, Suspects
from tests.e2e.forged import bad, good
from tests.e2e.world import World

HERE, THERE = "192.0.2.1", "192.0.2.2"


class Timer:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def called_from(world: World, address: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(world.app.asgi, client=(address, 4_000))
    return httpx.AsyncClient(transport=transport, base_url="http://bot.test")


@pytest.fixture(params=["wecom", "feishu"])
def company(request: pytest.FixtureRequest) -> World:
    return request.getfixturevalue(request.param)


async def test_H1_a_flood_of_forgeries_is_refused_alike_and_the_platform_is_heard_from_there(
    company: World,
) -> None:
    forged = bad(company)["signature"]
    async with called_from(company, HERE) as here, called_from(company, THERE) as there:
        answers = [await here.send(forged) for _ in range(1_000)]
        elsewhere = await there.send(forged)
        genuine = await here.send(good(company))

    assert {(one.status_code, one.content) for one in (*answers, elsewhere)} == {(403, b"")}
    closed = [one.headers.get("connection") == "close" for one in answers]
    assert closed == [False] * (FAILURES - 1) + [True] * (1_001 - FAILURES)
    assert "connection" not in elsewhere.headers
    assert genuine.status_code == 200
    assert await company.store.inbox.depth() == {"new": 1}


async def test_H1_a_body_sent_a_thousand_times_has_one_effect(company: World) -> None:
    async with called_from(company, HERE) as here:
        answers = [(await here.send(good(company))).status_code for _ in range(1_000)]
        numbers = (await here.get("/metrics")).text

    assert set(answers) == {200}
    assert await company.store.inbox.depth() == {"new": 1}
    assert f'platform="{company.platform}",result="repeated"}} 999.0' in numbers
    assert "liaoke_callbacks_suspected_total{" not in numbers


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
async def test_H1_what_is_signed_rightly_is_taken_by_no_other_method(
    company: World, method: str
) -> None:
    wanted = good(company)
    async with called_from(company, HERE) as here:
        answer = await here.request(
            method, wanted.url, headers=wanted.headers, content=wanted.content
        )

    assert (answer.status_code, answer.content) == (405, b"")
    assert await company.store.inbox.depth() == {}


async def test_what_the_platform_itself_sends_wrongly_makes_nobody_suspect(company: World) -> None:
    """A robot set up with another receiver, a message that cannot be read: signed all the same."""
    proved = bad(company)["stale"], bad(company)["padding"], bad(company)["utf-8"]
    async with called_from(company, HERE) as here:
        answers = [await here.send(one) for one in proved * FAILURES]

    assert {one.status_code for one in answers} == {403}
    assert not any("connection" in one.headers for one in answers)


async def test_bodies_of_suspects_are_read_a_few_at_a_time(company: World) -> None:
    """Twenty of them dribble; the platform, who calls from elsewhere, is heard at once."""
    wanted = bad(company)["signature"]
    reading, over = 0, asyncio.Event()

    async def dribbled() -> AsyncIterator[bytes]:
        nonlocal reading
        yield b"<"
        reading += 1
        await over.wait()

    async with called_from(company, HERE) as here, called_from(company, THERE) as there:
        for _ in range(FAILURES):
            await here.send(wanted)
        slow = [asyncio.create_task(here.post(wanted.url, content=dribbled())) for _ in range(20)]
        genuine = await there.send(good(company))
        held = reading
        over.set()
        answers = await asyncio.gather(*slow)

    assert (genuine.status_code, held) == (200, AT_ONCE)
    assert {one.status_code for one in answers} == {403}


async def test_H3_a_body_that_does_not_come_to_its_end_is_waited_for_only_so_long(
    company: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "ARRIVAL", timedelta(milliseconds=20))

    async def dribbled() -> AsyncIterator[bytes]:
        yield b"<xml>"
        await asyncio.Event().wait()

    async with called_from(company, HERE) as here:
        answer = await here.post(good(company).url, content=dribbled())

    assert (answer.status_code, answer.headers["connection"]) == (408, "close")


def test_an_address_is_suspect_for_what_it_did_within_a_window() -> None:
    timer = Timer()
    known = Suspects(timer)
    for _ in range(FAILURES):
        assert not known.has(HERE)
        known.failed(HERE)
    assert (known.has(HERE), known.has(THERE)) == (True, False)
    timer.now = WINDOW.total_seconds() + 1
    assert not known.has(HERE)
    known.failed(HERE)

    assert not known.has(HERE)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        pytest.param("2001:db8::1", "2001:db8::ffff:2", True, id="a subscriber's network"),
        pytest.param("2001:db8::1", "2001:db8:0:1::1", False, id="two subscribers"),
        pytest.param("::ffff:192.0.2.1", HERE, True, id="the old address in the new"),
        pytest.param("fe80::1%eth0", "fe80::2%eth0", True, id="with an interface"),
        pytest.param("unix", "unix", True, id="no address at all"),
    ],
)
def test_who_counts_as_one(one: str, other: str, is_same: bool) -> None:
    known = Suspects()
    for _ in range(FAILURES):
        known.failed(one)

    assert (known.has(one), known.has(other)) == (True, is_same)


def test_the_addresses_that_are_known_are_bounded() -> None:
    known = Suspects()
    for number in range(3 * MOST):
        known.failed(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")

    assert len(known) == MOST


@pytest.mark.parametrize(
    ("peer", "forwarded", "caller"),
    [
        pytest.param("198.51.100.7", HERE, "198.51.100.7", id="of nobody's"),
        pytest.param("10.0.0.5", HERE, HERE, id="of a proxy of ours"),
        pytest.param("10.0.0.5", f"127.0.0.1, {HERE}", HERE, id="the caller claims to be us"),
        pytest.param("10.0.0.5", f"{HERE}, 10.0.0.9", HERE, id="two proxies"),
        pytest.param("10.0.0.5", "", "10.0.0.5", id="a proxy that says nothing"),
    ],
)
async def test_where_a_caller_is_only_a_declared_proxy_may_say(
    peer: str, forwarded: str, caller: str
) -> None:
    async def told(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse(scope["client"][0])(scope, receive, send)

    config = configured(told, ("127.0.0.1", "10.0.0.0/24"))
    served = ProxyHeadersMiddleware(told, config.forwarded_allow_ips)
    transport = httpx.ASGITransport(served, client=(peer, 4_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as http:
        answer = await http.get("/", headers={"x-forwarded-for": forwarded} if forwarded else {})

    assert answer.text == caller
