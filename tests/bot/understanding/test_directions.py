"""Whose day a day is: the contact's, the next one's, or that of a thing; and days that are corrected."""

from dataclasses import dataclass

import pytest

from bot.intents import Entry
from bot.understanding.visits import entries
from tests.bot.understanding.moments import day
from tests.bot.understanding.speaking import understood


@dataclass(frozen=True, slots=True)
class Days:
    """When the contact was, empty for today without a word; and when the next one is."""

    on: str = ""
    next_on: str = ""


async def entry(text: str) -> Entry:
    [found] = entries((await understood(text)).reading)
    return found


async def days(text: str) -> Days:
    found = await entry(text)
    return Days(
        f"{found.when.day:%m-%d}" if found.when else "",
        f"{found.next_when.day:%m-%d}" if found.next_when else "",
    )


@pytest.mark.parametrize(
    "text",
    [
        "去了远帆，样品周四寄出来了，王总说不错",
        "去了远帆，合同上周五签回来了",
        "远帆王总电话里说不错，样机周三就到了",
    ],
)
async def test_the_day_a_thing_came_is_not_the_contacts(text: str) -> None:
    assert (await days(text)).on in ("", "11-23")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("前两天去了远帆，见了王总", Days("11-21")),
        ("前几天拜访了远帆，聊得不错", Days("11-20")),
    ],
)
async def test_a_few_days_ago_is_behind(text: str, meant: Days) -> None:
    assert await days(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("去了远帆，王总让我下周三，不对，是周四再去", Days(next_on="12-03")),
        ("昨天去的远帆，说错了，前天去的", Days("11-21")),
        ("今天去了远帆，下周二再去，不对，周三", Days("11-23", "12-02")),
    ],
)
async def test_of_a_correction_the_later_day_counts_in_the_week_that_was_named(
    text: str, meant: Days
) -> None:
    assert await days(text) == meant


async def test_a_corrected_hour_stays_on_its_day() -> None:
    found = (await entry("下周三下午三点，不对，四点去远帆")).next_when

    assert found is not None
    assert found.at is not None
    assert (found.day, found.at.hour) == (day("12-02"), 16)


async def test_a_day_of_ones_own_goes_before_a_range_of_theirs() -> None:
    assert (await days("远帆王总周一到周三都在厂里，周二过去")).next_on == "11-24"
