"""The rehearsal desk: what is pressed on its page is what is pressed on the phone."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from adapters.chat import Platform
from bot.calendars import calendar_of
from bot.cli.listed import ListedNames
from bot.company.rules import CompanyRules
from bot.understanding import understand
from bot.web.desk import Phones, desk
from core.customers.queries import CustomerQuery
from core.people.permissions import EVERYBODY
from tests.e2e.world import MONDAY, World, world

BOTH = (Platform.WECOM, Platform.FEISHU)
USERS = {"wecom": "zhouming", "feishu": "ou_zhouming"}


def parts(bubble: dict[str, Any], kind: str) -> list[Any]:
    """What a card holds of one kind, from top to bottom."""
    return [part[kind] for part in bubble["card"]["parts"] if kind in part]


def buttons(bubble: dict[str, Any]) -> list[str]:
    """The labels by their place."""
    found = [one for row in parts(bubble, "buttons") for one in row]
    assert [one["place"] for one in found] == list(range(len(found)))
    return [one["label"] for one in found]


class Page:
    """The page's requests, as its script sends them."""

    def __init__(self, rehearsal: World, http: httpx.AsyncClient, platform: str) -> None:
        self._rehearsal = rehearsal
        self._http = http
        self._address = f"/emulator/{platform}/{USERS[platform]}"
        self.platform = platform

    async def say(self, text: str) -> None:
        await self._http.post(f"{self._address}/say", json={"text": text})
        await self._rehearsal.app.settle()

    async def bubbles(self) -> list[dict[str, Any]]:
        return (await self._http.get(self._address)).json()

    async def card(self, title: str) -> dict[str, Any]:
        """The newest bubble whose card's title holds `title`."""
        return [
            one for one in await self.bubbles() if title in (one.get("card") or {}).get("title", "")
        ][-1]

    async def press(self, bubble: dict[str, Any], button: int, **form: str) -> httpx.Response:
        given = {one["name"]: one["value"] for one in parts(bubble, "input")} | form
        body = {"bubble": bubble["id"], "button": button, "form": given}
        pressing = asyncio.create_task(self._http.post(f"{self._address}/press", json=body))
        while not pressing.done():
            if not await self._rehearsal.app.worker.once():
                await self._rehearsal.app.incoming.wait(0.05)
        await self._rehearsal.app.settle()
        return await pressing

    async def get(self, address: str) -> httpx.Response:
        return await self._http.get(address)

    async def people(self) -> list[dict[str, Any]]:
        return (await self.get("/emulator/people")).json()["people"]

    async def understood(self, sentences: list[str]) -> list[str]:
        """The name of what each sentence wishes."""
        async with self._rehearsal.look() as uow:
            known = await uow.customers.search(CustomerQuery(limit=50), EVERYBODY)
        rows = [
            {"customer_id": one.id, "full_name": one.full_name, "aliases": ";".join(one.aliases)}
            for one in known
        ]
        given = {"names": ListedNames(rows, None), "calendar": calendar_of(CompanyRules())}
        found = [await understand(one, now=MONDAY, **given) for one in sentences]
        return [type(one.intents[0]).__name__ for one in found]

    async def send(self, what: str, **request: Any) -> int:
        return (await self._http.post(f"{self._address}/{what}", **request)).status_code


@pytest.fixture
async def rehearsal(tmp_path) -> AsyncIterator[World]:
    async with world(f"sqlite+aiosqlite:///{tmp_path / 'desk.db'}", platforms=BOTH) as found:
        yield found


@pytest.fixture(params=BOTH)
async def page(rehearsal: World, request) -> AsyncIterator[Page]:
    phones = Phones(rehearsal.emulators[Platform.WECOM], rehearsal.emulators[Platform.FEISHU])
    transport = httpx.ASGITransport(desk(rehearsal.app, phones))
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.test") as http:
        yield Page(rehearsal, http, request.param)


async def test_what_is_said_on_the_page_arrives_and_is_answered(page: Page) -> None:
    await page.say("公海里有啥好客户")

    said, answered = await page.bubbles()
    assert (said["mine"], said["text"]) == (True, "公海里有啥好客户")
    assert answered["card"]["title"].startswith("公海")


async def test_the_button_that_is_pressed_is_the_one_that_counts(page: Page) -> None:
    await page.say("公海里有啥好客户")
    pool = await page.card("公海")
    [row] = [line for line in parts(pool, "text") if line[:2] == "2."]
    second = row[2:].partition("：")[0].strip(" ★")
    claims = [at for at, label in enumerate(buttons(pool)) if label == "认领"]

    if parts(pool, "input"):
        await page.press(pool, claims[0], pick="1")
    else:
        await page.press(pool, claims[1])

    claimed = await page.card(second)
    assert "已认领" in str(claimed["card"])


