"""The lists of contacts behind a digest: whose each is, and with how many customers they were (F12)."""

import pytest

from tests.bot.web.browsing import browser, company, opened
from tests.e2e.opening import open_number
from tests.e2e.world import World

NOTES = (
    ("周明", "今天拜访远帆王总，聊了样机"),
    ("周明", "今天又拜访远帆王总，聊了价格"),
    ("周明", "今天拜访博远，聊了年框"),
    ("林悦", "今天拜访云谷，聊了报价"),
)


async def told(world: World) -> None:
    for rep, note in NOTES:
        await world.say(rep, note)
        await world.press(rep, "保存")


@pytest.mark.parametrize(("who", "customers"), [("周明", 2), ("孙涛", 3)])
async def test_F12_a_list_says_with_how_many_customers(
    world: World, who: str, customers: int
) -> None:
    await told(world)
    await world.say(who, "今天怎么样")

    listed = world.text(await open_number(world, who, "visits"))

    assert f"{customers}家客户" in listed


async def test_F12_each_row_of_a_team_says_whose_it_is_and_ones_own_do_not(world: World) -> None:
    await told(world)
    await world.say("孙涛", "今天怎么样")
    team = world.text(await open_number(world, "孙涛", "visits"))
    await world.say("周明", "今天怎么样")
    his = world.text(await open_number(world, "周明", "visits"))

    assert (team.count("周明 · "), team.count("林悦 · ")) == (3, 1)
    assert his.count("周明 · ") == his.count("周明 · 拜访 · 3条") > 0


async def test_F12_the_board_says_the_same(tmp_path) -> None:
    async with company(tmp_path) as made:
        await told(made)
        async with browser(made) as http:
            await opened(http, "wecom", "suntao", "/board")
            page = (await http.get("/board/list/visits")).text

    assert "3家客户" in page
    assert (page.count("周明 · "), page.count("林悦 · ")) == (3, 1)
