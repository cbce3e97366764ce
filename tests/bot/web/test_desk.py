"""The rehearsal desk: what is pressed on its page is what is pressed on the phone."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from adapters.chat import Platform
from bot.calendars import calendar_of
from bot.cli.listed import ListedNames
from bot.company.rules import CompanyRules
from bot.understanding import understand
from bot.web.desk.desk import Desk
from bot.web.desk.phones import Phones
from core.customers.queries import CustomerQuery
from core.people.permissions import EVERYBODY
from tests.bot.web.tree import Node, tree
from tests.e2e.world import MONDAY, World, world

BOTH = (Platform.WECOM, Platform.FEISHU)
USERS = {"wecom": "zhouming", "feishu": "ou_zhouming"}


class Page:
    """The page's requests, as a browser sends them."""

    def __init__(self, rehearsal: World, desk: Desk, http: httpx.AsyncClient) -> None:
        self._rehearsal = rehearsal
        self.desk = desk
        self.http = http
        self.platform = "wecom"

    @property
    def address(self) -> str:
        return f"/emulator/desk/{self.platform}/{USERS[self.platform]}"

    async def say(self, text: str) -> None:
        answer = await self.http.post(f"{self.address}/say", data={"text": text})
        assert answer.status_code in (200, 204)
        await self._rehearsal.app.settle()

    async def open(self) -> Node:
        """The page, with the phone in the rep's hand."""
        return tree((await self.http.get("/")).text)

    async def bubbles(self) -> list[Node]:
        found = await self._phone()
        [talk] = found.all("ol", id=f"talk-{self.platform}")
        return [one for one in talk.all("li") if "bubble" in one.attributes.get("class", "")]

    async def card(self, title: str) -> Node:
        """The newest bubble whose card's title holds `title`."""
        return [
            one for one in await self.bubbles() if any(title in head.text for head in one.all("h3"))
        ][-1]

    async def press(self, card: Node, label: str, **form: str) -> httpx.Response:
        button = next(one for one in card.all("button") if one.text == label)
        values = json.loads(button.attributes["hx-vals"])
        given = {**filled(card), **{f"in:{name}": value for name, value in form.items()}}
        return await self.post_press({**values, **given})

    async def post_press(self, data: dict[str, Any]) -> httpx.Response:
        pressing = asyncio.create_task(
            self.http.post(f"{self.address}/press?view={await self.view()}", data=data)
        )
        while not pressing.done():
            if not await self._rehearsal.app.worker.once():
                await self._rehearsal.app.bells.incoming.wait(0.05)
        await self._rehearsal.app.settle()
        return await pressing

    async def view(self) -> str:
        [body] = (await self.open()).all("body")
        return body.attributes["data-view"]

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

    async def _phone(self) -> Node:
        address = f"/emulator/desk/{await self.view()}/person/{self.platform}"
        return tree((await self.http.post(address, data={"user": USERS[self.platform]})).text)


def labels(card: Node) -> list[str]:
    return [one.text for one in card.all("button")]


def filled(card: Node) -> dict[str, str]:
    """What the card's inputs hold before anybody changes them."""
    found: dict[str, str] = {}
    for one in card.all():
        name = one.attributes.get("name", "")
        if one.name == "select":
            chosen = [o for o in one.all("option") if "selected" in o.attributes]
            found[name] = (chosen or list(one.all("option")))[0].attributes["value"]
        elif one.name in ("input", "textarea") and name:
            found[name] = one.attributes.get("value", one.text)
    return found


@pytest.fixture
async def rehearsal(tmp_path) -> AsyncIterator[World]:
    async with world(f"sqlite+aiosqlite:///{tmp_path / 'desk.db'}", platforms=BOTH) as found:
        yield found


@pytest.fixture
async def desk_page(rehearsal: World) -> AsyncIterator[Page]:
    phones = Phones(rehearsal.emulators[Platform.WECOM], rehearsal.emulators[Platform.FEISHU])
    desk = Desk(rehearsal.app, phones)
    transport = httpx.ASGITransport(desk)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.test") as http:
        yield Page(rehearsal, desk, http)


