"""A morning at one customer, an afternoon at another: each has its own day and its own next step."""

import pytest

from bot.intents import LogFollowUps
from tests.bot.understanding.speaking import understood

DAYS = [
    pytest.param(
        "上午拜访了远帆王总，聊了样品，下周二再去；下午给华精李敏打了电话，她说要报价，下周三过去",
        ("12-01", "12-02"),
        id="going again is of the one before",
    ),
    pytest.param(
        "上午拜访了远帆王总，聊了样品，下周二再去，下午给华精李敏打了电话，她说要报价，下周三过去",
        ("12-01", "12-02"),
        id="with commas alone",
    ),
    pytest.param(
        "上午去了远帆，王总说价格高，周五联系；下午去了华精，李敏说考虑一下，下周一联系",
        ("11-27", "11-30"),
        id="what a row ends with is of it",
    ),
    pytest.param("去了远帆，周五见；去了华精，下周一见", ("11-27", "11-30"), id="two short rows"),
    pytest.param(
        "上午去了远帆，王总说价格高，周五送样；下午去了华精，李敏说考虑一下，下周一再联系",
        ("11-27", "11-30"),
        id="the afternoon is of today, not of the day of the next step",
    ),
    pytest.param(
        "上午去了远帆，王总说12月定，下周三再去。下午去了华精，李敏要报价，周四前发给她",
        ("12-02", "11-26"),
        id="two sentences",
    ),
]


@pytest.mark.parametrize(("text", "next_days"), DAYS)
async def test_each_has_the_day_it_was_told(text: str, next_days: tuple[str, str]) -> None:
    [intent] = (await understood(text)).intents

    assert isinstance(intent, LogFollowUps)
    assert [one.customer.only for one in intent.entries] == ["C01", "C02"]
    steps = [f"{one.next_when.day:%m-%d}" if one.next_when else "" for one in intent.entries]
    assert tuple(steps) == next_days
    happened = {f"{one.when.day:%m-%d}" for one in intent.entries if one.when and one.when.day}
    assert happened <= {"11-23"}
