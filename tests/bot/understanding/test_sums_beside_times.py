"""A sum right before a time or a town: which character belongs to which."""

import pytest

from bot.intents import Entry
from bot.understanding.visits import entries
from tests.bot.understanding.speaking import understood


async def _told(text: str) -> tuple[str, Entry]:
    [found] = entries((await understood(text)).reading)
    return " ".join(f"{int(one.most.in_yuan)}" for one in found.amounts if one.most), found


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("远帆王总说设备款三十一万二月底打过来", "312000"),
        ("去了远帆，炒炉定了三万九 年后装", "39000"),
        ("远帆王总要两百套餐具七万四二十号前到货", "74000"),
        ("远帆王总定了十九万八三亚那边也要", "198000"),
        ("远帆王总同意地推三万块一场", "30000"),
        ("远帆的保单到期续了八千六", "8600"),
        ("远帆王总把license从120个砍到80个，金额46万4", "464000"),
    ],
)
async def test_the_last_figure_of_a_sum_is_its_own(text: str, sums: str) -> None:
    assert (await _told(text))[0] == sums


async def test_a_month_that_is_near_is_a_month() -> None:
    sums, found = await _told("去了远帆，报了三十万一月底给答复")

    assert sums == "300000"
    assert found.next_when is not None
    assert f"{found.next_when.day}" == "2027-01-31"


async def test_the_time_behind_a_sum_is_read_without_its_last_figure() -> None:
    _, found = await _told("去了远帆，要餐具七万四二十八号再去")

    assert found.next_when is not None
    assert f"{found.next_when.day:%m-%d}" == "11-28"
