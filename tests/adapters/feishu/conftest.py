"""What tests of Feishu are given."""

from collections.abc import AsyncIterator

import pytest

from tests.adapters.feishu.bench import Bot, bench
from tests.adapters.feishu.caller import Caller


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with bench() as found:
        yield found


@pytest.fixture
async def caller(bot: Bot) -> Caller:
    """One who has a token."""
    caller = Caller(bot)
    await caller.fetch()
    return caller
