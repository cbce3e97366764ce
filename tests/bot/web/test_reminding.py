"""提醒 on the board and on a card: one push a record and day, to people one leads (K02)."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape

import httpx
import pytest
from sqlalchemy import text

from bot.intents.reminders import RemindOwner
from bot.keys import encode
from bot.web.sessions import LARGEST_FORM
from core.people.permissions import EVERYBODY
from core.plans.queries import PlanQuery
from tests.bot.web.browsing import browser, company, opened
from tests.e2e.test_rep import forge
from tests.e2e.world import World
from tests.e2e.world import world as running

DAY = timedelta(days=1)
WORDS = "孙涛提醒你"


@pytest.fixture
async def made(tmp_path) -> AsyncIterator[World]:
    """A plan of 周明 is overdue since yesterday."""
    async with company(tmp_path) as found:
        await found.say("周明", "明天去远帆送样品")
        await found.press("周明", "保存")
        found.time.advance(2 * DAY)
        yield found


@pytest.fixture
async def http(made: World) -> AsyncIterator[httpx.AsyncClient]:
    """The browser of 孙涛."""
    async with browser(made) as found:
        await opened(found, "wecom", "suntao", "/board")
        yield found


async def the_plan(made: World) -> str:
    async with made.look() as uow:
        [plan] = await uow.plans.search(PlanQuery(customer="C01", limit=2), EVERYBODY)
    return plan.id


def form(page: str) -> dict[str, str]:
    """The first form of a 提醒."""
    [inner] = re.findall(r'action="/board/remind">(.*?)</form>', page, re.DOTALL)[:1]
    return {
        name: unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', inner)
    }


def told(made: World, who: str = "周明") -> int:
    return made.seen(who).count(WORDS)


async def press(made: World, http: httpx.AsyncClient, **changes: str) -> httpx.Response:
    page = await http.get("/board")
    data = {**form(page.text), **changes}
    answer = await http.post("/board/remind", data=data)
    await made.app.settle()
    return answer


async def test_the_owner_is_told_what_at_whom_and_since_when(
    made: World, http: httpx.AsyncClient
) -> None:
    answer = await press(made, http)

    assert answer.status_code == 303
    assert told(made) == 1
    card = made.text(made.last("周明"))
    assert [one for one in ("逾期没跟的", "送样品", "远帆", "11月24日") if one not in card] == []
    assert "http://bot.test/board/customers/C01" in card


async def test_the_presser_reads_what_came_of_it(made: World, http: httpx.AsyncClient) -> None:
    page = form((await http.get("/board")).text)
    answer = await press(made, http)
    after = await http.get(answer.headers["location"])
    later = await http.get("/board")

    assert "已提醒 周明" in after.text
    assert re.search(r"今天 1\d:\d\d 已提醒", later.text)
    assert f'value="{page["record"]}"' not in later.text


async def test_the_owner_is_told_once_whoever_presses(made: World, http: httpx.AsyncClient) -> None:
    stale = form((await http.get("/board")).text)
    await press(made, http)
    async with browser(made) as boss:
        page = await opened(boss, "feishu", "ou_qianfeng", "/board")
        [proof] = re.findall(r'name="proof" value="([^"]*)"', page.text)[:1]
        second = await boss.post("/board/remind", data={**stale, "proof": proof})
    third = await http.post("/board/remind", data=stale)
    await made.app.settle()

    assert (second.status_code, third.status_code) == (303, 303)
    assert "said=" not in third.headers["location"]
    assert told(made) + made.seen("周明").count("钱峰提醒你") == 1


async def test_the_next_day_is_another_reminder(made: World, http: httpx.AsyncClient) -> None:
    await press(made, http)
    made.time.advance(DAY)
    await opened(http, "wecom", "suntao", "/board")
    await press(made, http)

    assert told(made) == 2


async def test_at_night_it_waits_for_the_morning(made: World, http: httpx.AsyncClient) -> None:
    made.time.advance(timedelta(hours=13))
    await press(made, http)
    assert told(made) == 0

    await made.wait(timedelta(hours=10))

    assert told(made) == 1


async def test_a_reminder_is_in_the_ledger(made: World, http: httpx.AsyncClient) -> None:
    await press(made, http)

    query = text("SELECT actor, channel, subject FROM ledger WHERE command = 'remind'")
    async with made.store.database.read() as connection:
        [event] = (await connection.execute(query)).all()
    assert tuple(event) == ("E5", "web", "E1")


@pytest.mark.parametrize(
    ("changes", "headers"),
    [
        pytest.param({"proof": ""}, {}, id="no proof"),
        pytest.param({"proof": "guessed"}, {}, id="a wrong proof"),
        pytest.param({}, {"origin": "https://elsewhere.test"}, id="another site"),
        pytest.param({}, {"sec-fetch-site": "cross-site", "origin": "null"}, id="a frame"),
        pytest.param({}, {"sec-fetch-site": "same-site"}, id="a neighbour"),
    ],
)
async def test_only_a_page_of_ours_reminds(
    made: World, http: httpx.AsyncClient, changes: dict[str, str], headers: dict[str, str]
) -> None:
    data = {**form((await http.get("/board")).text), **changes}

    answer = await http.post("/board/remind", data=data, headers=headers)
    await made.app.settle()

    assert (answer.status_code, told(made)) == (403, 0)


async def test_anothers_proof_is_no_proof(made: World, http: httpx.AsyncClient) -> None:
    data = form((await http.get("/board")).text)
    async with browser(made) as other:
        await opened(other, "wecom", "qianfeng", "/board")
        answer = await other.post("/board/remind", data=data)

    assert answer.status_code == 403


async def test_without_a_session_nobody_is_reminded(made: World, http: httpx.AsyncClient) -> None:
    data = form((await http.get("/board")).text)
    async with browser(made) as stranger:
        answer = await stranger.post("/board/remind", data=data)

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("number", "record"),
    [
        pytest.param("visits", "x", id="no exception"),
        pytest.param("overdue", "none", id="no record"),
        pytest.param("returning", "C07", id="a customer of the pool"),
        pytest.param("silent", "E7", id="his superior"),
        pytest.param("silent", "E99", id="nobody"),
        pytest.param("silent", "E5", id="himself"),
    ],
)
async def test_what_cannot_be_reminded_of_is_refused(
    made: World, http: httpx.AsyncClient, number: str, record: str
) -> None:
    answer = await press(made, http, number=number, record=record)

    assert (answer.status_code, told(made, "钱峰")) == (404, 0)


async def test_a_rep_reminds_nobody_by_a_forged_button(made: World) -> None:
    shown = await made.say("林悦", "今天怎么样")
    await forge(made, shown, encode(RemindOwner("overdue", await the_plan(made))), who="林悦")

    assert made.seen("周明").count("提醒你") == 0


async def test_a_card_reminds_as_the_board_does(made: World) -> None:
    shown = await made.say("孙涛", "今天怎么样")
    key = encode(RemindOwner("overdue", await the_plan(made)))
    await forge(made, shown, key, who="孙涛")
    first = made.text(made.last("孙涛"))
    await forge(made, shown, key, who="孙涛")

    assert "已提醒 周明" in first
    assert re.search(r"今天 1\d:\d\d 已提醒过 周明", made.text(made.last("孙涛")))
    assert told(made) == 1


async def test_it_leads_back_to_our_own_pages_only(made: World, http: httpx.AsyncClient) -> None:
    answer = await press(made, http, back="//elsewhere.test/board")

    assert answer.headers["location"].startswith("/board?said=")


async def test_a_form_longer_than_ours_is_not_read(made: World, http: httpx.AsyncClient) -> None:
    long = await press(made, http, back="x" * LARGEST_FORM)
    right = await press(made, http)

    assert (long.status_code, right.status_code) == (403, 303)
    assert told(made) == 1


async def test_a_record_that_no_database_takes_is_no_page(postgresql_url: str) -> None:
    async with running(postgresql_url, public_url="http://bot.test") as made, browser(made) as http:
        page = await opened(http, "wecom", "suntao", "/board")
        [proof] = re.findall(r'name="proof" value="([^"]*)"', page.text)[:1]
        form = {"proof": proof, "number": "overdue", "record": "\0", "back": "/board"}

        answer = await http.post("/board/remind", data=form)

    assert answer.status_code == 404
