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

from core.ledger.model import Act
from storage.store import COMPANY, Store
from tests import servers

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


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[servers.PostgreSQL]:
    """A cluster of the run's own, with a migrated database to copy."""
    with servers.postgresql() as server:
        _create(server, "template_liaoke", "template0")
        _migrated(server.url("template_liaoke"))
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
    name = f"liaoke_{next(_NUMBERS)}"
    _create(server, name, "template_liaoke")
    yield server.url(name)
    _administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _create(server: servers.PostgreSQL, name: str, template: str) -> None:
    _administer(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _administer(server: servers.PostgreSQL, statement: str) -> None:
    where = f"host={server.home} user=postgres dbname=postgres"
    with psycopg.connect(where, autocommit=True) as connection:
        connection.execute(statement)
