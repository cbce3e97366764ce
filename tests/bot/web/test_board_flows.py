"""Days that are over name the stages of then, however the company's file changed since (K12, H01)."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.bot.web.browsing import browser, company, opened
from tests.bot.web.test_board import numbers, rows
from tests.e2e.test_flows import NEW, OLD, advance, begin, load
from tests.e2e.world import World


@pytest.fixture
async def changed(tmp_path) -> AsyncIterator[World]:
    """A Tuesday: on Monday a deal went on to 试点, which the company's file does not have any more."""
    async with company(tmp_path) as made:
        await load(made, OLD)
        await begin(made, "北重")
        await advance(made, "北重")
        await made.wait(timedelta(hours=24))
        await load(made, NEW)
        yield made


async def test_K12_the_board_of_a_day_has_the_stages_of_then(changed: World) -> None:
    async with browser(changed) as http:
        page = await opened(http, "wecom", "suntao", "/board?day=2026-11-23")
        today = await http.get("/board?day=2026-11-24")
        opening = [one for one in numbers(page.text) if "pilot" in one]
        listed = [await http.get(one) for one in opening]

    assert ("试点" in page.text, "试点" in today.text) == (True, False)
    assert [(rows(one.text), "试点" in one.text) for one in listed] == [(1, True)]


@pytest.mark.parametrize("words", ["昨天的简报", "只看周明昨天的"])
async def test_K12_the_digest_of_a_day_has_the_stages_of_then(changed: World, words: str) -> None:
    assert "验证客户→试点" in changed.text(await changed.say("孙涛", words))
