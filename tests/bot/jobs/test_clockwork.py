"""When jobs are due: times of day, days off, what was missed, once for everybody (G08)."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from bot.bells import Bell
from bot.calendars import calendar_of, is_covered
from bot.clock import ProductClock
from bot.company.rules import CompanyRules, Rules
from bot.drawing.gallery import Studio
from bot.ids import Ids
from bot.jobs.clockwork import Clockwork
from bot.jobs.registry import JOBS, Scheduled, named
from bot.jobs.tick import Premises
from core.errors import Overtaken, Stale
from core.people.model import Role
from core.workdays import Calendar
from storage.store import Store
from tests.bot.jobs.given import kept, one
from tests.core.builders import MONDAY, ZONE, at, employee, plan
from tests.features.given import load, work

MINUTE = timedelta(minutes=1)


@dataclass
class Given:
    """What jobs read of their surroundings."""

    rules: Rules
    studio: Studio | None = None
    public_url: str = ""


def clockwork(
    store=None, *, company=None, calendar=None, jobs=JOBS, now=MONDAY, zone=ZONE, **other
) -> Clockwork:
    rules = Rules(company or CompanyRules(), calendar or Calendar())
    premises = Premises(store=store, zone=zone, given=Given(rules), new_id=lambda: "n1")
    return Clockwork(jobs, premises, ProductClock(lambda: now), Bell(), **other)


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

    async def job(tick) -> str:
        done.append(tick.due)
        await tick.uow.notices.put(
            f"step{len(done)}", to="E1", lane=2, body=b"x", kind="test", expires_at=None
        )
        return str(len(done)) if len(done) < steps else ""

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
    async def broken(_) -> str:
        raise ZeroDivisionError

    done, scheduled = counting()
    bad = Scheduled(name="broken", job=broken, at=time(9, 0))
    await clockwork(store, jobs=(bad, scheduled)).look()

    assert len(done) == 1


def failing_once(why: Exception):
    """A job that is hindered the first time; when it was tried."""
    tries = []

    async def job(tick) -> str:
        tries.append(tick.due)
        if len(tries) == 1:
            raise why
        return ""

    return tries, Scheduled(name="failing", job=job, at=time(9, 0))


async def test_what_failed_is_tried_at_the_next_look(store) -> None:
    tries, scheduled = failing_once(ZeroDivisionError())
    clock = clockwork(store, jobs=(scheduled,))
    for _ in range(3):
        await clock.look()

    assert tries == [at(MONDAY.date(), 9, 0)] * 2


@pytest.mark.parametrize("why", [Overtaken(), Stale("customer", "C1")], ids=["place", "record"])
async def test_whoever_was_overtaken_begins_his_step_anew_at_once(store, why) -> None:
    tries, scheduled = failing_once(why)
    await clockwork(store, jobs=(scheduled,)).look()

    assert tries == [at(MONDAY.date(), 9, 0)] * 2


async def test_whoever_is_overtaken_in_every_step_gets_to_the_end(store) -> None:
    done, beaten = [], set()

    async def job(tick) -> str:
        place = int(tick.after or "0")
        if place not in beaten:
            beaten.add(place)
            raise Stale("customer", str(place))
        done.append(place)
        return str(place + 1) if place < 8 else ""

    scheduled = Scheduled(name="long", job=job, at=time(9, 0))
    await clockwork(store, jobs=(scheduled,)).occurrence(scheduled, MONDAY)
    assert done == list(range(9))


def stepping(ends_at: int, fails_at: int = -1):
    """A job that counts up to `ends_at`, a step each, and fails once at `fails_at`."""
    done, failed = [], []

    async def job(tick) -> str:
        place = int(tick.after or "0")
        await tick.uow.notices.put(f"n{place}", to="E1", lane=2, body=b"x", kind="test")
        if place == fails_at and not failed:
            failed.append(place)
            raise ZeroDivisionError
        done.append(place)
        return str(place + 1) if place + 1 < ends_at else ""

    return done, Scheduled(name="stepping", job=job, at=time(9, 6))


@pytest.mark.parametrize("fails_at", range(4))
async def test_D25_killed_between_two_steps_it_goes_on_where_it_ended(store, fails_at) -> None:
    done, scheduled = stepping(4, fails_at)
    with pytest.raises(ZeroDivisionError):
        await clockwork(store, jobs=(scheduled,)).occurrence(scheduled, MONDAY)

    assert await clockwork(store, jobs=(scheduled,)).occurrence(scheduled, MONDAY)
    assert not await clockwork(store, jobs=(scheduled,)).occurrence(scheduled, MONDAY)
    assert done == [0, 1, 2, 3]
    assert len(await store.outbox.listed(["waiting"])) == 4


async def test_D25_two_processes_share_the_steps_and_do_each_once(store) -> None:
    done, scheduled = stepping(12)
    clocks = [clockwork(store, jobs=(scheduled,)) for _ in range(3)]
    await asyncio.gather(*(clock.occurrence(scheduled, MONDAY) for clock in clocks))

    assert sorted(await _kept_steps(store)) == sorted(f"n{n}" for n in range(12))
    assert sorted(done) == list(range(12))


async def _kept_steps(store) -> list[str]:
    return [row.dedupe_key for row in await store.outbox.listed(["waiting"])]


async def test_only_what_ran_to_its_end_counts_as_the_last_run(store, company) -> None:
    _, scheduled = stepping(3, fails_at=1)
    clock = clockwork(store, jobs=(scheduled,))
    with pytest.raises(ZeroDivisionError):
        await clock.occurrence(scheduled, MONDAY)
    assert await store.ticks.last(company) == {}

    await clock.occurrence(scheduled, MONDAY)
    assert await store.ticks.last(company) == {"stepping": MONDAY}


async def test_G02_a_job_that_does_not_end_holds_up_no_reminder(store) -> None:
    reminded = asyncio.Event()

    async def endless(_) -> str:
        await asyncio.Event().wait()
        return ""

    async def remind(_) -> str:
        reminded.set()
        return ""

    jobs = (
        Scheduled(name="endless", job=endless, at=time(9, 6)),
        Scheduled(name="plan_due", job=remind, at=None),
    )
    clock = clockwork(store, jobs=jobs)
    hung = asyncio.create_task(clock.day())
    if not store.database.is_sqlite:
        await clock.minute()
        assert reminded.is_set()
    hung.cancel()
    await asyncio.wait({hung})
    await clock.minute()
    assert reminded.is_set()


async def test_Q08_an_admin_hears_within_ten_minutes_of_a_job_that_is_stuck(store, machine) -> None:
    async def broken(_) -> str:
        raise ZeroDivisionError

    await load(store, people=(employee("E8", roles=frozenset({Role.ADMIN})),))
    clock = clockwork(store, jobs=(Scheduled(name="broken", job=broken, at=time(9, 6)),))
    told = []
    for _ in range(11):
        await clock.look()
        told.append(len(await kept(store)))
        machine.advance(MINUTE)

    assert (told[0], told[10]) == (0, 1)
    message = await one(store)
    assert (message.to, message.not_before) == ("E8", None)
    assert "broken" in message.said


async def test_Q08_a_failure_whose_time_is_over_alarms_nobody_any_more(store, machine) -> None:
    async def broken(_) -> str:
        raise ZeroDivisionError

    await load(store, people=(employee("E8", roles=frozenset({Role.ADMIN})),))
    scheduled = Scheduled(name="broken", job=broken, at=time(9, 6), catch_up=60)
    clock = clockwork(store, jobs=(scheduled,))
    await clock.look()
    machine.advance(11 * MINUTE)
    clock._clock.offset = timedelta(hours=3)
    for _ in range(2):
        await clock.look()

    assert await kept(store) == []


async def test_Q08_a_job_that_recovers_alarms_nobody(store, machine) -> None:
    _, scheduled = stepping(2, fails_at=1)
    await load(store, people=(employee("E8", roles=frozenset({Role.ADMIN})),))
    clock = clockwork(store, jobs=(scheduled,))
    for _ in range(11):
        await clock.look()
        machine.advance(MINUTE)

    assert {row.kind for row in await store.outbox.listed(["waiting"])} == {"test"}


async def test_a_step_that_hangs_is_given_up(store) -> None:
    async def endless(_) -> str:
        await asyncio.Event().wait()
        return ""

    scheduled = Scheduled(name="endless", job=endless, at=time(9, 6))
    with pytest.raises(TimeoutError):
        await clockwork(store, jobs=(scheduled,), patience=0.01).occurrence(scheduled, MONDAY)


@pytest.mark.parametrize("job", [named("rep_morning"), named("manager_digest")])
async def test_what_everybody_gets_is_kept_some_people_at_a_time(store, job) -> None:
    roles = frozenset({Role.SUPERVISOR})
    people = tuple(employee(f"M{n:03}", roles=roles, superior=None) for n in range(120))
    await load(store, people=people)
    async with work(store) as acting:
        for person in people:
            await acting.uow.plans.add(
                plan(f"L{person.id}", employee=person.id, due_at=MONDAY, customer=None)
            )
        await acting.uow.ledger.record("import", "plans", "")
    clock = clockwork(store, jobs=(job,))
    await clock.occurrence(job, MONDAY)
    await clock.occurrence(job, MONDAY)

    found = await kept(store)
    assert {one.to for one in found} >= {person.id for person in people}
    assert len({one.to for one in found}) == len(found)


@pytest.mark.parametrize(
    ("zone", "day", "at"),
    [
        pytest.param("America/New_York", date(2027, 3, 14), time(2, 30), id="New York, forward"),
        pytest.param("America/New_York", date(2026, 11, 1), time(1, 30), id="New York, back"),
        pytest.param("Europe/London", date(2027, 3, 28), time(1, 30), id="London, forward"),
        pytest.param("Europe/London", date(2026, 10, 25), time(1, 30), id="London, back"),
        pytest.param(
            "Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), id="Lord Howe, forward"
        ),
        pytest.param("Australia/Lord_Howe", date(2027, 4, 4), time(1, 45), id="Lord Howe, back"),
    ],
)
def test_where_clocks_are_put_forward_or_back_a_day_has_one_occurrence(zone, day, at) -> None:
    there = ZoneInfo(zone)
    nightly = replace(named("retention"), at=at, catch_up=180)
    looks = (
        datetime.combine(day, time(), there).astimezone(UTC) + n * 5 * MINUTE
        for n in range(12 * 12)
    )
    premises = Premises(
        store=None, zone=there, given=Given(Rules(CompanyRules(), Calendar())), new_id=str
    )

    clock = Clockwork((nightly,), premises, ProductClock(lambda: MONDAY), Bell())

    due = {one.isoformat() for now in looks for one in clock.due(nightly, now)}

    assert len([one for one in due if one.startswith(f"{day}")]) == 1


def _index_of_the_log(sqlite_url: str) -> int:
    """Bytes."""
    return Path(f"{sqlite_url.partition(':///')[2]}-shm").stat().st_size


async def test_a_look_lets_go_of_the_index_that_a_long_log_left(sqlite_url, monkeypatch) -> None:
    monkeypatch.setattr("storage.database._INDEX", 64 << 10)
    store = Store(sqlite_url, new_id=Ids())
    await store.migrate()
    async with store.database.write() as connection:
        await connection.execute(text("CREATE TABLE pages (page BLOB)"))
        await connection.execute(text("INSERT INTO pages VALUES (zeroblob(40000000))"))
    grown = _index_of_the_log(sqlite_url)

    await clockwork(store, jobs=()).look()
    await store.database.check()

    assert _index_of_the_log(sqlite_url) <= 64 << 10 < grown
    await store.close()


@pytest.mark.parametrize("jump", [timedelta(hours=1), -timedelta(hours=1), timedelta(days=1)])
async def test_a_clock_that_jumps_runs_no_occurrence_twice(store, jump) -> None:
    ran: list[datetime] = []

    async def noted(tick) -> str:
        ran.append(tick.due)
        return ""

    daily = replace(named("manager_digest"), job=noted, prepares=None)
    evening = at(MONDAY.date(), 18, 10)
    for now in (evening, evening + jump, evening, evening + MINUTE):
        await clockwork(store, jobs=(daily,), now=now).day()

    assert len(ran) == len(set(ran))
    assert ran.count(at(MONDAY.date(), 18, 7)) == 1


async def test_R10_a_zone_that_is_changed_with_reminders_pending_repeats_and_misses_nothing(
    store,
) -> None:
    """The company moves from Shanghai to New York on Monday evening: Tuesday's times are told there."""
    there, moved = ZoneInfo("America/New_York"), at(MONDAY.date(), 18, 30)
    reminded = at(MONDAY.date(), 21, 15)
    jobs = (named("plan_due"), named("manager_digest"))
    await load(store, people=(employee("M1", roles=frozenset({Role.SUPERVISOR})),))
    async with work(store) as acting:
        await acting.uow.plans.add(
            plan("L1", due_at=reminded, has_time=True, remind_at=reminded, customer=None)
        )
        await acting.uow.ledger.record("import", "plans", "")
    evening = datetime.combine(MONDAY.date(), time(18, 7), there)
    moments = {
        ZONE: (at(MONDAY.date(), 18, 7), moved),
        there: (
            *(reminded + minutes * MINUTE for minutes in (-1, 0, 1)),
            *(evening + minutes * MINUTE for minutes in (-1, 0, 1)),
            *(evening + timedelta(days=1) + minutes * MINUTE for minutes in (-1, 0, 1)),
        ),
    }
    came: list[tuple[str, str, datetime]] = []
    for zone, nows in moments.items():
        for now in nows:
            before = len(await kept(store))
            await clockwork(store, jobs=jobs, now=now, zone=zone).look()
            came += [(one.kind, one.to, now) for one in (await kept(store))[before:]]

    told = [now for kind, to, now in came if (kind, to) == ("plan_due", "E1")]
    digests = [now for kind, to, now in came if to == "M1" and "digest" in kind]
    assert told == [reminded]
    assert digests == [at(MONDAY.date(), 18, 7), evening + timedelta(days=1)]
