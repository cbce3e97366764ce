"""Days that are told twice: a vague one that an exact one makes clear, and hours that share a day."""

import pytest

from bot.intents import LogFollowUps
from bot.understanding.visits import entries
from tests.bot.understanding.speaking import understood


async def days(text: str) -> list[str]:
    """The day of each contact that is told; empty for today without a word."""
    found = entries((await understood(text)).reading)
    return [f"{one.when.day:%m-%d}" if one.when else "" for one in found]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("上周去过一趟远帆，周四，王总嫌贵", "11-19"),
        ("上个月去远帆是27号，王总嫌贵", "10-27"),
        ("上周去了远帆，周一还没定，王总嫌贵", "11-16"),
        ("国庆前28号去的远帆，王总嫌贵", "09-28"),
        ("月初2号跟远帆王总吃的饭", "11-02"),
    ],
)
async def test_a_vague_time_is_made_clear_by_the_day_beside_it(text: str, meant: str) -> None:
    assert await days(text) == [meant]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("国庆前那个周二去了远帆，王总嫌贵", "09-29"),
        ("国庆前的周一去了远帆，王总嫌贵", "09-28"),
    ],
)
async def test_a_weekday_before_days_off_is_the_last_of_them(text: str, meant: str) -> None:
    assert await days(text) == [meant]


@pytest.mark.parametrize(
    "text",
    [
        "前天跑两家：上午远帆，王总嫌贵；下午博远，要看样",
        "前天连跑两家，上午远帆，王总说下周答复；下午博远，要看样",
        "周六跑了两家，上午远帆，王总嫌贵了；下午博远，要看样",
    ],
)
async def test_several_customers_share_the_day_that_is_told_before_them(text: str) -> None:
    assert await days(text) == ["11-21", "11-21"]


async def test_what_is_told_of_a_thing_leaves_the_hour_behind_it_to_today() -> None:
    assert await days("前天寄的样，下午远帆王总打来电话说收到了") == ["11-23"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("周六没进去远帆，保安不让", "11-21"),
        ("远帆周六叫我去喝茶，谈了下合同", "11-21"),
        ("5号见过远帆王总之后一直没回信，昨天又见了一面", "11-22"),
        ("上周来远帆出差，周四晚上跟王总吃了个饭", "11-19"),
        ("远帆王总12号提过要换，周六又提了一次", "11-21"),
        ("远帆11号来电，15号催，今天我才发出去图", "11-11"),
        ("远帆20号送的样，22号给反馈，王总说不错", "11-22"),
        ("远帆王总，我周六追过去的，聊了十分钟", "11-21"),
        ("远帆王总周四还说没问题，周六就变卦了，让我降5个点", "11-21"),
        ("王总说周六割接顺利，今天请我吃饭，远帆下一期也给我们", "11-23"),
        ("远帆那天（周五）开早会，王总让我也听听", "11-20"),
    ],
)
async def test_the_day_of_what_is_over_is_the_contacts(text: str, meant: str) -> None:
    assert await days(text) == [meant]


async def test_that_one_was_there_on_a_day_is_a_report() -> None:
    [report] = (await understood("远帆昨天去过了，还行")).intents

    assert isinstance(report, LogFollowUps)
