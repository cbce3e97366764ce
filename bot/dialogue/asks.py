"""What a draft asks beside what it shows: 46 is 46万 or 46元, 过两天 is one of three days."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.cards import phrases
from bot.intents import Entry
from bot.keys import Intent
from bot.slots import Amount, When
from bot.turn import Turn
from core.money import Money

_WAN = 10_000
_WINDOWS = (
    (re.compile("这两天"), 1, 3),
    (re.compile("这几天|过两天"), 1, 4),
    (re.compile("过几天|改天|回头|近期"), 2, 7),
    (re.compile("过阵子|过段时间"), 10, 30),
)
"""Days from today on that a word may mean; any other vague one lies in the week from its day on."""
_WEEK = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Ask:
    """One question with the draft that each answer leads to."""

    words: str
    options: tuple[tuple[str, Intent], ...]


def of_entry(entry: Entry, turn: Turn, put: Callable[[Entry], Intent]) -> Sequence[Ask]:
    """What is asked of one contact: the unit of its first amount without one, the day of what is next."""

    def with_amount(amount: Amount) -> Intent:
        found = [amount if one == unsure else one for one in entry.amounts]
        return put(replace(entry, amounts=tuple(found)))

    unsure = next((one for one in entry.amounts if one.elided), None)
    return (
        *of_amount(unsure, turn, with_amount),
        *of_day(entry.next_when, turn, lambda when: put(replace(entry, next_when=when))),
    )


def of_amount(amount: Amount | None, turn: Turn, put: Callable[[Amount], Intent]) -> Sequence[Ask]:
    """46: 46万 or 46元; nothing where the unit was said."""
    if amount is None or not amount.elided:
        return ()
    wan = replace(amount, elided=False)
    yuan = replace(wan, least=_plain(amount.least), most=_plain(amount.most))
    options = tuple((phrases.amount(one, turn.say), put(one)) for one in (wan, yuan))
    asked = turn.say("draft.which_unit", words=amount.words, amount=options[0][0])
    return (Ask(asked, options),)


def _plain(money: Money | None) -> Money | None:
    return Money(money.fen // _WAN) if money else None


def of_day(when: When | None, turn: Turn, put: Callable[[When], Intent]) -> Sequence[Ask]:
    """过两天: three working days to choose from; nothing where a day, a month or a deadline was said."""
    if when is None or not when.about or when.by or when.month_only:
        return ()
    since, until = _window(when, turn.today)
    days = _three(when.day, since, until, turn)
    options = tuple(
        (phrases.short_day(day, turn.say), put(replace(when, day=day, about=False))) for day in days
    )
    first, last = (phrases.day(day, turn.say, today=turn.today) for day in (since, until))
    return (Ask(turn.say("draft.which_day", words=when.words, since=first, until=last), options),)


def _window(when: When, today: date) -> tuple[date, date]:
    for pattern, least, most in _WINDOWS:
        if pattern.search(when.words):
            return today + timedelta(days=least), today + timedelta(days=most)
    return when.day, when.day + _WEEK


def _three(likely: date, since: date, until: date, turn: Turn) -> Sequence[date]:
    """The likely day, the working day before it and the one after, as far as they lie inside."""
    calendar = turn.calendar
    day = calendar.this_or_next(likely)
    before, after = calendar.shift(day, -1), calendar.shift(day, 1)
    around = (before, day, after) if before >= since else (day, after, calendar.shift(after, 1))
    inside = [one for one in around if since <= one <= until]
    return inside if len(inside) > 1 else around