async def test_a_press_on_an_older_card_is_not_one_on_a_newer(page: Page) -> None:
    await page.say("明天上午十点提醒我给远帆送样机")
    older = await page.card("远帆")
    await page.say("后天上午十点提醒我给蓝鲸送样机")
    cancel = buttons(older).index("取消")

    await page.press(older, cancel)

    newer = await page.card("蓝鲸")
    assert "保存" in buttons(newer)
    assert "已取消" in str((await page.card("远帆"))["card"])


@pytest.mark.parametrize(
    ("what", "body"),
    [
        pytest.param("say", b"{", id="no JSON"),
        pytest.param("say", b"{}", id="no text"),
        pytest.param("press", b'{"label": "\xe4\xbf\x9d\xe5\xad\x98"}', id="no button"),
    ],
)
async def test_nonsense_is_refused(page: Page, what: str, body: bytes) -> None:
    assert await page.send(what, content=body, headers={"content-type": "application/json"}) == 422


async def test_a_button_that_is_not_there_is_said_so(page: Page) -> None:
    await page.say("公海里有啥好客户")
    pool = await page.card("公海")

    assert (await page.press(pool, 99)).status_code == 409
    assert (await page.press({**pool, "id": "gone"}, 0)).status_code == 409
    assert (await page.press(pool, -1)).status_code == 422


async def test_everybody_is_shown_with_the_words_of_his_roles(page: Page) -> None:
    roles = {one["name"]: one["roles"] for one in await page.people()}

    assert (roles["周明"], roles["孙涛"], roles["吴敏"]) == ("销售", "主管", "销管、管理员")


async def test_the_page_shows_the_time_of_the_product(page: Page) -> None:
    assert (await page.get("/emulator/people")).json()["now"].startswith("2026-11-23T10:00")


@pytest.mark.parametrize(
    ("name", "wishes"),
    [
        pytest.param(
            "周明",
            ["LogFollowUps", "SearchPool", "Today", "ExplainOwnership", "ShowDigest", "Help"],
            id="a rep",
        ),
        pytest.param("孙涛", ["ShowDigest", "ShowReturning", "SearchPool", "Help"], id="a leader"),
        pytest.param(
            "吴敏", ["ShowNotUnderstood", "SelfCheck", "ShowDigest", "Help"], id="an admin"
        ),
    ],
)
async def test_a_newcomer_has_sentences_to_press_and_each_is_understood(
    page: Page, name: str, wishes: list[str]
) -> None:
    [examples] = [one["examples"] for one in await page.people() if one["name"] == name]

    assert await page.understood(examples) == wishes


async def test_the_first_example_of_a_rep_becomes_a_visit_of_his_customer(page: Page) -> None:
    [example, *_] = next(one["examples"] for one in await page.people() if one["name"] == "周明")
    await page.say(example)
    draft = await page.card("记拜访")

    await page.press(draft, buttons(draft).index("保存"))

    saved = str(await page.card("记拜访"))
    assert "【已保存】" in saved
    assert "暂不算有效" not in saved


async def test_the_end_state_stands_on_the_card_once_and_before_its_values(page: Page) -> None:
    await page.say("下午去了远帆，见了王总，他说12月定，下周三再去")
    draft = await page.card("记拜访")

    await page.press(draft, buttons(draft).index("取消"))

    ended = await page.card("记拜访")
    lines = parts(ended, "text")
    assert str(lines).count("已取消") == 1
    assert next(line for line in lines if "已取消" in line or "客户" in line) == "【已取消】"


async def test_a_form_holds_what_was_understood_and_takes_what_is_changed(page: Page) -> None:
    await page.say("远帆进入商务谈判，金额120万，预计12月底签")
    draft = await page.card("导电浆料")
    await page.press(draft, buttons(draft).index("修改"))
    form = await page.card("导电浆料")
    asked = next(one for one in parts(form, "input") if "negotiation" in one["value"])
    [other] = [value for value, text in asked["options"] if "投标" in text]

    await page.press(form, buttons(form).index("保存"), **{asked["name"]: other})

    assert "投标" in str(await page.card("导电浆料"))


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", "text/html"),
        ("/emulator/page/desk.css", "text/css"),
        ("/emulator/page/desk.js", "text/javascript"),
        ("/emulator/page/desk.svg", "image/svg+xml"),
    ],
)
async def test_every_part_of_the_page_is_served(page: Page, address: str, kind: str) -> None:
    answer = await page.get(address)

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)


async def test_no_other_file_is_served(page: Page) -> None:
    for name in ("desk.py", "..%2Fdesk.py", "%2e%2e/app.py", "cast.py"):
        assert (await page.get(f"/emulator/page/{name}")).status_code == 404


async def test_the_page_asks_no_other_host_and_makes_no_markup_of_what_people_write(
    page: Page,
) -> None:
    html, script = (await page.get("/")).text, (await page.get("/emulator/page/desk.js")).text

    assert "http" not in html
    assert not [way for way in ("innerHTML", "outerHTML", "insertAdjacent") if way in script]
    assert "document.write" not in script
