"""`liaoke understand`: what the bot would understand, without a server; nothing is written."""

import argparse
import asyncio
import dataclasses
import json
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot.calendars import calendar_of
from bot.cli.listed import ListedNames
from bot.cli.notes import notes, rows
from bot.cli.refused import Refused
from bot.company.rules import CompanyRules
from bot.intents import (
    Assign,
    CancelPlan,
    Claim,
    CloseOpportunity,
    CompletePlan,
    CreateCustomer,
    CreateOpportunity,
    Entry,
    LogFollowUps,
    MovePlan,
    MoveStage,
    PutContact,
    Release,
    ReopenOpportunity,
    ReviseFollowUp,
    SetPlan,
    UpdateCustomer,
    UpdateOpportunity,
)
from bot.keys import Intent, encode
from bot.slots import Amount, CustomerRef, When
from bot.talk import Correct, NotSupported, NotUnderstood, Redo, SmallTalk, Undo
from bot.understanding import Understood, understand
from bot.understanding.amounts import amounts
from bot.understanding.numerals import NUMBER, value
from bot.understanding.said import Clock
from bot.understanding.times import times
from bot.understanding.words import everyday

_COARSE: dict[type, str] = {
    LogFollowUps: "log_visit",
    SetPlan: "set_followup",
    MovePlan: "set_followup",
    CompletePlan: "log_visit",
    CancelPlan: "cancel_followup",
    Claim: "claim_customer",
    Release: "release_customer",
    Assign: "transfer_customer",
    MoveStage: "advance_stage",
    CloseOpportunity: "advance_stage",
    ReopenOpportunity: "advance_stage",
    CreateCustomer: "create_customer",
    CreateOpportunity: "create_opportunity",
    UpdateOpportunity: "update_opportunity",
    UpdateCustomer: "update_contact",
    PutContact: "update_contact",
    Correct: "amend_record",
    ReviseFollowUp: "amend_record",
    Redo: "undo",
    Undo: "undo",
    SmallTalk: "other",
    NotUnderstood: "other",
}
_UNSUPPORTED = {
    "new_lead": "create_lead",
    "lead_result": "other",
    "transfer": "transfer_customer",
    "assign": "transfer_customer",
    "search": "query",
    "digest": "query",
    "funnel": "query",
    "activity": "query",
    "brief": "query",
    "money_mgr": "query",
}
_OTHER = ("Help", "Cancel", "Confirm", "Pick", "ChangeSettings", "Star", "Lock", "NotSupported")


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
        _write(_answer(str(note.id), understood, fine=arguments.fine))


async def _times() -> None:
    calendar = calendar_of(CompanyRules())
    for note in notes():
        text = note.text
        clock = Clock(note.now, calendar)
        found = [
            _time(text, one.start, one.end, one.value.when, one.value.last)
            for one in times(text, clock)
            if one.value.when
        ]
        money = [{"text": text[one.start : one.end], **_amount(one.value)} for one in amounts(text)]
        _write({"id": note.id, "times": found, "amounts": money, "numbers": _numbers(text)})


def _numbers(text: str) -> list[dict[str, object]]:
    import re

    found = []
    for match in re.finditer(NUMBER + r"[万亿]?[零〇一二三四五六七八九十百千\d]*", text):
        number = value(match.group())
        if number is not None:
            found.append({"text": match.group(), "value": float(number)})
    return found


def _time(text: str, start: int, end: int, when: When, last: object) -> dict[str, object]:
    if when.at:
        at = f"{when.day.isoformat()}T{when.at:%H:%M}"
        return {"text": text[start:end], "start": at, "end": at, "grain": "minute"}
    until = last or when.day + timedelta(days=1)
    grain = "month" if when.month_only else "week" if last else "day"
    return {
        "text": text[start:end],
        "start": when.day.isoformat(),
        "end": str(until),
        "grain": grain,
    }


def _answer(id_: str, understood: Understood, *, fine: bool) -> dict[str, object]:
    intent = understood.intents[0]
    answer: dict[str, object] = {
        "id": id_,
        "intent": coarse(intent),
        "records": [_record(one, understood) for one in _parts(intent, understood)],
        "spans": [
            {"slot": span.slot, "start": span.start, "end": span.end}
            for span in _spans(intent, understood)
        ],
        "ms": round(understood.ms, 3),
    }
    if fine:
        name, _, slots = encode(intent).partition("{")
        answer["fine"] = {"intent": name, "slots": json.loads("{" + slots) if slots else {}}
    return answer


