"""What every test may ask for: a database of either kind, a store on it, a Redis, a clock."""

import asyncio
import itertools
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings

from bot.handlers import recognition
from bot.web import callbacks
from core.ledger.model import Act
from storage import in_redis
from storage.store import COMPANY, Store
from tests import servers
from tests.browser import chromium

settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Ten in the morning in Shanghai."""


class Hands:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, delta: timedelta) -> None:
        self.now += delta


class Counting:
    """Ids that rise."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def __call__(self) -> str:
        return f"id{next(self._numbers):08}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it where browser tests were left out."""
    if not chromium.found():
        terminalreporter.line("Browser tests did not run: no Chromium (CHROMIUM_PATH names one).")


@pytest.fixture(scope="session", autouse=True)
def _patient() -> Iterator[None]:
    """A machine that stands still for some seconds is no slow bot, database or platform.

    Whose claim is that it is not waited for longer says how long, in its own test.
    """
    long = timedelta(minutes=1)
    with pytest.MonkeyPatch.context() as patched:
        for platform in tuple(callbacks.PATIENCE):
            patched.setitem(callbacks.PATIENCE, platform, long)
        patched.setattr(callbacks, "INLINE", long)
        patched.setattr(callbacks, "GIVES_UP", long)
        patched.setattr(recognition, "_PATIENCE", long.total_seconds())
        patched.setattr(in_redis, "_PATIENCE", long.total_seconds())
        yield


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[servers.PostgreSQL]:
    """A cluster of the run's own, with a migrated database to copy."""
    with servers.postgresql() as server:
        _create(server, "template_liaoke", "template0")
        _migrated(server.url("template_liaoke"))
        with _connected(server, "template_liaoke") as connection:
            server.shape = _shape(connection)
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _migrated(_sqlite(path))
    return path


@pytest.fixture(scope="session")
def redis_server() -> Iterator[servers.Redis]:
    with servers.redis() as server:
        yield server


@pytest.fixture
def redis_url(redis_server: servers.Redis) -> str:
    """A Redis with nothing in it."""
    import redis

    with redis.Redis.from_url(redis_server.url) as client:
        client.flushall()
    return redis_server.url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "liaoke.db"
    shutil.copy(sqlite_template, path)
    return _sqlite(path)


@pytest.fixture
def postgresql_url(postgresql_server: servers.PostgreSQL) -> Iterator[str]:
    with _fresh(postgresql_server) as url:
        yield url


@pytest.fixture
def second_url(postgresql_server: servers.PostgreSQL) -> Iterator[str]:
    """Another database beside `postgresql_url`."""
    with _fresh(postgresql_server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database of either kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def machine() -> Hands:
    """The machine's clock."""
    return Hands(MONDAY)


@pytest.fixture
def new_id() -> Counting:
    return Counting()


@pytest.fixture
async def store(database_url: str, machine: Hands, new_id: Counting) -> AsyncIterator[Store]:
    opened = Store(database_url, new_id=new_id, now=machine)
    yield opened
    await opened.close()


@pytest.fixture
def company() -> int:
    return COMPANY


@pytest.fixture
def act(machine: Hands, new_id: Counting) -> Callable[..., Act]:
    """Make an act: `act()`, `act("E1")`, `act("E1", id="a1")`."""

    def made(actor: str | None = None, id: str = "") -> Act:  # noqa: A002 - the field's name
        return Act(id=id or new_id(), actor=actor, channel="test", at=machine())

    return made


_NUMBERS = itertools.count(1)


def _sqlite(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


def _migrated(url: str) -> None:
    """Migrate in a thread of its own: whoever asks first may be inside a running loop."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(_migrate(url))).result()


async def _migrate(url: str) -> None:
    fresh = Store(url, new_id=Counting())
    await fresh.migrate()
    await fresh.close()


@contextmanager
def _fresh(server: servers.PostgreSQL) -> Iterator[str]:
    """An empty database: one that a test before has left as it was made, else a new copy."""
    name = server.left.pop() if server.left else _created(server)
    yield server.url(name)
    if _emptied(server, name):
        server.left.append(name)
    else:
        _administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _created(server: servers.PostgreSQL) -> str:
    name = f"liaoke_{next(_NUMBERS)}"
    _create(server, name, "template_liaoke")
    return name


_SHAPE = """
SELECT md5(string_agg(concat(relname, relkind, attname, atttypid, attnotnull), ',' ORDER BY relname, attnum))
FROM pg_class c JOIN pg_attribute ON attrelid = c.oid WHERE relnamespace = 'public'::regnamespace
"""
"""All tables, indexes and sequences with their columns."""
_ALONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_EMPTY = """
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT format('%I', relname) AS name, relkind FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S') AND relname <> 'alembic_version'
  LOOP
    IF one.relkind = 'r' THEN EXECUTE 'DELETE FROM ' || one.name;
    ELSE EXECUTE 'ALTER SEQUENCE ' || one.name || ' RESTART'; END IF;
  END LOOP;
END $$
"""


def _emptied(server: servers.PostgreSQL, name: str) -> bool:
    """Delete all rows, end who still works there; False when the schema is not as it was made."""
    with _connected(server, name) as connection:
        connection.execute(_ALONE)
        try:
            if _shape(connection) != server.shape:
                return False
        except psycopg.errors.UndefinedTable:
            return False
        connection.execute(_EMPTY)
        return True


def _shape(connection: psycopg.Connection) -> str:
    (found,) = connection.execute(_SHAPE).fetchone()
    (version,) = connection.execute("SELECT min(version_num) FROM alembic_version").fetchone()
    return f"{found} {version}"


def _create(server: servers.PostgreSQL, name: str, template: str) -> None:
    _administer(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _administer(server: servers.PostgreSQL, statement: str) -> None:
    with _connected(server, "postgres") as connection:
        connection.execute(statement)


def _connected(server: servers.PostgreSQL, name: str) -> psycopg.Connection:
    where = f"host={server.home} user=postgres dbname={name}"
    return psycopg.connect(where, autocommit=True)
