"""The digests of those who lead: of the day, the week and the month, kept as they were sent (K01, K15)."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.attention import Push
from bot.cards import digest as cards
from bot.jobs.tick import Tick
from bot.places import board
from bot.texts import texts
from core.ledger.model import read_mark
from core.people.model import Employee
from core.reports.digest import snapshot
from core.reports.model import AsOf
from core.reports.ranges import Range
from core.reports.readers import House, house
from core.workdays import Calendar

_STEP = 20
"""Readers a transaction."""
_MARKED = "digest"
_LIFE = timedelta(days=2)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Digests:
    """One of the three, by the period that it is of; every process makes the same of one occurrence."""

    period: str

    def days(self, today: date, calendar: Calendar) -> tuple[date, date]:
        """The first and the last day it is of, when it is made on `today`: the last week that was worked."""
        if self.period == "week":
            monday = today - (today.weekday() + 7) * _DAY
            while not any(calendar.is_workday(monday + number * _DAY) for number in range(7)):
                monday -= 7 * _DAY
            return monday, monday + 6 * _DAY
        if self.period == "month":
            last = today.replace(day=1) - _DAY
            return last.replace(day=1), last
        return today, today

    async def mark(self, tick: Tick) -> None:
        """Keep the moment that all digests of the occurrence are made of."""
        await self._as_of(tick)

    async def read(self, tick: Tick) -> House:
        """Everything they are made of."""
        return await self._house(tick, await self._as_of(tick))

    async def send(self, tick: Tick) -> str:
        """One card a leader; the snapshot of what was sent in the transaction of its message."""
        known = tick.prepared
        if not isinstance(known, House):
            known = await self.read(tick)
        some = [one for one in known.readers() if one.id > tick.after][:_STEP]
        for reader in some:
            await self._push(reader, known, tick)
        return some[-1].id if len(some) == _STEP else ""

    async def _as_of(self, tick: Tick) -> AsOf:
        """The moment of the ledger that whoever came first to this occurrence saw."""
        slot = f"{self.period}:{tick.due.isoformat()}"
        kept = await tick.uow.memory.get(_MARKED, slot, tick.due)
        if kept:
            return AsOf(read_mark(kept), tick.due)
        async with tick.uow.as_of() as now:
            mark = await now.ledger.mark()
        await tick.uow.memory.put(_MARKED, slot, str(mark), tick.due + _LIFE)
        return AsOf(mark, tick.due)

    async def _house(self, tick: Tick, as_of: AsOf) -> House:
        span = Range(*self.days(tick.today, tick.calendar), tick.zone)
        rules = tick.rules
        return await house(tick.uow, span, as_of, flows=rules.flows, reaches=rules.reaches)

    async def _push(self, reader: Employee, known: House, tick: Tick) -> None:
        found, say = known.digest(reader), texts(reader.language)
        opens = board(found.last, found.period)
        card = cards.digest(
            found,
            say("digest.team"),
            say,
            tick.today,
            flows=tick.rules.flows,
            link=f"{tick.public_url}{opens}" if tick.public_url else "",
        )
        of = "" if self.period == "day" else f"{self.period}:"
        push = Push(
            key=f"digest:{of}{reader.id}:{found.last}",
            kind=_KINDS[self.period],
            content=await tick.studio.pictured(card) if tick.studio else card,
            opens=opens,
            life=timedelta(hours=14),
            spread=tick.spread(reader),
            merges=False,
        )
        if await tick.attention.push(reader, push):  # what nobody gets is no digest that was sent
            kept = snapshot(found, reader.id, tick.due, rules=tick.rules.version)
            await tick.uow.reports.put_snapshot(kept)


_KINDS = {"day": "manager_digest", "week": "manager_weekly", "month": "manager_monthly"}
DAILY, WEEKLY, MONTHLY = Digests("day"), Digests("week"), Digests("month")


async def send(tick: Tick) -> str:
    """The digest of the day."""
    return await DAILY.send(tick)


def first_of_week(day: date, calendar: Calendar) -> bool:
    """Whether no day of its week before it was worked."""
    before = (day - back * _DAY for back in range(1, day.weekday() + 1))
    return not any(calendar.is_workday(one) for one in before)


def first_of_month(day: date, calendar: Calendar) -> bool:
    """Whether no day of its month before it was worked."""
    return not any(calendar.is_workday(day - back * _DAY) for back in range(1, day.day))
