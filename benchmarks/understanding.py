"""Sentences understood among few and among a million customers: the time does not grow with them.

`python -m benchmarks.understanding CUSTOMERS` does it once, in a process whose memory ends with it.
"""

import asyncio
import json
import subprocess
import sys
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from benchmarks.companies import companies
from benchmarks.measure import Row, percentile, times
from bot.calendars import calendar_of
from bot.cli.listed import ListedNames
from bot.company.rules import CompanyRules
from bot.understanding import understand

FEW, MANY = 120, 1_000_000
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


def understanding() -> list[Row]:
    """Understand one sentence at a time; the many are divided by the few."""
    few, many = _apart(FEW), _apart(MANY)
    rows = []
    for share in (0.5, 0.99):
        base = percentile(few, share)
        name = f"understand p{share * 100:g} among {{:,}} customers"
        rows.append(Row(name.format(FEW), base, "ms", len(few)))
        took = percentile(many, share)
        rows.append(Row(name.format(MANY), took, "ms", len(many), base, f"among {FEW}"))
    return rows


def _apart(size: int) -> list[float]:
    command = [sys.executable, "-m", "benchmarks.understanding", str(size)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    taken: list[float] = json.loads(done.stdout)
    return taken


async def _among(size: int) -> list[float]:
    names = ListedNames(companies(size), None)
    wanted = {number * 7919 % size for number in range(SENTENCES)}
    called = [row["aliases"] for place, row in enumerate(companies(size)) if place in wanted]
    calendar = calendar_of(CompanyRules())
    said = [
        TALK[number % len(TALK)].format(name=called[number % len(called)])
        for number in range(SENTENCES)
    ]
    work = [partial(understand, text, names=names, now=NOW, calendar=calendar) for text in said]
    await times(work[:50])
    return await times(work)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_among(int(sys.argv[1])))))
