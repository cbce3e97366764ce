"""`liaoke demo`, as a newcomer starts it: a process of its own, in an empty folder."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from socket import socket

import httpx

from tests.house.sources import TOP

_OTHERS = {
    "LIAOKE_DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:1/none",
    "LIAOKE_COMPANY_FILE": "missing.toml",
    "WECOM_CORP_ID": "ww1",
    "LIAOKE_NOW": "2026-11-24T08:30:00+08:00",
    "PYTHONPATH": str(TOP),
}


def free_port() -> int:
    with socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


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


async def people(http: httpx.AsyncClient) -> list[dict[str, str]]:
    return list((await http.get("/emulator/people")).json()["people"])


async def test_it_listens_to_no_setting_but_the_clock_and_keeps_all_in_its_folder(
    tmp_path: Path,
) -> None:
    async with demo(tmp_path) as http:
        page = await http.get("/")
        told = (await http.get("/emulator/people")).json()
        ready = await http.get("/health/ready")

    assert (page.status_code, ready.status_code) == (200, 200)
    assert len(told["people"]) == 12
    assert told["now"].startswith("2026-11-24T08:3")
    assert names_in(tmp_path) == ["rehearsal"]
    assert "liaoke.db" in names_in(tmp_path / "rehearsal")


async def test_a_second_start_finds_what_the_first_one_left_and_a_taken_port_is_said(
    tmp_path: Path,
) -> None:
    async with demo(tmp_path) as http:
        before = await people(http)
    async with demo(tmp_path) as http:
        after = await people(http)
        other = await start(tmp_path, int(http.base_url.port or 0))
        _, said = await other.communicate()

    assert after == before
    assert other.returncode == 1
    assert said.decode().count("\n") == 1
    assert "--port" in said.decode()
