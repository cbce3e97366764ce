"""No reader sees a row outside his reach on any list, of whatever days and people he asks (A08, K12)."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from adapters.chat import Platform
from core.customers.queries import CustomerQuery
from core.opportunities.model import OpportunityState
from core.opportunities.queries import OpportunityQuery
from core.people.permissions import EVERYBODY, Scope
from core.people.viewers import viewer
from core.reports.lists import LISTS
from core.visits.queries import FollowUpQuery
from tests.bot.web.browsing import browser, company, opened
from tests.e2e.company import ACCOUNTS
from tests.e2e.world import World

READERS = ("周明", "林悦", "何俊", "孙涛", "吴敏", "钱峰")
PEOPLE = ("", "me", "E1", "E2", "E5")
SAID = (
    ("周明", "上午拜访远帆王总，聊了导电浆料，他说12月定，明天再去"),
    ("周明", "海川归我"),
    ("林悦", "去云谷见了刘海波，聊了年框，他认可，明天寄合同"),
    ("林悦", "给云谷建个商机 年框 60万 12月签"),
    ("孙涛", "光联给赵强"),
)


@pytest.fixture
async def made(tmp_path) -> AsyncIterator[World]:
    async with company(tmp_path, platforms=(Platform.WECOM,)) as found:
        for who, words in SAID:
            await found.say(who, words)
            if "保存" in found.text(found.last(who)):
                await found.press(who, "保存")
        found.time.advance(timedelta(days=2))
        yield found


async def reach(made: World, account: str) -> tuple[Scope, dict[str, str | None], dict[str, str]]:
    """What a reader may see, and whose every record is."""
    async with made.look() as uow:
        employee = await uow.people.by_chat("wecom", account)
        scope = (await viewer(employee, uow.people)).scope()
        customers = await uow.customers.search(CustomerQuery(limit=100), EVERYBODY)
        query = OpportunityQuery(states=tuple(OpportunityState), limit=100)
        deals = await uow.opportunities.search(query, EVERYBODY)
    return scope, {one.id: one.owner for one in customers}, {one.id: one.employee for one in deals}


def outside(page: httpx.Response, scope: Scope, customers: dict, deals: dict) -> list[str]:
    """The records that a page names and its reader may not see."""
    named = re.findall(r"/board/(customers|opportunities)/([\w-]+)", page.text)
    return [
        number
        for kind, number in named
        if not scope.covers((customers if kind == "customers" else deals)[number])
    ]


@pytest.mark.parametrize("who", READERS)
async def test_no_list_shows_a_row_outside_its_readers_reach(made: World, who: str) -> None:
    scope, customers, deals = await reach(made, ACCOUNTS[who])
    seen = 0
    async with browser(made) as http:
        await opened(http, "wecom", ACCOUNTS[who], "/board")
        for number in LISTS:
            for person in PEOPLE:
                query = {"period": "month", "who": person}
                page = await http.get(f"/board/list/{number}", params=query)
                assert page.status_code in (200, 404)
                assert outside(page, scope, customers, deals) == [], (number, person)
                seen += page.text.count('<span class="what">')

    assert seen > 0


@pytest.mark.parametrize("who", READERS)
async def test_A08_an_id_that_is_guessed_is_a_page_for_whoever_may_see_it_and_nobody_else(
    made: World, who: str
) -> None:
    scope, customers, deals = await reach(made, ACCOUNTS[who])
    async with made.look() as uow:
        talks = await uow.follow_ups.search(FollowUpQuery(limit=50), EVERYBODY)
    records = {
        **{f"/board/customers/{one}": owner for one, owner in customers.items()},
        **{f"/board/opportunities/{one}": owner for one, owner in deals.items()},
    }
    async with browser(made) as http:
        await opened(http, "wecom", ACCOUNTS[who], "/board")
        answers = {path: (await http.get(path)).status_code for path in records}
        files = [(await http.get(f"/board/contacts/{one.id}/files/0")).status_code for one in talks]

    wrong = {
        path: status
        for path, status in answers.items()
        if (status == 200) != scope.covers(records[path])
    }
    assert wrong == {}
    assert {*answers.values()} <= {200, 404}
    assert {*files} == {404}


async def test_a_record_of_somebody_else_would_be_noticed(made: World) -> None:
    _, customers, deals = await reach(made, ACCOUNTS["孙涛"])
    nobodys = Scope(frozenset(), pools=False)
    async with browser(made) as http:
        page = await opened(http, "wecom", ACCOUNTS["孙涛"], "/board/list/owned")

    assert outside(page, nobodys, customers, deals) != []
