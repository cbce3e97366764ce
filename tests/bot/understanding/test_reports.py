"""What a report says of each customer: who, when, how it went, how much, and what is next."""

from dataclasses import dataclass
from datetime import date, time

import pytest

from bot.intents import Entry, LogFollowUps
from tests.bot.understanding.moments import day
from tests.bot.understanding.speaking import understood


@dataclass(frozen=True, slots=True)
class Told:
    """The part of an entry that a listener would repeat; days as 11-23, money in yuan."""

    customer: str
    contacts: tuple[str, ...] = ()
    on: str = ""
    at: str = ""
    next_on: str = ""
    next_at: str = ""
    outcome: str = ""
    yuan: tuple[int, ...] = ()


def _told(entry: Entry, wanted: Told) -> Told:
    when, coming = entry.when, entry.next_when
    return Told(
        customer=entry.customer.only or "",
        contacts=tuple(entry.contacts),
        on=_day(when.day) if when else "",
        at=_hour(when.at) if when else "",
        next_on=_day(coming.day) if coming else "",
        next_at=_hour(coming.at) if coming else "",
        outcome=str(entry.outcome) if wanted.outcome else "",
        yuan=tuple(int(one.most.in_yuan) for one in entry.amounts if one.most),
    )


def _day(found: date) -> str:
    return f"{found:%m-%d}" if found.year == day("01-01").year else found.isoformat()


def _hour(found: time | None) -> str:
    return f"{found:%H:%M}" if found else ""


REPORTS = [
    (
        "今天上午去了远帆见王总，下周三送样；下午去了蓝鲸见张姐，预算80万，月底前给方案",
        Told("C01", ("王总",), on="11-23", next_on="12-02"),
        Told("C03", ("张姐",), on="11-23", next_on="11-30", yuan=(800_000,)),
    ),
    (
        "远帆的王总说预算120万，蓝鲸的张姐说预算80万",
        Told("C01", ("王总",), yuan=(1_200_000,)),
        Told("C03", ("张姐",), yuan=(800_000,)),
    ),
    (
        "1.远帆：王总同意 2.蓝鲸：张姐不在",
        Told("C01", ("王总",), outcome="positive"),
        Told("C03", ("张姐",), outcome="not_met"),
    ),
    ("上周五见了李工，他说下周五给答复", Told("C02", ("李工",), on="11-20", next_on="12-04")),
    ("远帆王总：价格太高了，下周再说", Told("C01", ("王总",), next_on="11-30", outcome="negative")),
    ("电话联系了马厂长，他出差了，下周二回来", Told("C12", ("马厂长",), outcome="not_met")),
    (
        "拜访远帆。客户：王总。预算：120万。下次：12月1日",
        Told("C01", ("王总",), next_on="12-01", yuan=(1_200_000,)),
    ),
    ("昨天下午三点在蓝鲸见了张姐", Told("C03", ("张姐",), on="11-22", at="15:00")),
    (
        "今天见了何总，明天上午十点再去送样",
        Told("C10", ("何总",), on="11-23", next_on="11-24", next_at="10:00"),
    ),
    ("刚从天府医疗出来，对方很满意", Told("C09", outcome="positive")),
    ("前天去北重没见到马厂长", Told("C12", ("马厂长",), on="11-21", outcome="not_met")),
    (
        "拜访了博远，预算三百五十万，竞品报了320万，下月5号给最终价",
        Told("C10", next_on="12-05", yuan=(3_500_000, 3_200_000)),
    ),
]


@pytest.mark.parametrize(("text", "told"), [(text, told) for text, *told in REPORTS])
async def test_a_report_tells_of_each_customer_its_own(text: str, told: list[Told]) -> None:
    [intent] = (await understood(text)).intents

    assert isinstance(intent, LogFollowUps)
    assert [
        _told(entry, wanted) for entry, wanted in zip(intent.entries, told, strict=True)
    ] == told


async def test_what_somebody_else_sets_right_corrects_no_record() -> None:
    (report,) = (await understood("远帆徐工说数量不对，应该是30套不是20套")).intents

    assert isinstance(report, LogFollowUps)


@pytest.mark.parametrize(
    "text",
    [
        "远帆框架协议签了",
        "远帆合同寄出了",
        "远帆设备装好了",
        "远帆催货",
        "远帆问交期",
        "远帆打款了",
    ],
)
async def test_what_is_done_is_told_however_short(text: str) -> None:
    (report,) = (await understood(text)).intents

    assert isinstance(report, LogFollowUps)
