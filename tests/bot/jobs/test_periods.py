"""The digests of the week and of the month: which days they are of, when they come, once (K15, Q01)."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from adapters.plain import plain
from bot.calendars import calendar_of
from bot.company.rules import CompanyRules
from bot.jobs.digest import DAILY, MONTHLY, WEEKLY
from core.visits.actions import log
from core.workdays import Calendar
from tests.bot.jobs.given import kept, one, run
from tests.bot.jobs.test_clockwork import clockwork, due
from tests.core.builders import DAY, MONDAY, SUN, at, customer, report, supervisor
from tests.features.given import load, work

WEEK, MONTH = at(MONDAY.date(), 8, 51), at(date(2026, 12, 1), 8, 53)
OFFICIAL = calendar_of(CompanyRules())


@pytest.mark.parametrize(
    ("digests", "made_on", "first", "last"),
    [
        pytest.param(DAILY, "2026-11-23", "2026-11-23", "2026-11-23", id="the day itself"),
        pytest.param(WEEKLY, "2026-11-23", "2026-11-16", "2026-11-22", id="monday to sunday"),
        pytest.param(WEEKLY, "2026-11-26", "2026-11-16", "2026-11-22", id="after days off"),
        pytest.param(WEEKLY, "2026-02-24", "2026-02-09", "2026-02-15", id="after a free week"),
        pytest.param(MONTHLY, "2026-10-08", "2026-09-01", "2026-09-30", id="after the holidays"),
        pytest.param(MONTHLY, "2027-01-04", "2026-12-01", "2026-12-31", id="over new year"),
        pytest.param(MONTHLY, "2028-03-01", "2028-02-01", "2028-02-29", id="a leap year"),
    ],
)
def test_a_digest_is_of_the_days_that_are_over(digests, made_on, first, last) -> None:
    days = digests.days(date.fromisoformat(made_on), OFFICIAL)

    assert days == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("job", "days_off", "comes_on"),
    [
        pytest.param("manager_weekly", "", "2026-11-23", id="monday"),
        pytest.param("manager_weekly", "2026-11-23 2026-11-24", "2026-11-25", id="days off first"),
        pytest.param("manager_monthly", "", "2026-12-01", id="the first"),
        pytest.param("manager_monthly", "2026-12-01", "2026-12-02", id="the first is free"),
    ],
)
def test_it_comes_on_the_first_working_day_and_on_no_other(job, days_off, comes_on) -> None:
    calendar = Calendar.of([date.fromisoformat(one) for one in days_off.split()])
    first = MONDAY.date() if job == "manager_weekly" else date(2026, 12, 1)
    days = [first + number * DAY for number in range(7)]

    found = {when for day in days for when in due(job, at(day, 12), calendar=calendar)}

    assert [when.date().isoformat() for when in found] == [comes_on]


@pytest.mark.parametrize(
    ("job", "begins"), [("manager_weekly", "2026-01-05"), ("manager_monthly", "2026-01-01")]
)
def test_each_week_and_each_month_of_the_official_year_has_one(job: str, begins: str) -> None:
    days = [date.fromisoformat(begins) + number * DAY for number in range(361)]
    found = [when.date() for day in days for when in due(job, at(day, 12), calendar=OFFICIAL)]

    worked = [day for day in days if OFFICIAL.is_workday(day)]
    of = (lambda day: day.isocalendar()[:2]) if job == "manager_weekly" else (lambda day: day.month)
    assert Counter(map(of, found)) == dict.fromkeys({of(day) for day in worked}, 1)
    assert set(found) <= set(worked)


def test_a_week_that_works_on_its_saturday_alone_has_it_then() -> None:
    free = [MONDAY.date() + number * DAY for number in range(5)]
    saturday = free[-1] + DAY
    calendar = Calendar.of(free, [saturday])

    assert due("manager_weekly", at(saturday, 12), calendar=calendar) == [at(saturday, 8, 51)]


@pytest.mark.parametrize(("hours", "comes"), [(11.9, True), (12.1, False)])
@pytest.mark.parametrize(("job", "when"), [("manager_weekly", WEEK), ("manager_monthly", MONTH)])
def test_after_a_morning_without_service_it_comes_within_twelve_hours(
    job: str, when: datetime, hours: float, comes: bool
) -> None:
    assert bool(due(job, when + timedelta(hours=hours))) is comes


async def test_it_comes_once_however_often_the_clock_looks(store) -> None:
    await load(store, customer())
    late = WEEK + timedelta(hours=3)
    for _ in range(2):
        await clockwork(store, now=late).day()

    sent = [each for each in await kept(store) if each.kind == "manager_weekly"]
    assert [each.key for each in sent] == [f"digest:week:{SUN}:2026-11-22"]


@pytest.mark.parametrize(
    ("language", "says"), [("zh-CN", "孙涛：2 人里 1 人在用"), ("en", "孙涛: 1 of 2 use it")]
)
async def test_Q01_a_week_says_who_uses_it_in_the_readers_language(store, language, says) -> None:
    await load(store, customer())
    async with work(store, supervisor()) as acting:
        lead = await acting.uow.people.get(SUN)
        await acting.uow.people.save(replace(lead, language=language))
        await acting.uow.ledger.record("import", "people", SUN)
    async with work(store, now=MONDAY - 3 * DAY) as acting:
        await log(report(occurred_at=MONDAY - 3 * DAY), acting)
    await run(store, WEEKLY.send, WEEK)

    told = plain((await one(store)).content)
    assert says in told
    assert ("11月16日" in told) is (language == "zh-CN")
