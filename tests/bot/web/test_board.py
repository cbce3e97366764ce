"""The board: its days and people, the lists behind its numbers, each under its reader's rights."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from html import unescape

import httpx
import pytest

from bot.web import board
from core.opportunities.model import OpportunityId, StageCode
from core.people.permissions import EVERYBODY
from core.reports.lists import LACKING
from core.visits.queries import FollowUpQuery
from tests.bot.web.browsing import browser, company, opened
from tests.e2e.world import World

DAY = timedelta(days=1)
LINK = re.compile(r'<a href="(/board/list/[^"]+)">(.*?)</a>', re.DOTALL)
ENDS = re.compile(r"(\d+)\s*$")


@pytest.fixture
async def made(tmp_path) -> AsyncIterator[World]:
    """A Wednesday: both reps of 孙涛 logged something, a plan of 周明 is overdue."""
    async with company(tmp_path) as found:
        await found.say("周明", "上午拜访远帆王总，聊了导电浆料，他说12月定，明天再去")
        await found.press("周明", "保存")
        await found.say("林悦", "去云谷见了刘海波，聊了年框，他认可，下周三再去")
        await found.press("林悦", "保存")
        found.time.advance(2 * DAY)
        await found.say("周明", "刚拜访华精李敏，聊了测量仪，她说要样品，下周一寄样品")
        await found.press("周明", "保存")
        yield found


@pytest.fixture
async def http(made: World) -> AsyncIterator[httpx.AsyncClient]:
    """The browser of 孙涛, who leads the four reps."""
    async with browser(made) as found:
        await opened(found, "wecom", "suntao", "/board")
        yield found


def numbers(page: str) -> dict[str, int]:
    """Each list that the page's numbers open, and how many rows it says it has."""
    said = {unescape(href): re.sub(r"<[^>]*>", "", words) for href, words in LINK.findall(page)}
    return {href: int(number[1]) for href, words in said.items() if (number := ENDS.search(words))}


def rows(page: str) -> int:
    return page.count('<span class="what">')


def shown(page: str, *words: str) -> list[str]:
    return [one for one in words if one in page]


async def test_a_leader_sees_his_team_and_what_is_to_be_dealt_with(http: httpx.AsyncClient) -> None:
    page = (await http.get("/board")).text

    assert shown(page, "周明", "当天拜访", "逾期没跟", "公海可领", "当月预测", "拜访质量") == [
        "周明",
        "当天拜访",
        "逾期没跟",
        "公海可领",
        "当月预测",
        "拜访质量",
    ]
    assert 'name="record"' in page


async def test_sections_stand_in_their_order(http: httpx.AsyncClient) -> None:
    page = (await http.get("/board?day=2026-11-23")).text

    heads = [
        page.index(f"<h2>{one}")
        for one in ("要处理的", "商机漏斗", "拜访排行", "拜访质量", "近14天拜访")
    ]
    assert heads == sorted(heads)
    assert page.index('class="figures"') < heads[0]


@pytest.mark.parametrize("period", ["day", "week", "month"])
@pytest.mark.parametrize("who", ["", "me", "E1"])
async def test_each_number_opens_as_many_rows_as_it_says(
    http: httpx.AsyncClient, period: str, who: str
) -> None:
    page = (await http.get("/board", params={"period": period, "who": who})).text

    said = numbers(page)
    assert len(said) >= 8
    lists = {href.partition("?")[0].rpartition("/")[2] for href in said}
    assert {*LACKING.values(), "late"} <= lists
    for href, count in said.items():
        answer = await http.get(href)
        assert (answer.status_code, rows(answer.text)) == (200, count), href


async def test_each_flow_that_deals_follow_has_its_funnel(
    made: World, http: httpx.AsyncClient
) -> None:
    assert "商机漏斗 ·" not in (await http.get("/board")).text
    async with made.store.unit(await made.act()) as uow:
        deal = await uow.opportunities.get(OpportunityId("O1"), EVERYBODY)
        await uow.opportunities.add(
            replace(deal, id=OpportunityId("N1"), flow="标准", stage=StageCode("needs"))
        )
        await uow.ledger.record("import", "opportunity", "N1")

    page = (await http.get("/board")).text

    assert page.index("<h2>商机漏斗 · 工业品") < page.index("<h2>商机漏斗 · 标准")


async def test_a_long_list_is_paged(
    http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "_PAGE", 2)
    first = (await http.get("/board/list/owned")).text
    following = re.search(r'href="(/board/list/owned[^"]*page=1[^"]*)"', first)

    assert following
    second = (await http.get(unescape(following[1]))).text
    assert (rows(first), rows(second)) == (2, 2)
    assert "上一页" in second
    assert set(re.findall(r"/board/customers/C\d+", first)).isdisjoint(
        re.findall(r"/board/customers/C\d+", second)
    )


