"""Days that are over name the stages of then, however the company's file changed since (K12, H01)."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.bot.web.browsing import browser, company, opened
from tests.bot.web.test_board import numbers, rows
from tests.e2e.test_flows import OLD, advance, begin, load, project
from tests.e2e.world import World

NEW = project(("initial", "立项", 20), ("audit", "评审", 50))


@pytest.fixture
async def changed(tmp_path) -> AsyncIterator[World]:
    """A Tuesday: the company's file has neither 验证客户 any more nor 试点, where a deal stands since Monday."""
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

    assert ("立项" in page.text, "立项" in today.text) == (False, True)
    assert [(rows(one.text), "试点" in one.text) for one in listed] == [(1, True)]


@pytest.mark.parametrize("words", ["昨天的简报", "只看周明昨天的"])
async def test_K12_the_digest_of_a_day_has_the_stages_of_then(changed: World, words: str) -> None:
    assert "验证客户→试点" in changed.text(await changed.say("孙涛", words))


async def test_K04_a_deal_at_a_stage_that_its_flow_has_no_more_stands_at_the_end(
    changed: World,
) -> None:
    async with browser(changed) as http:
        page = await opened(http, "wecom", "suntao", "/board?day=2026-11-24")
        opening = [one for one in numbers(page.text) if "pilot" in one]
        listed = [await http.get(one) for one in opening]

    assert page.text.index("评审") < page.text.index("试点")
    assert [numbers(page.text)[one] for one in opening] == [1]
    assert [(rows(one.text), "试点" in one.text) for one in listed] == [(1, True)]
