"""A rehearsed company on SQLite, on one platform."""

import pytest

from adapters.chat import Platform
from tests.e2e.world import world as running


@pytest.fixture
async def wecom(sqlite_url: str):
    async with running(sqlite_url) as made:
        yield made


@pytest.fixture
async def feishu(sqlite_url: str):
    async with running(sqlite_url, platforms=(Platform.FEISHU,)) as made:
        yield made
