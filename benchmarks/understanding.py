"""Sentences understood, with few and with many customers to find the name among."""

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from benchmarks.companies import companies
from benchmarks.measure import Row, percentile, times
from bot.calendars import calendar_of
from bot.cli.understand import ListedNames
from bot.company import CompanyRules
from bot.understanding import understand

SIZES = (120, 10_000, 100_000)
SENTENCES = 600
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TALK = (
    "上午去了{name}，见了王总，对方要二期方案，报价大概120万，下周三给方案",
    "刚给{name}李工打了电话，样品测试通过了，参数没问题，月底前出报价",
    "{name}赢单了，合同金额85万6",
    "明天下午3点提醒我回访{name}",
    "把{name}退回公海，没预算",
    "看一下{name}最近的跟进",
    "{name}推进到商务谈判，预计12月20号签",
    "今天有什么安排",
)


async def understanding() -> list[Row]:
    """Understand one sentence at a time, names held in memory."""
    return [row for size in SIZES for row in await _among(size)]


async def _among(size: int) -> list[Row]:
    customers = list(companies(size))
    names = ListedNames(customers, None)
    calendar = calendar_of(CompanyRules())
    said = [
        TALK[number % len(TALK)].format(name=customers[number * 7919 % size]["aliases"])
        for number in range(SENTENCES)
    ]
    work = [partial(understand, text, names=names, now=NOW, calendar=calendar) for text in said]
    await times(work[:50])
    taken = await times(work)
    among = f"among {size:,} customers"
    return [
        Row(f"sentences understood {among}", len(taken) * 1000 / sum(taken), "/s"),
        Row(f"understand p50 {among}", percentile(taken, 0.5), "ms"),
        Row(f"understand p99 {among}", percentile(taken, 0.99), "ms"),
    ]
