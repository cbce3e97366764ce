"""Feishu's long connection as a process that `serve` keeps, and as a command of its own."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import httpx
import psutil
import pytest

from adapters.emulator.feishu import FeishuEmulator
from adapters.feishu.pushed import Gateway
from bot.cli.gateway import advice, kept_by, proof_of, refusal
from bot.cli.listening import address, listening
from bot.credentials import Feishu
from core.clock import machine_now
from tests.adapters.served import served
from tests.bot.cli.linked import gateway, linked
from tests.bot.cli.test_serve import PATIENCE
from tests.bot.terminal import Terminal
from tests.e2e.pushed import ZHOU
from tests.e2e.world import FEISHU
from tests.house.sources import TOP

LIGHT = """
import sys
import {modules}
print([name for name in ("lark_oapi", "storage", "sqlalchemy") if name in sys.modules])
"""


async def test_a_service_without_a_webhook_is_talked_to_and_its_gateway_outlives_a_kill(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with linked(tmp_path, sqlite_url) as wire, wire.here.serving():
        await wire.connected()
        first = gateway()
        await wire.emulator.say(ZHOU, "领海川")
        card = await wire.shown("已认领")
        first.kill()
        await wire.connected(2)
        second = gateway()
        outcome = await wire.emulator.press_label(ZHOU, "撤销")

    assert second.pid != first.pid
    assert (outcome.status, outcome.changed, outcome.error) == (200, True, "")
    assert "已撤销" in str(card.card)
    assert not second.is_running()


async def test_a_gateway_ends_with_its_service_however_that_ends(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with linked(tmp_path, sqlite_url) as wire:
        service = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "serve", "--port", "0",
            cwd=tmp_path, env=wire.here.names,
        )  # fmt: skip
        await wire.connected()
        left = gateway()
        service.kill()
        await wire.until(lambda: not wire.sockets.plugs)
        await service.wait()
        await asyncio.to_thread(left.wait, PATIENCE)

    assert not psutil.pid_exists(left.pid)


async def test_a_gateway_apart_hands_on_to_a_service_that_starts_none(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with (
        linked(tmp_path, sqlite_url, FEISHU_GATEWAY_SECRET="s" * 32) as wire,
        wire.here.serving() as http,
    ):
        alone = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "feishu-gateway", "--to", str(http.base_url),
            cwd=tmp_path, env=wire.here.names,
        )  # fmt: skip
        await wire.connected()
        kept = gateway()
        await wire.emulator.say(ZHOU, "领海川")
        await wire.shown("已认领")
        alone.send_signal(signal.SIGTERM)
        status = await alone.wait()

    assert (kept.pid, status) == (alone.pid, 0)


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        pytest.param({}, "FEISHU_TRANSPORT=websocket", id="no Feishu"),
        pytest.param(
            {"FEISHU_APP_ID": "cli_1", "FEISHU_APP_SECRET": "x", "FEISHU_TRANSPORT": "websocket"},
            "FEISHU_GATEWAY_SECRET",
            id="alone without a secret",
        ),
    ],
)
def test_a_gateway_that_cannot_work_says_so_in_a_line(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, names: dict[str, str], reason: str
) -> None:
    for name, value in names.items():
        monkeypatch.setenv(name, value)

    done = terminal("feishu-gateway")

    assert (done.status, done.out) == (1, "")
    assert reason in done.err
    assert len(done.err.splitlines()) == 1


APART = Gateway("s" * 32, is_apart=True)


@pytest.mark.parametrize(
    ("role", "proof", "keeps"),
    [
        pytest.param("all", Gateway("x"), True, id="a whole service"),
        pytest.param("web", Gateway("x"), True, id="each web process"),
        pytest.param("worker", Gateway("x"), False, id="a worker has nothing to hand on to"),
        pytest.param("all", APART, False, id="gateways run apart"),
        pytest.param("all", None, False, id="webhooks"),
    ],
)
def test_who_hears_callbacks_keeps_a_gateway(role: str, proof: Gateway | None, keeps: bool) -> None:
    assert (kept_by(role, proof, "http://127.0.0.1:8000") is not None) is keeps


def test_each_service_makes_its_own_secret_where_none_is_set() -> None:
    feishu = Feishu(app_id="cli_1", app_secret="hush", transport="websocket")

    first, second = proof_of(feishu), proof_of(feishu)
    hooks = proof_of(None)

    assert first is not None
    assert first != second
    assert (len(first.secret) >= 32, first.is_apart, hooks) == (True, False, None)


@pytest.mark.parametrize(
    ("secret", "says"),
    [
        pytest.param(FEISHU.app_secret, "", id="nothing is wrong"),
        pytest.param("another", "(10014): check FEISHU_APP_ID", id="a wrong secret"),
    ],
)
async def test_what_keeps_a_connection_from_being_made_is_said(secret: str, says: str) -> None:
    async with (
        httpx.AsyncClient() as nobody,
        served(FeishuEmulator(FEISHU, nobody, now=machine_now).app) as api,
    ):
        given = Feishu(app_id=FEISHU.app_id, app_secret=secret, api_base=api, transport="websocket")
        reason = await refusal(given)

    assert says in reason
    assert bool(reason) is bool(says)


@pytest.mark.parametrize("code", [403, 514, 1000040350, 10014])
def test_a_refusal_of_the_platforms_names_its_code_and_what_to_do(code: int) -> None:
    assert f"({code}): " in advice(code)


async def test_what_serves_and_works_does_not_load_the_sdk(tmp_path: Path) -> None:
    assert "lark_oapi" not in await loaded(
        "bot.app, bot.cli.serve, adapters.feishu, adapters.wecom"
    )


async def test_the_gateway_knows_no_database(tmp_path: Path) -> None:
    assert await loaded("bot.cli.gateway, bot.settings, adapters.feishu.gateway") == "['lark_oapi']"


async def loaded(modules: str) -> str:
    """What heavy packages importing these brings."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "ignore", "-c", LIGHT.format(modules=modules),
        env={**os.environ, "PYTHONPATH": str(TOP)}, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _ = await process.communicate()
    return out.decode().strip()


@pytest.mark.parametrize(
    ("host", "reached"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "[::1]")],
)
def test_a_service_is_reached_where_it_listens(host: str, reached: str) -> None:
    with listening(host, 0) as socket:
        assert address(socket) == f"http://{reached}:{socket.getsockname()[1]}"
