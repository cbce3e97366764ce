"""The day a report opens with is the contact's, without a verb that says so; and days that are not."""

import pytest

from bot.intents import SetPlan
from tests.bot.understanding.speaking import understood
from tests.bot.understanding.test_directions import Days, days


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("周三下午远帆复盘会 王总嫌交货慢 要求免费换泵", "11-18"),
        ("周五远帆王总 不考虑了", "11-20"),
        ("18号在远帆做的应用试验 王总打了7分", "11-18"),
        ("远帆王总 19号谈崩 他要的价我们做不了", "11-19"),
        ("周四远帆那边 onsite，王总要 8D report", "11-19"),
        ("礼拜四礼拜五两天都在青岛 远帆王总把方案过了一遍", "11-19"),
    ],
)
async def test_a_bare_day_at_the_head_of_what_is_told_is_behind(text: str, on: str) -> None:
    assert await days(text) == Days(on)


@pytest.mark.parametrize(
    "text",
    [
        "周三九点半 远帆视频会 我拉设计院的人一起",
        "远帆王总，周五晚上七点请他吃饭",
        "周四下午三点半 远帆二轮面谈",
        "26号上午 远帆产品培训",
    ],
)
async def test_a_bare_day_at_the_head_of_which_nothing_is_told_is_planned(text: str) -> None:
    [intent] = (await understood(text)).intents
    assert isinstance(intent, SetPlan)


@pytest.mark.parametrize(
    "text",
    [
        "远帆王总周五晚上碰的头，不对，是周四晚上。他要分成",
        "周五去的远帆，哦不是，周四，王总说行",
    ],
)
async def test_of_a_corrected_day_that_is_behind_the_later_is_behind_too(text: str) -> None:
    assert await days(text) == Days("11-19")


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("今天补班 昨天白天去的远帆 王总说行", "11-22"),
        ("上周三远帆王总来我们厂里看的货 他嫌薄 今天才想起来写", "11-18"),
        ("今天补记一条 上周四在远帆见了王总", "11-19"),
        ("昨下午远帆王总电话会 条款僵着", "11-22"),
    ],
)
async def test_the_day_it_is_written_down_is_not_the_contacts(text: str, on: str) -> None:
    assert (await days(text)).on == on


@pytest.mark.parametrize(
    "text",
    [
        "刚挂了远帆王总的电话 上礼拜四发他的方案看了",
        "刚从远帆出来，周五那次的问题王总说不追了",
    ],
)
async def test_what_was_just_now_is_of_today_whatever_day_is_said_behind_it(text: str) -> None:
    assert (await days(text)).on in ("", "11-23")
