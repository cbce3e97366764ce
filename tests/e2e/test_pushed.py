"""By Feishu's long connection nothing is lost and nothing happens twice (issue 5, acceptance 7)."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from time import monotonic
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.chat import Platform
from tests.adapters.served import served
from tests.e2e.pushed import PATIENCE, ZHOU, Apart, apart, message, until
from tests.e2e.world import FEISHU, GATEWAY, world
from tests.ports import free_port


@pytest.fixture
async def here(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Apart]:
    async with (
        world(sqlite_url, platforms=(Platform.FEISHU,)) as made,
        apart(made, tmp_path) as opened,
    ):
        yield opened


async def test_a_conversation_goes_over_it_also_in_pieces(here: Apart) -> None:
    here.sockets.piece = 100
    async with here.web() as web, here.gateway(web):
        await here.world.say("周明", "领海川")
        pressed = await here.world.press("周明", "撤销")

    told = [one for one in here.emulator.exchanges if one.direction == "callback"]
    assert [(one.method, one.status) for one in told] == [("WS", 200)] * 2
    assert "已撤销" in told[1].answer
    assert "已撤销" in here.world.text(pressed)


async def test_what_is_told_while_the_web_process_is_away_comes_again_and_counts_once(
    here: Apart,
) -> None:
    port = free_port()
    async with here.gateway(f"http://127.0.0.1:{port}"):
        await here.emulator.say(ZHOU, "领海川")
        told = [one.status for one in here.emulator.exchanges]
        async with served(here.world.app.asgi, port):
            again = await here.again()
            none = await here.again()

    assert (told[-1], again, none) == (500, 1, 0)
    assert await here.claims() == 1


async def test_R8_what_comes_by_the_connection_and_by_callbacks_has_one_effect(here: Apart) -> None:
    said = message(here.emulator, 1, "领海川", here.world.time())
    answers = []
    async with here.web() as web, here.gateway(web):
        for by_connection in (True, False, True):
            here.emulator.line.pushes = by_connection
            answers.append((await here.emulator.deliver(said, times=2)).status_code)
            await here.world.app.settle()

    told = [one.method for one in here.emulator.exchanges if one.direction == "callback"]
    assert told == ["WS"] * 2 + ["POST"] * 2 + ["WS"] * 2
    assert answers == [200, 200, 200]
    assert await here.claims() == 1
    assert here.world.seen("周明").count("已认领") == 1


async def test_a_half_open_connection_is_made_anew_in_time_and_what_it_swallowed_comes_again(
    here: Apart,
) -> None:
    silence = 3.0
    here.sockets.config["ReconnectNonce"] = 300
    async with here.web() as web, here.gateway(web, "--silence", str(silence)):
        here.sockets.patience = timedelta(seconds=1)
        deaf, began = here.sockets.plugs[0], monotonic()
        deaf.is_deaf = True
        await here.emulator.say(ZHOU, "领海川")
        await until(here.emulator, lambda: deaf not in here.sockets.plugs)
        noticed = monotonic() - began
        await until(here.emulator, lambda: here.sockets.plugs)
        here.sockets.patience = timedelta(seconds=PATIENCE)
        again = await here.again()

    assert silence / 3 < noticed < silence + 2
    assert again == 1
    assert await here.claims() == 1


async def test_a_newer_connection_takes_over_and_nothing_is_lost(here: Apart) -> None:
    async with here.web() as web, here.gateway(web) as older, here.gateway(web):
        here.sockets.patience = timedelta(seconds=3)
        async with asyncio.TaskGroup() as telling:
            for number in range(20):
                telling.create_task(here.emulator.say(ZHOU, f"公海 {number}"))
            older.terminate()
        await older.communicate()
        await here.again()

    assert older.returncode == 0
    assert await here.world.store.inbox.depth() == {"done": 20}


async def test_a_connection_that_is_closed_is_made_again_until_it_stands(here: Apart) -> None:
    async with here.web() as web, here.gateway(web):
        here.sockets.rejections.append((514, 1000040351))
        here.sockets.refusals.append(1)
        await here.sockets.kick()
        await until(here.emulator, lambda: here.sockets.made == 2)

        said = await here.world.say("周明", "领海川")

    assert "已认领" in here.world.text(said)


async def test_a_gateway_that_is_refused_for_good_ends_and_says_why_without_a_secret(
    here: Apart,
) -> None:
    """The SDK's own task would die there, and its process stay, deaf."""
    async with here.web() as web, here.gateway(web) as process:
        await here.world.say("周明", "领海川")
        here.sockets.rejections.append((514, 1000040350))
        await here.sockets.kick()
        async with asyncio.timeout(PATIENCE):
            out, said = await process.communicate()

    asked = [one for one in here.emulator.exchanges if one.path.endswith("/endpoint")]
    queries = [parse_qs(urlsplit(json.loads(one.answer)["data"]["URL"]).query) for one in asked]
    secrets = [query[name][0] for query in queries for name in ("ticket", "access_key")]
    words = (out + said).decode()
    assert process.returncode == 1
    assert "50 long connections" in words.splitlines()[-1]
    assert len(secrets) == 4
    assert [
        one for one in (*secrets, FEISHU.app_secret, GATEWAY.secret, "领海川") if one in words
    ] == []


async def test_of_two_connections_one_that_is_denied_leaves_the_other_one_to_hear(
    here: Apart,
) -> None:
    here.sockets.rejections.append((514, 1000040350))
    async with here.web() as web, here.gateway(web, FEISHU_CONNECTIONS="2") as process:
        said = await here.world.say("周明", "领海川")

        assert "已认领" in here.world.text(said)
        assert (len(here.sockets.plugs), process.returncode) == (1, None)


async def test_wrong_credentials_end_a_gateway_with_what_to_do(here: Apart) -> None:
    status, said = await here.refused("http://127.0.0.1:9", FEISHU_APP_SECRET="another")

    assert status == 1
    assert said.splitlines()[-1] == (
        "Feishu refuses the long connection (10014): "
        "check FEISHU_APP_ID, FEISHU_APP_SECRET and FEISHU_DOMAIN"
    )


async def test_a_gateway_that_is_ended_finishes_the_press_it_has_in_hand(here: Apart) -> None:
    async with here.web() as web, here.gateway(web) as process:
        await here.world.say("周明", "领海川")
        pressing = asyncio.create_task(here.emulator.press_label(ZHOU, "撤销"))
        while "new" not in await here.world.store.inbox.depth():
            assert not pressing.done()
        process.terminate()
        await here.world.app.settle()
        outcome = await pressing
        await process.communicate()

    assert (outcome.changed, outcome.error) == (True, "")
    assert process.returncode == 0
