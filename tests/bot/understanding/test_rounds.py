"""Days that are dealt out to several customers, and the one of a time before this one."""

import pytest

from bot.intents import SetPlan
from bot.understanding.visits import entries
from tests.bot.understanding.speaking import understood


async def days(text: str) -> list[str]:
    """The day of each contact that is told; empty for today without a word."""
    found = entries((await understood(text)).reading)
    return [f"{one.when.day:%m-%d}" if one.when else "" for one in found]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("远帆和博远分别是周四周六跑的，远帆嫌贵，博远要看样", ["11-19", "11-21"]),
        ("远帆、博远，一家周四一家昨天，远帆嫌贵，博远要看样", ["11-19", "11-22"]),
        ("1. 19号 远帆 没谈拢\n2. 20号 博远 收了样", ["11-19", "11-20"]),
        ("上周一圈：周二远帆（王总嫌贵），周四博远，没见着人", ["11-17", "11-19"]),
        ("刚过去的那个周五，远帆上午，博远下午。远帆嫌贵，博远要看样", ["11-20", "11-20"]),
        ("前天厦门跑远帆没见着人昨天宁德跑博远聊得不错", ["11-21", "11-22"]),
    ],
)
async def test_each_customer_has_the_day_that_is_dealt_to_it(text: str, meant: list[str]) -> None:
    assert await days(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("远帆周四那回没碰上王总，这回碰上了，嫌贵", ""),
        ("yesterday跟远帆王总过了一遍报价，他嫌贵", "11-22"),
        ("周四那天如约联系了远帆王总，他嫌贵", "11-19"),
    ],
)
async def test_the_day_of_this_contact_is_told_apart(text: str, meant: str) -> None:
    assert await days(text) == [meant]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("远帆王总，定25号吧，不对25号他出差，27号", "11-27"),
        ("远帆王总约下周二，不对下周二他开会，下周四吧", "12-03"),
        ("远帆王总生日是12月18号，提前三天敲我一下", "12-15"),
    ],
)
async def test_the_day_that_is_left_is_planned(text: str, meant: str) -> None:
    plans = [one for one in (await understood(text)).intents if isinstance(one, SetPlan)]
    assert [f"{one.when.day:%m-%d}" for one in plans if one.when] == [meant]
