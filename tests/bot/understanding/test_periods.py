"""Which days a question is about, on Monday 2026-11-23 (L02)."""

from datetime import date

import pytest

from bot.intents import Today
from bot.slots import Period
from bot.talk import ME, ShowDigest
from tests.bot.understanding.speaking import understood

DIGESTS = {
    "11月20号到23号的简报": ("2026-11-20", "2026-11-23"),
    "11月16日到20日情况": ("2026-11-16", "2026-11-20"),
    "上周一到周三的简报": ("2026-11-16", "2026-11-18"),
    "最近三天的简报": ("2026-11-21", "2026-11-23"),
    "近一周的简报": ("2026-11-17", "2026-11-23"),
    "最近半个月的简报": ("2026-11-09", "2026-11-23"),
    "本季度汇总": ("2026-10-01", "2026-12-31"),
    "去年汇总": ("2025-01-01", "2025-12-31"),
    "2025年10月汇总": ("2025-10-01", "2025-10-31"),
    "10月份汇总": ("2026-10-01", "2026-10-31"),
    "前天有人跟进吗": ("2026-11-21", "2026-11-21"),
    "团队上个月签约多少": ("2026-10-01", "2026-10-31"),
}


@pytest.mark.parametrize("text", DIGESTS)
async def test_L02_a_digest_is_of_the_days_that_are_named(text: str) -> None:
    (wish,) = (await understood(text)).intents

    assert isinstance(wish, ShowDigest)
    assert wish.period is not None
    since, until = map(date.fromisoformat, DIGESTS[text])
    assert (wish.period.since, wish.period.until) == (since, until)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("小周昨天的日报", "小周"),
        ("看下小林上周的情况", "小林"),
        ("看下小周上周五的拜访", "小周"),
        ("张三丰今天跑了几家", "张三丰"),
        ("欧阳锋上个月签了多少", "欧阳锋"),
        ("我上周跑了几家", ME),
        ("我刚才干了什么", ME),
        ("我们团队上周跑了几家", ""),
        ("华东今天怎么样", ""),
    ],
)
async def test_L02_figures_are_those_of_whoever_is_named(text: str, who: str) -> None:
    wish, *_ = (await understood(text)).intents

    assert isinstance(wish, ShowDigest)
    assert wish.person == who


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("这两天有什么安排", Period(date(2026, 11, 23), date(2026, 11, 24))),
        ("明儿我跑哪几家", Period(date(2026, 11, 24), date(2026, 11, 24), "明儿")),
    ],
)
async def test_L02_plans_are_asked_for_from_today_on(text: str, period: Period) -> None:
    assert (await understood(text)).intents == (Today(period),)
