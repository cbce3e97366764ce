"""A list of days that are over tells how long ago something was by the time of then (K01)."""

import re
from dataclasses import replace
from datetime import timedelta

from core.people.permissions import EVERYBODY
from tests.bot.web.browsing import browser, company, opened
from tests.core.builders import YUANFAN
from tests.e2e.opening import open_number
from tests.e2e.world import World

UNTOUCHED = re.compile(r"(\d+)天没联系")
EVENING = timedelta(hours=9)
LATER = timedelta(days=2)


async def neglect(world: World) -> None:
    """A starred customer of 周明, for 20 days."""
    async with world.store.unit(await world.act()) as uow:
        one = await uow.customers.get(YUANFAN, EVERYBODY)
        untouched = replace(one, starred=True, last_contact_at=world.time() - timedelta(days=20))
        await uow.customers.save(untouched)
        await uow.ledger.record("import", "customer", YUANFAN)


def days(shown: str) -> list[int]:
    """For how many days each customer of a list was not in touch."""
    return [int(one) for one in UNTOUCHED.findall(shown)]


async def test_K01_a_list_of_a_day_that_is_over_counts_days_up_to_that_day(world: World) -> None:
    await neglect(world)
    await world.wait(EVENING)
    monday = days(world.text(await open_number(world, "孙涛", "neglected")))
    await world.wait(LATER)

    await world.say("孙涛", "11月23日的简报")
    as_then = days(world.text(await open_number(world, "孙涛", "neglected")))
    await world.say("孙涛", "今天怎么样")
    today = days(world.text(await open_number(world, "孙涛", "neglected")))

    assert (monday, as_then, today) == ([20], [20], [22])


async def test_K01_the_boards_list_and_its_exceptions_count_them_so_too(tmp_path) -> None:
    async with company(tmp_path) as made, browser(made) as http:
        await neglect(made)
        await made.wait(EVENING)
        monday = days((await opened(http, "wecom", "suntao", "/board/list/neglected")).text)
        await made.wait(LATER)
        await opened(http, "wecom", "suntao", "/board")

        query = {"day": "2026-11-23"}
        listed = days((await http.get("/board/list/neglected", params=query)).text)
        named = days((await http.get("/board", params=query)).text)
        today = days((await http.get("/board/list/neglected")).text)

    assert (monday, listed, today) == ([20], [20], [22])
    assert named == [20]
