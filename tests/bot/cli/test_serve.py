"""`liaoke serve` as a process: one on SQLite, in roles on PostgreSQL, its clock the installation's."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn

from adapters.emulator.wecom import WeComEmulator
from bot.cli.opened import clock_of_store
from bot.ids import Ids
from core.clock import machine_now
from core.opportunities.flows import INDUSTRIAL
from storage.store import Store
from tests.bot.terminal import OURS
from tests.bot.transfer.given import PEOPLE
from tests.e2e import company
from tests.e2e.world import APP, MONDAY, ZONE
from tests.house.sources import TOP
from tests.ports import free_port

PATIENCE = 90.0


class Installation:
    """A folder with settings: what is typed there, and the services that run there."""

    def __init__(self, folder: Path, **names: str) -> None:
        self.folder = folder
        others = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self.names = {**others, "PYTHONPATH": str(TOP), **names}

    async def liaoke(self, *words: str, **names: str) -> tuple[int, str, str]:
        """Run a command to its end; returns status and both outputs."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words,
            cwd=self.folder, env={**self.names, **names}, stdout=PIPE, stderr=PIPE,
        )  # fmt: skip
        out, err = await process.communicate()
        return process.returncode or 0, out.decode(), err.decode()

    @asynccontextmanager
    async def serving(self, *words: str, port: int = 0) -> AsyncIterator[httpx.AsyncClient]:
        """A service that answers; it is ended as by a terminal."""
        port = port or free_port()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "serve", "--port", str(port), *words,
            cwd=self.folder, env=self.names, stderr=PIPE,
        )  # fmt: skip
        try:
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
                async with asyncio.timeout(PATIENCE):
                    while process.returncode is None and not await _answers(http):
                        continue
                assert process.returncode is None
                yield http
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            _, said = await process.communicate()
        assert process.returncode == 0, said.decode()


async def _answers(http: httpx.AsyncClient) -> bool:
    try:
        return (await http.get("/health/live")).status_code == 200
    except httpx.TransportError:
        return False


@asynccontextmanager
async def wecom(folder: Path, url: str) -> AsyncIterator[tuple[Installation, WeComEmulator, int]]:
    """An installation on an emulated WeCom; its callback goes to the returned port."""
    api, port = free_port(), free_port()
    names = {
        "LIAOKE_DATABASE_URL": url,
        "LIAOKE_NOW": "2026-11-23T10:00:00+08:00",
        "WECOM_API_BASE": f"http://127.0.0.1:{api}",
        "WECOM_CORP_ID": APP.corp_id,
        "WECOM_AGENT_ID": str(APP.agent_id),
        "WECOM_SECRET_FILE": "secret",
        "WECOM_TOKEN": APP.token,
        "WECOM_ENCODING_AES_KEY": APP.encoding_aes_key,
    }
    (folder / "secret").write_text(f"{APP.secret}\n")
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as callback:
        emulator = WeComEmulator(APP, callback, now=machine_now)
        emulator.people = {"zhouming": "周明"}
        config = uvicorn.Config(emulator.app, port=api, log_config=None, lifespan="off")
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve())
        try:
            yield Installation(folder, **names), emulator, port
        finally:
            server.should_exit = True
            await task


async def populated(url: str) -> None:
    """The company of product.md 6.1."""
    store = Store(url, new_id=Ids())
    await company.load(store, MONDAY, INDUSTRIAL)
    await store.close()


async def answered(
    emulator: WeComEmulator, service: httpx.AsyncClient, words: str, about: str
) -> str:
    """Say something and return what comes to the phone about it."""
    assert await emulator.deliver(emulator.text("zhouming", words, "7300000000000000001")) == 200
    async with asyncio.timeout(PATIENCE):
        while True:
            shown = [one.text or str(one.card) for one in emulator.timeline("zhouming")]
            if found := [one for one in shown if about in one]:
                return found[0]
            await service.get("/health/live")


async def test_a_service_and_every_command_work_beside_each_other_on_one_sqlite_file(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with wecom(tmp_path, sqlite_url) as (here, emulator, port):
        async with here.serving(port=port) as http:
            (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
            brought = await here.liaoke("import", "people", "people.csv")
            assert (await http.get("/health/ready")).status_code == 200
            assert "liaoke_callbacks_total" in (await http.get("/metrics")).text
            assert (await http.get("/")).status_code == 404
            second = await here.liaoke("serve", "--port", str(free_port()))
            menu = await here.liaoke("menu", "push")
            doctor = await here.liaoke("doctor")

        assert brought == (0, "new 4, updated 0, duplicate 0, refused 0\n", "")
        assert second[:2] == (1, "")
        assert "PostgreSQL" in second[2]
        assert len(second[2].splitlines()) == 1
        assert (menu[0], len(emulator.menu["button"])) == (0, 3)
        assert doctor[0] == 0, doctor


async def test_the_clock_a_service_is_given_is_the_installations(
    tmp_path: Path, sqlite_url: str
) -> None:
    await populated(sqlite_url)
    async with (
        wecom(tmp_path, sqlite_url) as (here, emulator, port),
        here.serving(port=port) as http,
    ):
        card = await answered(emulator, http, "明天下午三点提醒我寄样品", "寄样品")
    store = Store(sqlite_url, new_id=Ids())
    told = await clock_of_store(store)
    await store.close()

    assert "11月24日" in card
    assert told().astimezone(ZONE).isoformat().startswith("2026-11-23T10:")


@pytest.mark.parametrize("role", ["web", "worker"])
async def test_a_role_alone_needs_postgresql(tmp_path: Path, sqlite_url: str, role: str) -> None:
    here = Installation(tmp_path, LIAOKE_DATABASE_URL=sqlite_url)

    status, _, said = await here.liaoke("serve", "--role", role, "--port", str(free_port()))

    assert (status, len(said.splitlines())) == (1, 1)
    assert "PostgreSQL" in said


async def test_on_postgresql_one_process_takes_callbacks_and_another_works(
    tmp_path: Path, postgresql_url: str
) -> None:
    await populated(postgresql_url)
    async with wecom(tmp_path, postgresql_url) as (here, emulator, port), AsyncExitStack() as both:
        here.names["LIAOKE_PUBLIC_URL"] = "https://crm.example.test"
        web = await both.enter_async_context(here.serving("--role", "web", port=port))
        worker = await both.enter_async_context(here.serving("--role", "worker"))
        card = await answered(emulator, web, "打开远帆", "股份有限公司")
        refused = await worker.post("/wecom/callback", content=b"<xml/>")
        ready = [(await one.get("/health/ready")).status_code for one in (web, worker)]
        counted = (await web.get("/metrics")).text
        boards = [(await one.get("/board")).status_code for one in (web, worker)]

    assert boards == [303, 404]
    assert "苏州远帆新能源科技股份有限公司" in card
    assert refused.status_code == 404
    assert ready == [200, 200]
    assert 'liaoke_callbacks_total{platform="wecom",result="accepted"} 1.0' in counted


async def test_a_moved_clock_is_refused_where_the_platform_is_the_real_one(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with wecom(tmp_path, sqlite_url) as (here, _, port):
        del here.names["WECOM_API_BASE"]

        status, _, said = await here.liaoke("serve", "--port", str(port))

    assert (status, len(said.splitlines())) == (1, 1)
    assert "LIAOKE_NOW is for rehearsals" in said