def coarse(intent: Intent) -> str:
    """The name of the label scheme for the product's own intent."""
    if isinstance(intent, NotSupported):
        return _UNSUPPORTED.get(intent.intent, "other")
    name = type(intent).__name__
    return _COARSE.get(type(intent), "other" if name in _OTHER else "query")


@dataclasses.dataclass(slots=True)
class _Part:
    """One record of the answer."""

    customer: CustomerRef
    entry: Entry | None = None
    next_when: When | None = None
    shift: timedelta | None = None
    amounts: Sequence[Amount] = ()
    stage: str | None = None


def _parts(intent: Intent, understood: Understood) -> list[_Part]:
    reading = understood.reading
    match intent:
        case LogFollowUps(entries):
            return [_Part(one.customer, one, one.next_when, amounts=one.amounts) for one in entries]
        case SetPlan():
            return [_Part(intent.customer, next_when=intent.when)]
        case MovePlan(target, when, shift):
            return [_Part(target.customer, next_when=when, shift=shift.by if shift else None)]
        case CancelPlan(target) | CompletePlan(target):
            return [_Part(target.customer)]
        case Claim(customers=refs) | Release(customers=refs) | Assign(customers=refs):
            return [_Part(ref) for ref in refs] or [_Part(CustomerRef())]
        case MoveStage() | CloseOpportunity() | ReopenOpportunity() | UpdateOpportunity():
            stage = getattr(intent, "stage", None) or getattr(intent, "state", None)
            money = [one.value for one in reading.amounts]
            _, coming = _coming(understood)
            return [_Part(intent.target.customer, next_when=coming, amounts=money, stage=stage)]
        case CreateOpportunity():
            money = [intent.amount] if intent.amount else []
            return [_Part(intent.customer, amounts=money)]
        case _:
            customer = getattr(intent, "customer", None)
            return [_Part(customer if isinstance(customer, CustomerRef) else reading.customer)]


def _coming(understood: Understood) -> tuple[When | None, When | None]:
    from bot.understanding.directions import two_times

    visited, coming = two_times(understood.reading, list(understood.reading.times))
    return (visited.value if visited else None, coming.value if coming else None)


def _record(part: _Part, understood: Understood) -> dict[str, object]:
    entry = part.entry
    contacts = list(entry.contacts) if entry else [one.value for one in understood.reading.contacts]
    today = When(understood.reading.clock.today)
    visited = (entry.when or today) if entry else None
    coming: dict[str, object] | None = _when(part.next_when) if part.next_when else None
    if part.shift is not None:
        coming = {"shift": _duration(part.shift)}
    return {
        "customer_ids": list(part.customer.ids),
        "mention": part.customer.words or None,
        "contacts": contacts,
        "visited_at": _when(visited) if visited else None,
        "next_follow_up_at": coming,
        "amounts": [_amount(one) for one in part.amounts],
        "stage": part.stage or None,
        "outcome": entry.outcome.value if entry and entry.outcome else None,
        "certain": part.customer.certain and len(part.customer.ids) == 1,
    }


def _spans(intent: Intent, understood: Understood) -> Sequence[Any]:
    if isinstance(intent, LogFollowUps):
        return [span for entry in intent.entries for span in entry.spans]
    own = getattr(intent, "spans", ())
    if own:
        return list(own)
    reading = understood.reading
    named = (
        ("customer", reading.customers),
        ("contacts", reading.contacts),
        ("when", reading.times),
        ("amounts", reading.amounts),
    )
    from core.visits.model import SourceSpan

    return [SourceSpan(slot, one.start, one.end) for slot, found in named for one in found]


def _when(when: When) -> dict[str, object]:
    return {
        "date": when.day.isoformat(),
        "time": f"{when.at:%H:%M}" if when.at else None,
        "part": when.part or None,
    }


def _amount(amount: Amount) -> dict[str, object]:
    return {
        "min": float(amount.least.in_yuan) if amount.least else None,
        "max": float(amount.most.in_yuan) if amount.most else None,
        "currency": amount.currency,
    }


def _duration(delta: timedelta) -> str:
    sign = "-" if delta < timedelta() else ""
    minutes = abs(int(delta.total_seconds() // 60))
    days, rest = divmod(minutes, 1440)
    if not rest:
        return f"{sign}P{days}D"
    hours, left = divmod(rest, 60)
    return f"{sign}P{f'{days}D' if days else ''}T{f'{hours}H' if hours else ''}{f'{left}M' if left else ''}"


def _write(record: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
