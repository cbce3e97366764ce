"""When jobs are due: times of day, days off, what was missed, once for everybody (G08)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest

from bot.calendars import calendar_of, is_covered
from bot.clock import ProductClock
from bot.company import CompanyRules
from bot.dispatch import Rules
from bot.jobs.clockwork import Clockwork
from bot.jobs.registry import JOBS, Scheduled, named
from bot.jobs.tick import Premises
from bot.work import Bell
from core.workdays import Calendar
from tests.core.builders import MONDAY, ZONE, at

MINUTE = timedelta(minutes=1)


@dataclass
class Given:
    """What jobs read of their surroundings."""

    rules: Rules


def clockwork(store=None, *, company=None, calendar=None, jobs=JOBS, now=MONDAY) -> Clockwork:
    rules = Rules(company or CompanyRules(), calendar or Calendar())
    premises = Premises(store=store, zone=ZONE, given=Given(rules), new_id=lambda: "n1")
    return Clockwork(jobs, premises, ProductClock(lambda: now), Bell())


def due(name: str, now: datetime, **how) -> list[datetime]:
    scheduled = named(name)
    assert scheduled
    return clockwork(**how).due(scheduled, now)


def test_a_job_is_due_from_its_minute_on() -> None:
    assert due("manager_digest", at(MONDAY.date(), 18, 6)) == []
    assert due("manager_digest", at(MONDAY.date(), 18, 7)) == [at(MONDAY.date(), 18, 7)]


def test_a_job_that_was_moved_is_due_then() -> None:
    moved = CompanyRules(schedule={"manager_digest": time(18, 37)})

    assert due("manager_digest", at(MONDAY.date(), 18, 30), company=moved) == []
    assert due("manager_digest", at(MONDAY.date(), 18, 40), company=moved) == [
        at(MONDAY.date(), 18, 37)
    ]


@pytest.mark.parametrize(("hours", "late"), [(3.9, False), (4.1, True)])
def test_a_digest_comes_at_most_four_hours_late(hours: float, late: bool) -> None:
    now = at(MONDAY.date(), 18, 7) + timedelta(hours=hours)

    assert bool(due("manager_digest", now)) is not late


def test_a_night_that_was_missed_is_made_up_the_next_day() -> None:
    assert due("pool_evaluate", at(MONDAY.date(), 0, 10)) == [at(date(2026, 11, 22), 0, 20)]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 21), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),
        (date(2026, 11, 23), True),
    ],
)
def test_G08_days_off_rest_and_make_up_days_work(day: date, works: bool) -> None:
    calendar = calendar_of(CompanyRules())

    assert bool(due("rep_morning", at(day, 9), calendar=calendar)) is works
    assert due("pool_evaluate", at(day, 9), calendar=calendar)


def test_G08_the_companys_own_days_go_before_the_official_ones() -> None:
    chosen = CompanyRules(
        holidays=frozenset({date(2026, 11, 23), date(2026, 10, 10)}),
        makeups=frozenset({date(2026, 11, 21), date(2026, 10, 1)}),
    )
    calendar = calendar_of(chosen)

    assert not calendar.is_workday(date(2026, 11, 23))
    assert not calendar.is_workday(date(2026, 10, 10))
    assert calendar.is_workday(date(2026, 11, 21))
    assert calendar.is_workday(date(2026, 10, 1))


def test_G08_past_the_official_lists_only_weekends_are_known() -> None:
    calendar = calendar_of(CompanyRules())
    beyond = date(calendar.known_until.year + 1, 10, 1)
    while beyond.isoweekday() > 5:
        beyond += timedelta(days=1)

    assert calendar.is_workday(beyond)
    assert not calendar.is_workday(beyond + timedelta(days=6 - beyond.isoweekday()))
    assert is_covered(calendar, date(calendar.known_until.year, 11, 1))
    assert not is_covered(calendar, date(calendar.known_until.year, 12, 1))


def test_a_job_of_each_minute_is_due_at_the_minute() -> None:
    assert due("plan_due", MONDAY + timedelta(seconds=42)) == [MONDAY]


def test_send_times_avoid_the_full_and_the_half_hour() -> None:
    assert all(job.at is None or job.at.minute not in (0, 30) for job in JOBS)


def counting(steps: int = 1):
    """A job that keeps a message a step."""
    done = []

    async def job(tick) -> bool:
        done.append(tick.due)
        await tick.uow.notices.put(
            f"step{len(done)}", to="E1", lane=2, body=b"x", kind="test", expires_at=None
        )
        return len(done) < steps

    return done, Scheduled(name="counted", job=job, at=time(9, 6))


async def test_D25_an_occurrence_runs_once_however_many_clocks_look(store) -> None:
    done, scheduled = counting()
    clocks = [
        clockwork(store, jobs=(scheduled,), now=MONDAY + number * MINUTE) for number in range(3)
    ]
    for clock in clocks:
        await clock.look()

    assert done == [at(MONDAY.date(), 9, 6)]


async def test_a_job_in_steps_goes_on_where_it_stopped(store) -> None:
    done, scheduled = counting(steps=3)
    clock = clockwork(store, jobs=(scheduled,))

    assert await clock.occurrence(scheduled, MONDAY)
    assert not await clock.occurrence(scheduled, MONDAY)
    assert len(done) == 3
    assert len(await store.outbox.listed(["waiting"])) == 3


async def test_one_jobs_fault_leaves_the_others_alone(store) -> None:
    async def broken(_) -> bool:
        raise ZeroDivisionError

    done, scheduled = counting()
    bad = Scheduled(name="broken", job=broken, at=time(9, 0))
    await clockwork(store, jobs=(bad, scheduled)).look()

    assert len(done) == 1


async def test_what_failed_is_tried_at_the_next_look(store) -> None:
    tries = []

    async def flaky(tick) -> bool:
        tries.append(tick.due)
        if len(tries) == 1:
            raise ZeroDivisionError
        return False

    clock = clockwork(store, jobs=(Scheduled(name="flaky", job=flaky, at=time(9, 0)),))
    for _ in range(3):
        await clock.look()

    assert tries == [at(MONDAY.date(), 9, 0)] * 2