@pytest.fixture(params=BOTH)
async def page(desk_page: Page, request) -> Page:
    desk_page.platform = request.param
    return desk_page


async def test_what_is_said_on_the_page_arrives_and_is_answered(page: Page) -> None:
    await page.say("公海里有啥好客户")

    said, answered = await page.bubbles()
    assert ("mine" in said.attributes["class"], said.text[-8:]) == (True, "公海里有啥好客户")
    assert next(answered.all("h3")).text.startswith("公海")


async def test_the_button_that_is_pressed_is_the_one_that_counts(page: Page) -> None:
    await page.say("公海里有啥好客户")
    pool = await page.card("公海")
    second = next(line for line in pool.text.replace("\n", " ").split("2.")[1:]).split()[0]
    second = second.strip("★").partition("：")[0][:8]

    if page.platform == "wecom":
        await page.press(pool, "认领", pick="1")
    else:
        places = [one for one in pool.all("button") if one.text == "认领"]
        await page.post_press(json.loads(places[1].attributes["hx-vals"]))

    assert "已认领" in (await page.card(second)).text


async def test_a_press_on_an_older_card_is_not_one_on_a_newer(page: Page) -> None:
    await page.say("明天上午十点提醒我给远帆送样机")
    older = await page.card("远帆")
    await page.say("后天上午十点提醒我给蓝鲸送样机")

    await page.press(older, "取消")

    assert "保存" in labels(await page.card("蓝鲸"))
    assert "已取消" in (await page.card("远帆")).text


@pytest.mark.parametrize(
    ("what", "data"),
    [
        pytest.param("say", {}, id="no text"),
        pytest.param("say", {"text": "x" * 10_001}, id="too much text"),
        pytest.param("press", {"bubble": "b"}, id="no button"),
        pytest.param("press", {"bubble": "b", "place": "-1"}, id="no place"),
    ],
)
async def test_nonsense_is_refused(page: Page, what: str, data: dict[str, str]) -> None:
    assert (await page.http.post(f"{page.address}/{what}", data=data)).status_code == 422


async def test_a_button_that_is_not_there_is_said_so(page: Page) -> None:
    await page.say("公海里有啥好客户")
    [_, pool] = await page.bubbles()
    id_ = pool.attributes["id"].removeprefix("b-")

    for bubble, place in ((id_, "99"), ("gone", "0")):
        answer = await page.post_press({"bubble": bubble, "place": place})
        assert tree(answer.text).text == "这个按钮已经不在了"


async def test_everybody_is_shown_with_the_words_of_his_roles(page: Page) -> None:
    players = await page.desk.rehearsal.people()

    roles = {one["name"]: one["roles"] for one in players}
    assert (roles["周明"], roles["孙涛"], roles["吴敏"]) == ("销售", "主管", "销管、管理员")


async def test_the_page_shows_the_time_of_the_product(page: Page) -> None:
    [now] = (await page.open()).all("time", id="now")

    assert now.attributes["datetime"].startswith("2026-11-23T10:00")


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
    desk_page: Page, name: str, wishes: list[str]
) -> None:
    players = await desk_page.desk.rehearsal.people()
    [examples] = [one["examples"] for one in players if one["name"] == name]

    assert await desk_page.understood(examples) == wishes


async def test_the_first_example_of_a_rep_becomes_a_visit_of_his_customer(page: Page) -> None:
    players = await page.desk.rehearsal.people()
    [example, *_] = next(one["examples"] for one in players if one["name"] == "周明")
    await page.say(example)

    await page.press(await page.card("记拜访"), "保存")

    saved = (await page.card("记拜访")).text
    assert "【已保存】" in saved
    assert "暂不算有效" not in saved


