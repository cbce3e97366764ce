"""The rehearsal desk: what is pressed on its page is what is pressed on the phone."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from adapters.chat import Platform
from bot.web.desk import Phones, desk
from tests.e2e.world import World, world

BOTH = (Platform.WECOM, Platform.FEISHU)
USERS = {"wecom": "zhouming", "feishu": "ou_zhouming"}


class Page:
    """The page's requests, as its script sends them."""

    def __init__(self, rehearsal: World, http: httpx.AsyncClient, platform: str) -> None:
        self._rehearsal = rehearsal
        self._http = http
        self._address = f"/emulator/{platform}/{USERS[platform]}"

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
        given = {one["name"]: one["value"] for one in bubble["card"]["inputs"]} | form
        body = {"bubble": bubble["id"], "button": button, "form": given}
        pressing = asyncio.create_task(self._http.post(f"{self._address}/press", json=body))
        while not pressing.done():
            if not await self._rehearsal.app.worker.once():
                await self._rehearsal.app.incoming.wait(0.05)
        await self._rehearsal.app.settle()
        return await pressing

    async def send(self, what: str, **request: Any) -> int:
        return (await self._http.post(f"{self._address}/{what}", **request)).status_code


@pytest.fixture
async def rehearsal(tmp_path) -> AsyncIterator[World]:
    async with world(f"sqlite+aiosqlite:///{tmp_path / 'desk.db'}", platforms=BOTH) as found:
        yield found


@pytest.fixture(params=BOTH)
async def page(rehearsal: World, request) -> AsyncIterator[Page]:
    phones = Phones()
    phones.wecom = rehearsal.emulators[Platform.WECOM]
    phones.feishu = rehearsal.emulators[Platform.FEISHU]
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
    rows = [line for line in "\n".join(pool["card"]["lines"]).splitlines() if line[:2] == "2."]
    second = rows[0][2:].partition("：")[0].strip(" ★")
    claims = [at for at, label in enumerate(pool["card"]["buttons"]) if label == "认领"]

    if pool["card"]["inputs"]:
        await page.press(pool, claims[0], pick="1")
    else:
        await page.press(pool, claims[1])

    claimed = await page.card(second)
    assert "已认领" in str(claimed["card"])


async def test_a_press_on_an_older_card_is_not_one_on_a_newer(page: Page) -> None:
    await page.say("明天上午十点提醒我给远帆送样机")
    older = await page.card("远帆")
    await page.say("后天上午十点提醒我给蓝鲸送样机")
    cancel = older["card"]["buttons"].index("取消")

    await page.press(older, cancel)

    newer = await page.card("蓝鲸")
    assert "保存" in newer["card"]["buttons"]
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