async def test_a_day_that_is_over_is_that_day(http: httpx.AsyncClient) -> None:
    monday = numbers((await http.get("/board?day=2026-11-23")).text)
    wednesday = numbers((await http.get("/board")).text)

    assert monday["/board/list/visits?day=2026-11-23"] == 2
    assert wednesday["/board/list/visits?day=2026-11-25"] == 1


@pytest.mark.parametrize("day", ["2027-01-01", "gestern", "", "0001-01-01", "2026-11-31"])
async def test_any_day_in_the_address_is_a_page(http: httpx.AsyncClient, day: str) -> None:
    assert (await http.get("/board", params={"day": day})).status_code == 200


async def test_the_team_can_be_switched(http: httpx.AsyncClient) -> None:
    week = {"period": "week", "who": "E1"}
    page = (await http.get("/board", params=week)).text

    assert numbers(page)["/board/list/visits?day=2026-11-25&period=week&who=E1"] == 2
    assert "林悦" not in page


async def test_an_executive_switches_between_the_teams(made: World) -> None:
    async with browser(made) as http:
        page = await opened(http, "wecom", "qianfeng", "/board?period=week")
        team = await http.get("/board?period=week&who=E5")

    assert "孙涛的团队" in page.text
    assert numbers(team.text)["/board/list/visits?day=2026-11-25&period=week&who=E5"] == 3


@pytest.mark.parametrize("who", ["E5", "E2", "E7", "E99", "@华东", "@"])
async def test_a_rep_sees_nobody_elses_figures(made: World, who: str) -> None:
    async with browser(made) as http:
        mine = await opened(http, "feishu", "ou_zhouming", "/board?period=week")
        others = await http.get("/board", params={"period": "week", "who": who})
        behind = await http.get("/board/list/visits", params={"period": "week", "who": who})

    assert numbers(mine.text)["/board/list/visits?day=2026-11-25&period=week"] == 2
    assert "林悦" not in mine.text
    assert "云谷" not in mine.text
    assert 'action="/board/remind"' not in mine.text
    assert (others.status_code, behind.status_code) == (404, 404)


async def test_a_supervisor_looks_at_nobody_above_him(http: httpx.AsyncClient) -> None:
    assert (await http.get("/board?who=E7")).status_code == 404


@pytest.mark.parametrize(
    "number", ["nothing", "stage:", "../board", "stage:nope:nope", "stage:工业品:nope"]
)
async def test_a_list_nobody_has_is_no_page(http: httpx.AsyncClient, number: str) -> None:
    assert (await http.get(f"/board/list/{number}")).status_code == 404


@pytest.mark.parametrize(
    "page", ["-1", "9999999999999999999999", "9" * 5_000, "1000", "abc", "", "²"]
)
async def test_a_page_far_away_is_empty_and_no_fault(http: httpx.AsyncClient, page: str) -> None:
    assert (await http.get(f"/board/list/owned?page={page}")).status_code == 200


async def test_a_row_of_a_list_leads_to_its_record(made: World, http: httpx.AsyncClient) -> None:
    async with made.look() as uow:
        [last] = await uow.follow_ups.search(FollowUpQuery(customer="C02", limit=1), EVERYBODY)
    page = (await http.get("/board/list/visits")).text

    assert f'href="/board/customers/C02#contact-{last.id}"' in page


async def test_the_board_speaks_its_readers_language(made: World) -> None:
    await made.say("周明", "换成英文")
    async with browser(made) as http:
        page = await opened(http, "wecom", "zhouming", "/board")

    assert '<html lang="en">' in page.text
    assert shown(page.text, "Forecast of the month", "Overdue", "Quality of visits") != []
    assert not re.search(r"<h2>[^<]*[\u4e00-\u9fff]", page.text)


async def test_assets_are_kept_and_nothing_else_is(http: httpx.AsyncClient) -> None:
    page = (await http.get("/board")).text
    [style] = re.findall(r'href="(/board/assets/board\.css\?v=\w+)"', page)

    answer = await http.get(style)

    assert "immutable" in answer.headers["cache-control"]
    assert (await http.get("/board/assets/site.py")).status_code == 404
    assert "style=" not in page
    assert "<script>" not in page


async def test_many_boards_at_once_are_all_drawn(http: httpx.AsyncClient) -> None:
    """More than there are connections for readers, each of whom reads one moment within another."""
    async with asyncio.timeout(60):
        pages = await asyncio.gather(*(http.get("/board") for _ in range(24)))

    assert {page.status_code for page in pages} == {200}
