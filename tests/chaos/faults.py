"""What goes wrong around the bot: another program, the disk, the database's server, Redis."""

import asyncio
import os
import resource
import shutil
import signal
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from time import monotonic

import psycopg

from tests import servers
from tests.chaos.between import Between
from tests.chaos.fleet import PATIENCE, Fleet
from tests.chaos.load import Load, pause, until
from tests.chaos.saying import Said

_ROLE, _FEW = "bot", 1
"""A role that is no superuser, and its connections while there are too many."""
_PAGE = 4096


async def locked(file: Path, seconds: float) -> None:
    """Another program has the database file for so long."""
    other = sqlite3.connect(file, isolation_level=None, timeout=30, check_same_thread=False)
    with closing(other):
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        await pause(seconds)


async def full(fleet: Fleet, seconds: float) -> None:
    """No process can write beyond the first page of any file, as on a disk that is full."""
    pids = [post.pid for post in fleet.posts]
    most = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in pids}
    for pid, (_, hard) in most.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (_PAGE, hard))
    try:
        await pause(seconds)
    finally:
        for pid, before in most.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


async def restarted(server: servers.Server) -> None:
    """The server ends at once, mid-transaction, and is started again."""
    await asyncio.to_thread(server.stop)
    await asyncio.to_thread(server.start)


async def crashed(server: servers.PostgreSQL) -> None:
    """Each of the server's processes is killed, and it is started on the same files."""
    await asyncio.to_thread(server.crash)
    await asyncio.to_thread(server.start)


async def crowded(server: servers.PostgreSQL, seconds: float = 2.0) -> None:
    """After a restart the bot may have fewer connections than it wants, for a while."""
    _told(server, f"ALTER ROLE {_ROLE} CONNECTION LIMIT {_FEW}")
    await restarted(server)
    await pause(seconds)
    _told(server, f"ALTER ROLE {_ROLE} CONNECTION LIMIT -1")


def enrolled(server: servers.PostgreSQL, url: str) -> str:
    """The address of the same database for a role that is no superuser, and may be held back."""
    database = url.partition("@/")[2].partition("?")[0]
    _told(
        server,
        f"CREATE ROLE {_ROLE} LOGIN",
        f"GRANT USAGE ON SCHEMA public TO {_ROLE}",
        f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {_ROLE}",
        f"GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {_ROLE}",
        database=database,
    )
    return url.replace("postgres@", f"{_ROLE}@")


def _told(server: servers.PostgreSQL, *words: str, database: str = "postgres") -> None:
    address = server.url(database).replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as connection:
        for one in words:
            connection.execute(one)  # type: ignore[arg-type]  # our own words


async def troubled(redis: servers.Redis, way: Between, seconds: float) -> None:
    """Redis is slow, then away, then empty, then emptied while it is there."""
    way.late = 5.0
    await pause(seconds)
    way.late = 0.0
    redis.stop()
    await pause(seconds)
    await asyncio.to_thread(redis.start)
    await pause(seconds)
    await asyncio.to_thread(redis.flush)


async def resumed(load: Load) -> float:
    """Seconds until a message is acknowledged again."""
    began, before = monotonic(), len(load.acknowledged)

    async def goes_on() -> bool:
        return len(load.acknowledged) > before

    await until(goes_on, PATIENCE)
    return monotonic() - began


async def cut(file: Path, to: Path, fleet: Fleet, load: Load) -> Sequence[Said]:
    """The files as a power cut leaves them, at `to`; what had been acknowledged by then.

    The process stands still meanwhile, wherever it is: files copied one after the other while it
    goes on were never there at one moment.
    """
    (post,) = fleet.posts
    acknowledged = tuple(load.acknowledged)
    os.kill(post.pid, signal.SIGSTOP)
    try:
        for end in ("", "-wal"):
            await asyncio.to_thread(shutil.copy, f"{file}{end}", f"{to}{end}")
    finally:
        os.kill(post.pid, signal.SIGCONT)
    return acknowledged


def kept(file: Path) -> tuple[str, str]:
    """Whether the file is whole, in SQLite's word, and all events it holds."""
    with closing(sqlite3.connect(file)) as rows:
        ((whole,),) = rows.execute("PRAGMA integrity_check").fetchall()
        events = b"\n".join(body for (body,) in rows.execute("SELECT body FROM inbox"))
        return whole, events.decode()
