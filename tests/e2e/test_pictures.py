"""The digest as a picture: the card of a notice that WeCom fetches, and the long one that is asked for."""

from datetime import timedelta

import httpx
import pytest

from adapters.chat import Platform
from bot.cards.digest import GROUPS
from bot.intents import ShowPoster
from bot.keys import encode
from bot.texts import texts
from tests.contracts.given import follow_up
from tests.core.builders import YUANFAN
from tests.e2e.opening import open_number
from tests.e2e.test_rep import forge
from tests.e2e.world import World, world

PNG = b"\x89PNG\r\n\x1a\n"
BASE = "http://bot.test"
SAY = texts("zh-CN")


def pictures(known: World, who: str) -> list[bytes]:
    """The bytes of each picture on a phone, oldest first."""
    kept = known.emulator.corp if known.platform is Platform.WECOM else known.emulator.tenant
    shown = known.emulator.received_by(known.account(who))
    return [kept.files[one.media].content for one in shown if one.media]


@pytest.mark.parametrize(
    "words", ["发长图", "日报长图", "给我发个昨天的日报长图", "昨天的日报长图发我"]
)
async def test_a_long_picture_is_asked_for_in_words(world: World, words: str) -> None:
    await world.say("孙涛", words)

    assert [one[:8] for one in pictures(world, "孙涛")] == [PNG]


async def test_a_long_picture_is_a_button_of_the_digest(world: World) -> None:
    await world.say("孙涛", "今天怎么样")

    await world.press("孙涛", "长图")

    assert [one[:8] for one in pictures(world, "孙涛")] == [PNG]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param("明天的日报长图发我", "还没到", id="a day to come"),
        pytest.param("2019年3月1日的日报长图", "没有任何记录", id="long ago"),
        pytest.param("发林悦的日报长图", "没听懂", id="somebody else's"),
        pytest.param("发孙涛的日报长图", "没听懂", id="his leader's"),
    ],
)
async def test_a_rep_gets_no_long_picture_of_what_is_not_his_or_not_there(
    world: World, words: str, told: str
) -> None:
    answer = world.text(await world.say("周明", words))

    assert (told in answer, pictures(world, "周明")) == (True, [])


async def test_a_forged_button_gives_no_long_picture_of_others(world: World) -> None:
    shown = await world.say("林悦", "今天怎么样")
    await forge(world, shown, encode(ShowPoster(None, "E1")), who="林悦")
    await forge(world, shown, encode(ShowPoster(None, "E5")), who="林悦")

    assert pictures(world, "林悦") == []
    assert "没有找到" in world.seen("林悦")


async def test_a_day_that_is_none_gives_no_picture_of_another(world: World) -> None:
    answer = world.text(await world.say("孙涛", "发2月30日的日报长图"))

    assert (pictures(world, "孙涛"), bool(answer)) == ([], True)


async def fetched(known: World, url: str) -> httpx.Response:
    """As WeCom does: without a login."""
    transport = httpx.ASGITransport(known.app.asgi)
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as platform:
        return await platform.get(url)


@pytest.fixture
async def reachable(sqlite_url: str):
    """A company whose bot has an address."""
    async with world(sqlite_url, public_url=BASE) as known:
        yield known


async def test_with_an_address_wecoms_digest_is_a_picture_that_leads_to_the_board(
    reachable: World,
) -> None:
    await reachable.say("孙涛", "今天怎么样")
    card = reachable.last("孙涛").card or {}

    answer = await fetched(reachable, card["card_image"]["url"])

    assert card["card_type"] == "news_notice"
    assert card["card_action"]["url"] == f"{BASE}/board?day=2026-11-23"
    assert (answer.status_code, answer.content[:8]) == (200, PNG)


async def test_the_pushed_digests_have_their_picture_too(reachable: World) -> None:
    """On a Monday those of the week before and of the day."""
    await reachable.wait(timedelta(hours=9))

    cards = [one.card or {} for one in reachable.emulator.received_by(reachable.account("孙涛"))]
    urls = [one["card_image"]["url"] for one in cards if one.get("card_type") == "news_notice"]
    assert [(await fetched(reachable, url)).content[:8] for url in urls] == [PNG, PNG]


async def test_a_press_on_a_notices_menu_is_answered(reachable: World) -> None:
    await reachable.say("孙涛", "今天怎么样")
    await reachable.press("孙涛", "长图")
    await reachable.press("孙涛", "过程")
    listed = reachable.text(await reachable.press("孙涛", "跟进明细"))

    assert "跟进明细 · 0条" in listed
    assert [one[:8] for one in pictures(reachable, "孙涛")] == [PNG]


async def test_F14_more_on_the_notice_opens_every_group_and_each_group_its_numbers(
    reachable: World,
) -> None:
    await reachable.say("孙涛", "今天怎么样")

    opened = {}
    for group in GROUPS:
        await reachable.press("孙涛", "更多")
        shown = await reachable.press("孙涛", SAY(f"digest.group.{group}"))
        opened[group] = [one["text"] for one in (shown.card or {})["button_list"]]

    assert opened == {
        group: [SAY(f"digest.open.{name}") for name in numbers] for group, numbers in GROUPS.items()
    }


async def test_K01_a_months_notice_and_its_numbers_lead_to_the_whole_month(
    reachable: World,
) -> None:
    async with reachable.store.unit(await reachable.act()) as uow:
        for number, day in (("F1", 1), ("F2", 12), ("F3", 23)):
            at = reachable.time().replace(day=day)
            await uow.follow_ups.add(follow_up(number, customer=YUANFAN, occurred_at=at))
        before = reachable.time().replace(month=10, day=31)
        await uow.follow_ups.add(follow_up("F0", customer=YUANFAN, occurred_at=before))
        await uow.ledger.record("import", "follow_up", "")

    await reachable.say("孙涛", "这个月的简报")
    notice = reachable.last("孙涛").card or {}
    listed = reachable.text(await open_number(reachable, "孙涛", "follow_ups"))

    assert notice["card_action"]["url"] == f"{BASE}/board?day=2026-11-23&period=month"
    assert "跟进明细 · 3条" in listed
    assert "11月1日 周日 - 11月23日 周一" in listed
