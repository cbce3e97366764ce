"""What tests of Feishu are given."""

from collections.abc import AsyncIterator

import pytest

from tests.adapters.feishu.bench import Bot, bench


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with bench() as found:
        yield found
