"""Where messages lead: on both platforms to the pages of whatever they are about (P13)."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from adapters.chat import Card, Platform, Text
from bot.places import leading
from tests.e2e.world import World, world

BASE = "https://crm.example"
HOUR = timedelta(hours=1)


@pytest.fixture(params=[Platform.WECOM, Platform.FEISHU])
async def linked(tmp_path, request) -> AsyncIterator[World]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'links.db'}"
    async with world(url, platforms=(request.param,), public_url=BASE) as made:
        yield made


def leads(card: dict[str, Any]) -> str:
    """Where a touch on the card leads."""
    action = card.get("card_action") or card.get("card_link") or {}
    return str(action.get("url", ""))


def pushed(made: World, who: str, words: str) -> str:
    """Where the newest card that says `words` leads."""
    found = [
        one
        for one in made.emulator.received_by(made.account(who))
        if one.card and words in made.text(one)
    ]
    assert found, made.seen(who)
    return leads(found[-1].card or {})


async def test_a_reminder_and_its_brief_lead_to_the_customer(linked: World) -> None:
    await linked.say("周明", "下午2点去远帆见王总")
    await linked.press("周明", "保存")
    await linked.wait(4 * HOUR)

    assert pushed(linked, "周明", "到点了") == f"{BASE}/board/customers/C01"
    assert pushed(linked, "周明", "拜访简报") == f"{BASE}/board/customers/C01"


async def test_the_evening_and_the_morning_lead_to_the_board(linked: World) -> None:
    await linked.say("周明", "明天下午2点去远帆见王总")
    await linked.press("周明", "保存")
    await linked.wait(24 * HOUR)

    assert pushed(linked, "孙涛", "简报") == f"{BASE}/board?day=2026-11-23"
    assert pushed(linked, "周明", "远帆 · ") == f"{BASE}/board/list/plans"


async def test_whoever_is_told_of_his_customer_is_led_to_it(linked: World) -> None:
    await linked.say("孙涛", "华精的行业改成仪器仪表")
    await linked.press("孙涛", "保存")

    assert pushed(linked, "周明", "孙涛动了你的客户华精") == f"{BASE}/board/customers/C02"


async def test_whoever_is_given_a_customer_is_led_to_it(linked: World) -> None:
    await linked.say("孙涛", "海川给林悦")

    assert pushed(linked, "林悦", "海川") == f"{BASE}/board/customers/C07"


async def test_what_is_passed_on_says_the_address(linked: World) -> None:
    await linked.say("周明", "周五提醒我给云谷回电话")
    await linked.press("周明", "转告林悦")

    told = linked.last("林悦").text
    assert told.splitlines()[1] == f"{BASE}/board/customers/C06"


async def test_an_answer_leads_nowhere(linked: World) -> None:
    await linked.say("周明", "打开远帆")

    assert leads(linked.last("周明").card or {}) == ""


@pytest.mark.parametrize(
    ("content", "opens", "base"),
    [
        pytest.param(Card(title="到点了"), "/board", "", id="no public address"),
        pytest.param(Card(title="到点了"), "", BASE, id="no record"),
        pytest.param(Card(title="到点了", link="https://own"), "/board", BASE, id="its own way"),
        pytest.param(Text("到点了"), "", BASE, id="a text of nothing"),
    ],
)
def test_a_message_is_left_as_it_is(content: Card | Text, opens: str, base: str) -> None:
    assert leading(content, opens, base) == content
