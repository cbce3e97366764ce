"""A record as a page: what the reader may see of it, and for everybody else no page at all (P13)."""

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from bot.places import contact, record
from core.customers.model import CustomerId
from core.people.permissions import EVERYBODY
from core.visits.queries import FollowUpQuery
from tests.bot.web.browsing import browser, company, opened
from tests.core.builders import customer
from tests.e2e.world import World


@pytest.fixture
async def made(tmp_path) -> AsyncIterator[World]:
    async with company(tmp_path) as found:
        yield found


@pytest.fixture
async def http(made: World) -> AsyncIterator[httpx.AsyncClient]:
    """The browser of 周明."""
    async with browser(made) as found:
        await opened(found, "wecom", "zhouming", "/board")
        yield found


async def test_a_customer_with_all_that_surrounds_it(made: World, http: httpx.AsyncClient) -> None:
    await made.say("周明", "上午拜访远帆王总，聊了导电浆料，他说12月定，下周三再去")
    await made.press("周明", "保存")

    page = await http.get("/board/customers/C01")

    assert page.status_code == 200
    assert "苏州远帆新能源科技股份有限公司" in page.text
    shown = ("导电浆料二期", "王建国", "13800000100", "聊了导电浆料", "时间线")
    assert [one for one in shown if one not in page.text] == []
    assert 'href="/board/opportunities/O1"' in page.text


async def test_a_deals_own_page_leads_not_to_itself(made: World, http: httpx.AsyncClient) -> None:
    await made.say("周明", "蓝鲸那个推到方案报价")
    await made.press("周明", "保存")

    page = (await http.get("/board/opportunities/O2")).text

    assert "方案报价" in page
    assert "/board/opportunities/O2" not in page


async def test_a_contact_is_found_on_its_customers_page(
    made: World, http: httpx.AsyncClient
) -> None:
    await made.say("周明", "上午拜访远帆王总，聊了导电浆料，他说12月定，下周三再去")
    await made.press("周明", "保存")
    async with made.look() as uow:
        query = FollowUpQuery(customer=CustomerId("C01"), limit=1)
        [last] = await uow.follow_ups.search(query, EVERYBODY)

    page = await http.get("/board/customers/C01")

    assert contact(last.customer, last.id) == f"/board/customers/C01#contact-{last.id}"
    assert f'id="contact-{last.id}"' in page.text


@pytest.mark.parametrize("number", ["KH/2026/001", "A#1", "A?1", "50%25", "客户 1", "a//b"])
async def test_a_customer_of_any_number_has_a_page(
    made: World, http: httpx.AsyncClient, number: str
) -> None:
    async with made.store.unit(await made.act()) as uow:
        one = customer(number, owner="E1", full_name="无锡任意编号有限公司")
        await uow.customers.add(one)
        await uow.ledger.record("test", "customer", number)

    page = await http.get(record(CustomerId(number)))

    assert page.status_code == 200
    assert "无锡任意编号有限公司" in page.text


@pytest.mark.parametrize(
    "path", ["/board?who=%00", "/board/customers/%00", "/board/list/visits?person=a%00b"]
)
async def test_what_no_name_can_hold_is_no_page(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.get(path)).status_code == 404


async def test_an_opportunity_leads_to_its_customer(http: httpx.AsyncClient) -> None:
    page = await http.get("/board/opportunities/O1")

    assert page.status_code == 200
    assert "导电浆料二期" in page.text
    assert 'href="/board/customers/C01"' in page.text


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/board/customers/C06", id="a colleague's customer"),
        pytest.param("/board/customers/C99", id="no customer"),
        pytest.param("/board/customers/C01%27--", id="no number"),
        pytest.param("/board/opportunities/O99", id="no deal"),
    ],
)
async def test_what_is_not_theirs_and_what_is_not_there_look_alike(
    http: httpx.AsyncClient, path: str
) -> None:
    nowhere = await http.get("/board/customers/none")

    page = await http.get(path)

    assert (page.status_code, page.text) == (404, nowhere.text)
    assert "云谷" not in page.text


async def test_a_colleagues_deal_is_no_page(made: World) -> None:
    async with browser(made) as http:
        page = await opened(http, "wecom", "linyue", "/board/opportunities/O1")

    assert page.status_code == 404


async def test_a_leader_reads_his_teams_records(made: World) -> None:
    async with browser(made) as http:
        page = await opened(http, "feishu", "ou_suntao", "/board/customers/C06")

    assert page.status_code == 200
    assert "林悦" in page.text


async def test_telephones_of_the_pool_are_hidden_as_in_chat(http: httpx.AsyncClient) -> None:
    page = await http.get("/board/customers/C07")

    assert page.status_code == 200
    assert "认领后可见" in page.text
    assert "138000007" not in page.text


async def test_what_people_wrote_is_no_markup(made: World, http: httpx.AsyncClient) -> None:
    async with made.store.unit(await made.act()) as uow:
        one = await uow.customers.get(CustomerId("C01"), EVERYBODY)
        name = "<script>alert(1)</script>&timestamp"
        await uow.customers.save(replace(one, full_name=name))
        await uow.ledger.record("test", "customer", "C01")

    page = await http.get("/board/customers/C01")

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;timestamp" in page.text


async def test_a_record_speaks_its_readers_language(made: World, http: httpx.AsyncClient) -> None:
    await made.say("周明", "换成英文")

    page = await http.get("/board/customers/C01")

    assert '<html lang="en">' in page.text
    assert "Timeline" in page.text