async def test_a_form_holds_what_was_understood_and_takes_what_is_changed(page: Page) -> None:
    await page.say("远帆进入商务谈判，金额120万，预计12月底签")
    await page.press(await page.card("导电浆料"), "修改")
    form = await page.card("导电浆料")
    asked = next(
        one for one in form.all("select") if "negotiation" in filled(form)[one.attributes["name"]]
    )
    [other] = [o.attributes["value"] for o in asked.all("option") if "投标" in o.text]
    name = asked.attributes["name"].removeprefix("in:")

    await page.press(form, "保存", **{name: other})

    assert "投标" in (await page.card("导电浆料")).text


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", "text/html"),
        *(
            (f"/emulator/desk/page/{name}", kind)
            for name, kind in (
                ("desk.css", "text/css"),
                ("phones.css", "text/css"),
                ("cards.css", "text/css"),
                ("wire.css", "text/css"),
                ("drawings.css", "text/css"),
                ("desk.js", "text/javascript"),
                ("stories.js", "text/javascript"),
                ("htmx.min.js", "text/javascript"),
                ("htmx-sse.min.js", "text/javascript"),
                ("desk.svg", "image/svg+xml"),
            )
        ),
    ],
)
async def test_every_part_of_the_page_is_served_and_may_run_nothing_else(
    desk_page: Page, address: str, kind: str
) -> None:
    answer = await desk_page.http.get(address)

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


async def test_no_other_file_is_served(desk_page: Page) -> None:
    for name in ("desk.py", "..%2Fdesk.py", "%2e%2e/app.py", "page.html", "cast.py"):
        assert (await desk_page.http.get(f"/emulator/desk/page/{name}")).status_code == 404


async def test_the_page_has_no_script_and_no_style_of_its_own_and_asks_no_other_host(
    page: Page,
) -> None:
    await page.say("公海里有啥好客户")
    html, found = (await page.http.get("/")).text, await page.open()

    assert [one for one in found.all("script") if one.text or not one.attributes.get("src")] == []
    assert list(found.all("style")) == []
    assert [one for one in found.all() if "style" in one.attributes] == []
    assert [one for one in found.all() if any(name[:2] == "on" for name in one.attributes)] == []
    assert "://" not in html


async def test_what_people_write_never_becomes_markup(page: Page) -> None:
    nasty = "<img src=x onerror=alert(1)> &timestamp &lt; <b>粗</b>"

    await page.say(nasty)

    [said, *_] = await page.bubbles()
    assert nasty in said.text
    assert list(said.all("img")) == list(said.all("b")) == []


async def test_another_sites_page_cannot_act_on_the_desk(page: Page) -> None:
    answer = await page.http.post(
        f"{page.address}/say", data={"text": "你好"}, headers={"sec-fetch-site": "cross-site"}
    )

    assert answer.status_code == 403
    assert await page.bubbles() == []


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        pytest.param("", "en-GB,en;q=0.9", "en", id="the browser's"),
        pytest.param("", "fr,zh-TW;q=0.8", "zh-CN", id="the first there is"),
        pytest.param("", "", "zh-CN", id="none"),
        pytest.param("?lang=en", "zh-CN", "en", id="the one that was chosen"),
    ],
)
async def test_the_page_speaks_the_language_that_is_asked_for(
    desk_page: Page, query: str, accepted: str, language: str
) -> None:
    answer = await desk_page.http.get(f"/{query}", headers={"accept-language": accepted})

    [html] = tree(answer.text).all("html")
    assert html.attributes["lang"] == language


async def test_a_chosen_language_is_kept(desk_page: Page) -> None:
    await desk_page.http.get("/?lang=en", headers={"accept-language": "zh-CN"})

    [html] = (await desk_page.open()).all("html")
    assert html.attributes["lang"] == "en"


async def test_another_language_leaves_the_phones_in_the_same_hands(desk_page: Page) -> None:
    page = await desk_page.open()
    [body] = page.all("body")
    address = f"/emulator/desk/{body.attributes['data-view']}/person/{desk_page.platform}"
    other = next(
        one.attributes["value"]
        for one in page.all("option")
        if one.attributes["value"] not in ("", USERS[desk_page.platform])
    )
    await desk_page.http.post(address, data={"user": other})
    [switch] = [one for one in page.all("a") if "lang=" in one.attributes.get("href", "")]

    switched = tree((await desk_page.http.get(switch.attributes["href"])).text)

    [phone] = switched.all(id=f"phone-{desk_page.platform}")
    assert phone.attributes["data-user"] == other
