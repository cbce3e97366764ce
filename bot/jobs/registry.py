"""Every job: its name, when it is due, what it does (product.md 5)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Protocol

from bot.jobs import backups, briefs, digest, morning, plans, pool, retention
from bot.jobs.tick import Job, Tick
from core.workdays import Calendar

_SUNDAY = 7


class Prepares(Protocol):
    """Reads what all steps of an occurrence need and makes what each keeps, so that no lock lasts."""

    async def mark(self, tick: Tick) -> None:
        """Keep which moment is meant, for whatever process reads; it is committed at once."""
        ...

    async def read(self, tick: Tick) -> object:
        """Read it, beside whoever writes, in a thread of its own."""
        ...

    async def make(self, tick: Tick) -> object:
        """Make what the step that begins at `tick.after` keeps, of what was read: it only has to write."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """A job.

    Args:
        at: its time of day in the company's zone; None: each minute.
        workdays: whether it rests on days off.
        catch_up: how many minutes late it still makes sense.
        on: which of its days are meant.
        prepares: reads for all its steps before the first of them.
    """

    name: str
    job: Job
    at: time | None
    workdays: bool = False
    catch_up: int = 720
    on: Callable[[date, Calendar], bool] = lambda _day, _calendar: True
    prepares: Prepares | None = None


JOBS: Sequence[Scheduled] = (
    Scheduled(name="plan_due", job=plans.remind, at=None, catch_up=5),
    Scheduled(name="visit_brief", job=briefs.before_visits, at=None, catch_up=5),
    Scheduled(name="pool_evaluate", job=pool.evaluate, at=time(0, 20), catch_up=1440),
    Scheduled(name="backup", job=backups.copy, at=time(2, 23), catch_up=1200),
    Scheduled(
        name="restore_test",
        job=backups.prove,
        at=time(4, 40),
        catch_up=1200,
        on=lambda day, _: day.isoweekday() == _SUNDAY,
    ),
    Scheduled(name="retention", job=retention.forget, at=time(3, 10), catch_up=1440),
    Scheduled(name="rep_morning", job=morning.agenda, at=time(8, 27), workdays=True, catch_up=240),
    Scheduled(name="pool_warning", job=pool.warn, at=time(9, 6), workdays=True),
    Scheduled(name="plan_nudge", job=plans.nudge, at=time(9, 52), workdays=True, catch_up=240),
    Scheduled(
        name="manager_weekly",
        job=digest.WEEKLY.send,
        at=time(8, 51),
        workdays=True,
        on=digest.first_of_week,
        prepares=digest.WEEKLY,
    ),
    Scheduled(
        name="manager_monthly",
        job=digest.MONTHLY.send,
        at=time(8, 53),
        workdays=True,
        on=digest.first_of_month,
        prepares=digest.MONTHLY,
    ),
    Scheduled(
        name="manager_digest",
        job=digest.send,
        at=time(18, 7),
        workdays=True,
        catch_up=240,
        prepares=digest.DAILY,
    ),
)


def named(name: str) -> Scheduled | None:
    """The job called `name`."""
    return next((one for one in JOBS if one.name == name), None)
