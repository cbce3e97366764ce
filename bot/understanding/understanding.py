"""A sentence understood."""

import time
from dataclasses import dataclass
from datetime import datetime

from bot.keys import Intent
from bot.talk import NotUnderstood
from bot.understanding import guessing
from bot.understanding.accounting import unanswered
from bot.understanding.asked_for import shown
from bot.understanding.comparing import every_one
from bot.understanding.excluding import left_out, without_excluded
from bot.understanding.kinds import DRAFTED
from bot.understanding.linking import Names
from bot.understanding.preambles import bare
from bot.understanding.questions import is_asked
from bot.understanding.reading import Context, Reading, read
from bot.understanding.wishes import wishes
from core.workdays import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a sentence wants; `ms` is the time spent."""

    intents: tuple[Intent, ...]
    reading: Reading
    ms: float


async def understand(
    text: str, *, names: Names, now: datetime, calendar: Calendar, context: Context | None = None
) -> Understood:
    """Read a sentence.

    Args:
        now: the moment it was sent, in the company's zone.
        names: looks words up among the customers the person may see.
    """
    began = time.perf_counter()
    reading = await read(
        text, names=names, now=now, calendar=calendar, context=context or Context()
    )
    asked, excluded = without_excluded(reading)
    intents = _wanted(asked)
    if all(isinstance(one, NotUnderstood) for one in intents) and (alone := bare(asked)):
        intents = _wanted(alone)
    gap = unanswered(asked, intents)
    if excluded:
        intents = left_out(intents, excluded)
    if gap is not None:
        intents = (*intents, gap)
    return Understood(intents=intents, reading=reading, ms=(time.perf_counter() - began) * 1000)


def _wanted(reading: Reading) -> tuple[Intent, ...]:
    found = wishes(reading)
    if is_asked(reading.text) and any(isinstance(one, DRAFTED) for one in found):
        found = (guessing.left(reading) or NotUnderstood(asks=True),)
    return shown(reading, every_one(reading, found))
