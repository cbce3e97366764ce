"""The emulated platform's side of the long connection. Source: platforms/feishu.md 3 and 15.4."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from adapters.emulator.feishu_frames import CONTROL, DATA, Frame, decode, encode
from adapters.emulator.feishu_socket import Sockets
from adapters.feishu.endpoint import find
from tests.adapters.feishu.bench import APP, ZHOU, Bot
from tests.adapters.served import served
from tests.cards.samples import DRAFT


class Platform:
    """The platform at an address, and clients that do what they like."""

    def __init__(self, bot: Bot, http: httpx.AsyncClient, opened: AsyncExitStack) -> None:
        self.bot = bot
        self.http = http
        self._opened = opened

    @property
    def sockets(self) -> Sockets:
        return self.bot.emulator.line.sockets

    async def address(self) -> str:
        return (await find(self.http, app_id=APP.app_id, app_secret=APP.app_secret)).url

    async def connect(self, address: str = "") -> ClientConnection:
        to = connect(address or await self.address(), proxy=None, compression=None)
        return await self._opened.enter_async_context(to)

    async def refused(self, address: str = "") -> tuple[str | None, str | None]:
        """Status and code of the handshake's refusal."""
        with pytest.raises(InvalidStatus) as refusal:
            await self.connect(address)
        headers = refusal.value.response.headers
        return headers.get("handshake-status"), headers.get("handshake-autherrcode")

    def told(self) -> "asyncio.Task[int]":
        """An event on its way to any one connection; its status."""
        envelope = self.bot.emulator.line.envelope("im.chat.updated_v1", {"chat_id": "oc_1"})
        return asyncio.create_task(self.bot.emulator.line.deliver_event(envelope))


@pytest.fixture
async def platform(bot: Bot) -> AsyncIterator[Platform]:
    bot.emulator.line.pushes = True
    async with (
        served(bot.emulator.app, sockets=True) as address,
        httpx.AsyncClient(base_url=address) as http,
        AsyncExitStack() as opened,
    ):
        yield Platform(bot, http, opened)


async def read(client: ClientConnection) -> Frame:
    content = await client.recv()
    assert isinstance(content, bytes)
    return decode(content)


async def acknowledge(client: ClientConnection, frame: Frame, **payload: object) -> None:
    said = {"code": 200, **payload}
    await client.send(
        encode(Frame(method=DATA, headers=frame.headers, payload=json.dumps(said).encode()))
    )


async def test_a_ping_is_answered_with_what_clients_are_to_do(platform: Platform) -> None:
    client = await platform.connect()

    await client.send(encode(Frame(method=CONTROL, headers={"type": "ping"}, service=7)))
    pong = await read(client)

    assert (pong.headers, pong.service) == ({"type": "pong"}, 7)
    assert json.loads(pong.payload) == platform.sockets.config


async def test_an_address_is_good_once_and_only_where_it_was_given(platform: Platform) -> None:
    address = await platform.address()
    await platform.connect(address)

    assert await platform.refused(address) == ("514", "0")
    assert await platform.refused(address.partition("?")[0] + "?ticket=x") == ("514", "0")


async def test_the_fifty_first_connection_is_refused(platform: Platform) -> None:
    for _ in range(50):
        await platform.connect()

    assert await platform.refused() == ("514", "1000040350")


async def test_each_event_goes_to_one_of_the_connections_and_to_each_some(
    platform: Platform,
) -> None:
    clients = [await platform.connect() for _ in range(3)]
    heard: list[int] = []

    async def listen(number: int) -> None:
        while True:
            frame = await read(clients[number])
            heard.append(number)
            await acknowledge(clients[number], frame)

    listening = [asyncio.create_task(listen(number)) for number in range(3)]
    statuses = await asyncio.gather(*(platform.told() for _ in range(60)))
    for task in listening:
        task.cancel()

    assert statuses == [200] * 60
    assert len(heard) == 60
    assert set(heard) == {0, 1, 2}


async def test_a_long_payload_comes_in_pieces(platform: Platform) -> None:
    platform.sockets.piece = 40
    client, telling = await platform.connect(), platform.told()

    frames = [await read(client)]
    while len(frames) < int(frames[0].headers["sum"]):
        frames.append(await read(client))
    await acknowledge(client, frames[-1])

    assert await telling == 200
    assert [frame.headers["seq"] for frame in frames] == [str(n) for n in range(len(frames))]
    assert json.loads(b"".join(one.payload for one in frames))["schema"] == "2.0"


@pytest.mark.parametrize("code", [500, 0])
async def test_an_event_that_is_not_acknowledged_comes_four_times_more(
    platform: Platform, code: int
) -> None:
    client = await platform.connect()
    numbers: list[str] = []

    async def refuse() -> None:
        frame = await read(client)
        numbers.append(json.loads(frame.payload)["header"]["event_id"])
        await acknowledge(client, frame, code=code)

    _, status = await asyncio.gather(refuse(), platform.told())
    for seconds in (15, 300, 3_600, 21_600):
        platform.bot.clock.advance(seconds=seconds - 1)
        assert await platform.bot.emulator.redeliver() == 0
        platform.bot.clock.advance(seconds=1)
        _, again = await asyncio.gather(refuse(), platform.bot.emulator.redeliver())
        assert again == 1
    platform.bot.clock.advance(seconds=90_000)

    assert status == 500
    assert await platform.bot.emulator.redeliver() == 0
    assert (len(numbers), len(set(numbers))) == (5, 1)


@pytest.mark.parametrize("case", ["nobody is connected", "half-open", "no acknowledgement"])
async def test_nothing_in_three_seconds_is_no_answer(platform: Platform, case: str) -> None:
    assert platform.sockets.patience == timedelta(seconds=3)
    platform.sockets.patience = timedelta(milliseconds=200)
    if case != "nobody is connected":
        await platform.connect()
        platform.sockets.plugs[0].is_deaf = case == "half-open"

    assert await platform.told() == 504
    platform.bot.clock.advance(seconds=15)
    assert await platform.bot.emulator.redeliver() == 1


async def test_a_press_is_answered_through_it_or_fails_and_is_never_told_again(
    platform: Platform,
) -> None:
    await platform.bot.send(DRAFT)
    client = await platform.connect()
    answer = base64.b64encode(b'{"toast":{"type":"info","content":"OK"}}').decode()

    async def listen(**payload: Any) -> None:
        await acknowledge(client, await read(client), **payload)

    _, good = await asyncio.gather(
        listen(data=answer), platform.bot.emulator.press_label(ZHOU, "保存")
    )
    _, bad = await asyncio.gather(listen(code=500), platform.bot.emulator.press_label(ZHOU, "保存"))
    await client.close()
    none = await platform.bot.emulator.press_label(ZHOU, "保存")
    platform.bot.clock.advance(seconds=90_000)

    assert (good.toast, good.error) == ("OK", "")
    assert (bad.error, none.error) == ("200671", "200341")
    assert await platform.bot.emulator.redeliver() == 0
