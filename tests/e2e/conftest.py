"""A rehearsed company, on each platform and on each database."""

import pytest

from adapters.chat import Platform
from adapters.feishu import platform as feishu_platform
from tests.e2e.world import PATIENCE
from tests.e2e.world import world as running

_PLATFORMS = (
    pytest.param((Platform.WECOM, "sqlite"), id="wecom-sqlite"),
    pytest.param((Platform.FEISHU, "sqlite"), id="feishu-sqlite"),
)
_PLACES = (
    *_PLATFORMS,
    pytest.param((Platform.WECOM, "postgresql"), id="wecom-postgresql"),
)
_OF_WORDS = frozenset(
    "attachments brief contacts exports customer_card drafts flows going_on help keys not_built numbers_of_lists "
    "one_card profile_questions recognisers reminding searches spoken_about".split()
)
"""Files about what is understood and shown. What they keep is asked of both databases elsewhere: the
records in tests/contracts and tests/features, a whole day in test_day and test_rep."""


@pytest.fixture(autouse=True)
def _hears_who_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that stands still for a second hears who it is all the same: groups need it."""
    monkeypatch.setattr(feishu_platform, "_SELF_WAIT", PATIENCE)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "place" in metafunc.fixturenames:
        about = metafunc.module.__name__.rpartition("test_")[2]
        places = _PLATFORMS if about in _OF_WORDS else _PLACES
        metafunc.parametrize("place", places, indirect=True)


@pytest.fixture
def place(request: pytest.FixtureRequest) -> tuple[Platform, str]:
    """A platform, and the address of an empty database."""
    platform, database = request.param
    return platform, request.getfixturevalue(f"{database}_url")


@pytest.fixture
async def world(place: tuple[Platform, str]):
    platform, url = place
    async with running(url, platforms=(platform,)) as made:
        yield made


@pytest.fixture
async def on_feishu(database_url: str):
    """For what WeCom's applications cannot do, on both databases."""
    async with running(database_url, platforms=(Platform.FEISHU,)) as made:
        yield made
