"""The digests of those who lead: of the day, the week and the month, kept as they were sent (K01, K15)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from adapters.chat import Card
from bot.attention import Push
from bot.cards import digest as cards
from bot.company.rules import CompanyRules
from bot.drawing.gallery import Studio
from bot.jobs.tick import Tick
from bot.places import board
from bot.texts import texts
from core.ledger.model import read_mark
from core.people.model import Employee
from core.reports.digest import snapshot
from core.reports.model import AsOf, Snapshot
from core.reports.ranges import Range
from core.reports.readers import House, house
from core.workdays import Calendar

_STEP = 5
"""Readers a transaction."""
_MARKED = "digest"
_LIFE = timedelta(days=2)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Known:
    """What all of them are made of, and the rules they are made by."""

    house: House
    rules: CompanyRules


@dataclass(frozen=True, slots=True)
class Message:
    """What a reader is sent, and what is kept of it."""

    reader: Employee
    push: Push
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Batch:
    """The messages of a step, and where the next begins."""

    messages: Sequence[Message]
    following: str


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

    async def read(self, tick: Tick) -> Known:
        """Everything they are made of."""
        as_of, rules = await self._as_of(tick), tick.rules
        days = Range(*self.days(tick.today, tick.calendar), tick.zone, self.period)
        span = days.by(tick.calendar)
        found = await house(tick.uow, span, as_of, flows=rules.flows, reaches=rules.reaches)
        return Known(found, rules)

    async def make(self, tick: Tick) -> Batch:
        """The next messages, composed in a thread."""
        known = tick.prepared
        if not isinstance(known, Known):
            known = await self.read(tick)
        some = [one for one in known.house.readers() if one.id > tick.after][:_STEP]
        found = await asyncio.to_thread(lambda: [self._message(one, known, tick) for one in some])
        following = some[-1].id if len(some) == _STEP else ""
        return Batch([await _pictured(one, tick.studio) for one in found], following)

    async def send(self, tick: Tick) -> str:
        """One card a leader; the snapshot of what was sent in the transaction of its message."""
        made = tick.prepared
        if not isinstance(made, Batch):
            made = await self.make(tick)
        for one in made.messages:
            if await tick.attention.push(one.reader, one.push):  # what nobody gets was not sent
                await tick.uow.reports.put_snapshot(one.snapshot)
        return made.following

    async def _as_of(self, tick: Tick) -> AsOf:
        """The moment of the ledger that whoever came first to this occurrence saw."""
        slot = f"{self.period}:{tick.due.isoformat()}"
        kept = await tick.uow.memory.get(_MARKED, slot, tick.due)
        if not kept:
            async with tick.uow.as_of() as now:
                mark = str(await now.ledger.mark())
            kept = await tick.uow.memory.first(_MARKED, slot, mark, tick.due + _LIFE)
        return AsOf(read_mark(kept), tick.due)

    def _message(self, reader: Employee, known: Known, tick: Tick) -> Message:
        found, say = known.house.digest(reader), texts(reader.language)
        opens = board(found.last, found.period)
        card = cards.digest(
            found,
            say("digest.team"),
            say,
            tick.today,
            flows=known.rules.known,
            link=f"{tick.public_url}{opens}" if tick.public_url else "",
        )
        of = "" if self.period == "day" else f"{self.period}:"
        push = Push(
            key=f"digest:{of}{reader.id}:{found.last}",
            kind=_KINDS[self.period],
            content=card,
            opens=opens,
            life=timedelta(hours=14),
            spread=tick.spread(reader),
            merges=False,
        )
        return Message(
            reader, push, snapshot(found, reader.id, tick.due, rules=known.rules.version)
        )


async def _pictured(message: Message, studio: Studio | None) -> Message:
    card = message.push.content
    if studio is None or not isinstance(card, Card):
        return message
    return replace(message, push=replace(message.push, content=await studio.pictured(card)))


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
