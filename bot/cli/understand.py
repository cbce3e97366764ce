"""`liaoke understand`: what the bot would understand, without a server; nothing is written."""

import argparse
import asyncio
import json
import sys
from datetime import date, datetime
from decimal import Decimal

from bot.calendars import calendar_of
from bot.cli.answers import amount, answer
from bot.cli.listed import ListedNames
from bot.cli.notes import notes, rows
from bot.cli.refused import Refused
from bot.company.rules import CompanyRules
from bot.understanding import understand
from bot.understanding.amounts import amounts
from bot.understanding.figures import figures
from bot.understanding.lexicon import everyday
from bot.understanding.said import Clock, Said
from bot.understanding.spanning import span_of
from bot.understanding.spans import Found
from bot.understanding.times import every_time


def run(arguments: argparse.Namespace) -> int:
    """Read JSON lines, write JSON lines, in order."""
    asyncio.run(_times() if arguments.times else _notes(arguments))
    return 0


async def _notes(arguments: argparse.Namespace) -> None:
    customers = rows(arguments.customers, "customer_id", "full_name") if arguments.customers else []
    people = rows(arguments.people, "employee_no") if arguments.people else []
    seen: dict[str, ListedNames] = {}
    calendar = calendar_of(CompanyRules())
    known = {row["employee_no"] for row in people if row.get("employee_no")}
    everyday()
    for note in notes():
        rep = note.rep or ""
        if known and rep not in known:
            raise Refused(f"{rep} is nobody in the people file")
        if rep not in seen:
            seen[rep] = ListedNames(customers, rep or None)
        understood = await understand(note.text, names=seen[rep], now=note.now, calendar=calendar)
        _write(answer(str(note.id), understood, fine=arguments.fine))


async def _times() -> None:
    calendar = calendar_of(CompanyRules())
    for note in notes():
        text = note.text
        clock = Clock(note.now, calendar)
        found = [_time(text, one, clock) for one in every_time(text, clock)]
        money = [{"text": text[one.start : one.end], **amount(one.value)} for one in amounts(text)]
        _write(
            {
                "id": note.id,
                "times": found,
                "amounts": money,
                "numbers": [_number(text, one) for one in figures(text)],
            }
        )


def _number(text: str, one: Found[Decimal]) -> dict[str, object]:
    whole = one.value == one.value.to_integral_value()
    return {
        "text": text[one.start : one.end],
        "value": int(one.value) if whole else float(one.value),
    }


def _time(text: str, one: Found[Said], clock: Clock) -> dict[str, object]:
    span = span_of(one, text, clock)
    start, end = _told(span.start), _told(span.end)
    return {"text": text[one.start : one.end], "start": start, "end": end, "grain": span.grain}


def _told(point: date) -> str:
    """2026-11-23, 2026-11-23T10:00, and the seconds where there are any."""
    if isinstance(point, datetime):
        return point.isoformat(timespec="seconds" if point.second else "minutes")
    return point.isoformat()


def _write(record: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
