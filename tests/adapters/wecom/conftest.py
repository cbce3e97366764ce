"""What tests of WeCom are given."""

from collections.abc import AsyncIterator

import pytest

from tests.adapters.wecom.bench import Bot, bench


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with bench() as found:
        yield found
