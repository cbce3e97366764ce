"""A rehearsed company, on each platform and on each database."""

import pytest

from adapters.chat import Platform
from tests.e2e.world import world as running

_PLACES = (
    pytest.param((Platform.WECOM, "sqlite"), id="wecom-sqlite"),
    pytest.param((Platform.FEISHU, "sqlite"), id="feishu-sqlite"),
    pytest.param((Platform.WECOM, "postgresql"), id="wecom-postgresql"),
)


@pytest.fixture(params=_PLACES)
def place(request: pytest.FixtureRequest) -> tuple[Platform, str]:
    """A platform, and the address of an empty database."""
    platform, database = request.param
    return platform, request.getfixturevalue(f"{database}_url")


@pytest.fixture
async def world(place: tuple[Platform, str]):
    platform, url = place
    async with running(url, platforms=(platform,)) as made:
        yield made
