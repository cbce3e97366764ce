"""A rehearsed company on SQLite, on one platform; a terminal in which commands are typed."""

from pathlib import Path

import pytest

from adapters.chat import Platform
from tests.bot.terminal import Terminal
from tests.e2e.world import world as running


@pytest.fixture
async def wecom(sqlite_url: str):
    async with running(sqlite_url) as made:
        yield made


@pytest.fixture
async def feishu(sqlite_url: str):
    async with running(sqlite_url, platforms=(Platform.FEISHU,)) as made:
        yield made


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a command is typed; not where its database lies."""
    return tmp_path_factory.mktemp("terminal")


@pytest.fixture
def terminal(
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
    folder: Path,
    sqlite_url: str,
) -> Terminal:
    """The command, on an empty SQLite file."""
    return Terminal(monkeypatch, capsysbinary, folder, sqlite_url)


@pytest.fixture
def liaoke(
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
    folder: Path,
    database_url: str,
) -> Terminal:
    """The command, on an empty database of either kind."""
    return Terminal(monkeypatch, capsysbinary, folder, database_url)
