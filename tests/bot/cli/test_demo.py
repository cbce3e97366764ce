"""`liaoke demo`, as a newcomer starts it: a process of its own, in an empty folder."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from tests.bot.web.tree import tree
from tests.house.sources import TOP
from tests.ports import free_port

_OTHERS = {
    "LIAOKE_DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:1/none",
    "LIAOKE_COMPANY_FILE": "missing.toml",
    "WECOM_CORP_ID": "ww1",
    "LIAOKE_NOW": "2026-11-24T08:30:00+08:00",
    "PYTHONPATH": str(TOP),
}


async def start(folder: Path, port: int) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", str(port), "--data", "rehearsal",
        cwd=folder, env=_OTHERS, stdout=PIPE, stderr=PIPE,
    )  # fmt: skip


@asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A rehearsal that answers; it is ended as by Ctrl-C."""
    port = free_port()
    process = await start(folder, port)
    assert process.stdout is not None
    try:
        address = (await process.stdout.readline()).decode().strip()
        assert address == f"http://127.0.0.1:{port}/"
        async with httpx.AsyncClient(base_url=address, timeout=30) as http:
            yield http
    finally:
        process.send_signal(signal.SIGINT)
        await process.communicate()


def names_in(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()]


async def holders(http: httpx.AsyncClient) -> list[str]:
    """Everybody who can hold a phone."""
    page = tree((await http.get("/")).text)
    [select] = page.all("select", id="holder-wecom")
    return [one.text for one in select.all("option")]


async def test_it_listens_to_no_setting_but_the_clock_and_keeps_all_in_its_folder(
    tmp_path: Path,
) -> None:
    async with demo(tmp_path) as http:
        page = await http.get("/")
        people = await holders(http)
        ready = await http.get("/health/ready")

    assert (page.status_code, ready.status_code) == (200, 200)
    [now] = tree(page.text).all("time", id="now")
    assert now.attributes["datetime"].startswith("2026-11-24T08:3")
    assert len(people) == 12
    assert names_in(tmp_path) == ["rehearsal"]
    assert "liaoke.db" in names_in(tmp_path / "rehearsal")


async def test_a_second_start_finds_what_the_first_one_left_and_a_taken_port_is_said(
    tmp_path: Path,
) -> None:
    async with demo(tmp_path) as http:
        before = await holders(http)
    async with demo(tmp_path) as http:
        after = await holders(http)
        other = await start(tmp_path, int(http.base_url.port or 0))
        _, said = await other.communicate()

    assert after == before
    assert other.returncode == 1
    assert said.decode().count("\n") == 1
    assert "--port" in said.decode()


async def test_nobody_else_reaches_it_unless_that_is_asked_for(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--host", "0.0.0.0",
        cwd=tmp_path, env=_OTHERS, stdout=PIPE, stderr=PIPE,
    )  # fmt: skip
    _, said = await process.communicate()

    assert process.returncode == 1
    assert "--anyone" in said.decode()
    assert names_in(tmp_path) == []


async def test_a_page_that_is_open_does_not_hold_up_the_end(tmp_path: Path) -> None:
    process = await start(tmp_path, free_port())
    assert process.stdout is not None
    address = (await process.stdout.readline()).decode().strip()
    async with httpx.AsyncClient(base_url=address, timeout=30) as http:
        [body] = tree((await http.get("/")).text).all("body")
        async with http.stream(
            "GET", f"/emulator/desk/{body.attributes['data-view']}/events"
        ) as on:
            kind = on.headers["content-type"]
            process.send_signal(signal.SIGINT)
            async with asyncio.timeout(15):
                await process.communicate()

    assert (kind.partition(";")[0], process.returncode) == ("text/event-stream", 0)
