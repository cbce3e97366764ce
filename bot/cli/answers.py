"""What `liaoke understand` answers to one note, in the words of the label scheme."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

from bot.cli.labels import coarse
from bot.intents import (
    Assign,
    CancelPlan,
    Claim,
    CloseOpportunity,
    CompletePlan,
    CreateOpportunity,
    Entry,
    LogFollowUps,
    MovePlan,
    MoveStage,
    Release,
    ReopenOpportunity,
    SetPlan,
    UpdateOpportunity,
)
from bot.keys import Intent, encode
from bot.slots import Amount, CustomerRef, When
from bot.talk import Correct, NotSupported
from bot.understanding import Understood
from bot.understanding.directions import two_times
from bot.understanding.reading import Reading
from bot.understanding.stages import said_at
from bot.understanding.turns import by_customer
from core.visits.model import SourceSpan


def answer(id_: str, understood: Understood, *, fine: bool) -> dict[str, object]:
    """One line of output: intent, records, spans; with `fine` the product's own intent beside it."""
    intent = understood.intents[0]
    line: dict[str, object] = {
        "id": id_,
        "intent": coarse(intent),
        "records": _records(understood),
        "spans": [
            {"slot": span.slot, "start": span.start, "end": span.end}
            for span in _spans(intent, understood)
        ],
        "ms": round(understood.ms, 3),
    }
    if fine:
        name, _, slots = encode(intent).partition("{")
        line["fine"] = {"intent": name, "slots": json.loads("{" + slots) if slots else {}}
    return line


def _records(understood: Understood) -> list[dict[str, object]]:
    """What is said of each customer: a report and the stage its deal is moved to are one record."""
    kept: list[_Part] = []
    for place, intent in enumerate(understood.intents):
        for part in _parts(intent, understood):
            same = next((one for one in kept if one.customer.ids == part.customer.ids), None)
            if same is None:
                kept.append(part)
            elif place:
                same.fill(part)
    found = [_record(part, understood) for part in kept]
    return [one for place, one in enumerate(found) if one not in found[:place]]


@dataclass(slots=True)
class _Part:
    """One record of the answer; `people` are those it names beside the customer's own, which are read."""

    customer: CustomerRef
    entry: Entry | None = None
    next_when: When | None = None
    shift: timedelta | None = None
    amounts: Sequence[Amount] = ()
    stage: str | None = None
    people: Sequence[str] = ()

    def fill(self, other: "_Part") -> None:
        """Take from what else is said of the same customer what is not known yet."""
        self.entry = self.entry or other.entry
        self.next_when = self.next_when or other.next_when
        self.amounts = self.amounts or other.amounts
        self.stage = self.stage or other.stage


def _parts(intent: Intent, understood: Understood) -> list[_Part]:
    match intent:
        case LogFollowUps(entries):
            return [_Part(one.customer, one, one.next_when, amounts=one.amounts) for one in entries]
        case Claim(customers=refs) | Release(customers=refs) | Assign(customers=refs):
            taker = (intent.to,) if isinstance(intent, Assign) else ()
            return [_Part(ref, people=taker) for ref in refs or [CustomerRef()]]
        case _:
            return [_part(intent, understood.reading)]


def _part(intent: Intent, reading: Reading) -> _Part:
    """What an intent that is about one customer says of it."""
    match intent:
        case SetPlan():
            return _Part(intent.customer, next_when=intent.when)
        case MovePlan(target, when, shift):
            return _Part(target.customer, next_when=when, shift=shift.by if shift else None)
        case CancelPlan(target) | CompletePlan(target):
            return _Part(target.customer)
        case MoveStage() | CloseOpportunity() | ReopenOpportunity() | UpdateOpportunity():
            return _of_deal(intent, reading)
        case NotSupported("new_lead"):
            return _Part(CustomerRef(), next_when=_next(reading))
        case CreateOpportunity():
            return _Part(intent.customer, amounts=[intent.amount] if intent.amount else [])
        case _:
            return _about(intent, reading)


def _of_deal(
    intent: MoveStage | CloseOpportunity | ReopenOpportunity | UpdateOpportunity, reading: Reading
) -> _Part:
    """Where a deal goes, with the sums and the next step that are told of its customer."""
    stage = getattr(intent, "stage", None) or getattr(intent, "state", None)
    own = _told_of(intent.target.customer, reading)
    money = [one.value for one in own.amounts]
    return _Part(intent.target.customer, next_when=_next(own), amounts=money, stage=stage)


def _next(reading: Reading) -> When | None:
    """When the next step is that a sentence tells of."""
    _, coming = two_times(reading)
    return coming.value if coming else None


def _about(intent: Intent, reading: Reading) -> _Part:
    """Whom any other intent names, or the sentence; a correction with the sums it tells."""
    customer = getattr(intent, "customer", None)
    money = [one.value for one in reading.amounts] if isinstance(intent, Correct) else ()
    ref = customer if isinstance(customer, CustomerRef) else reading.customer
    return _Part(ref, amounts=money)


def _told_of(customer: CustomerRef, reading: Reading) -> Reading:
    """What is said of that customer alone, where it is one of several."""
    parts = by_customer(reading)
    return next((part for part in parts if part.customer.ids == customer.ids), reading)


def _record(part: _Part, understood: Understood) -> dict[str, object]:
    entry, reading = part.entry, _told_of(part.customer, understood.reading)
    contacts = entry.contacts if entry else part.people or [one.value for one in reading.contacts]
    return {
        "customer_ids": list(part.customer.ids),
        "mention": part.customer.words or None,
        "contacts": list(contacts),
        "visited_at": _visited(entry, reading) if entry else None,
        "next_follow_up_at": _coming(part),
        "amounts": [amount(one) for one in part.amounts],
        "stage": part.stage,
        "outcome": entry.outcome if entry else None,
        "certain": part.customer.certain
        and len(part.customer.ids) == 1
        and not any(one.elided for one in part.amounts),
    }


_NOT_THERE = re.compile(r"没去成|没开成|没能去|去不成|没成行")


def _visited(entry: Entry, reading: Reading) -> dict[str, object] | None:
    """When it was, today where nothing is said; never where nobody got there."""
    if "补" not in reading.text and _NOT_THERE.search(reading.text):
        return None
    return _when(entry.when or When(reading.clock.today))


def _coming(part: _Part) -> dict[str, object] | None:
    if part.shift is not None:
        return {"shift": _duration(part.shift)}
    return _when(part.next_when) if part.next_when else None


def _spans(intent: Intent, understood: Understood) -> Sequence[SourceSpan]:
    """Where the values of all wishes of the first one's kind stand, each once, in their order."""
    alike = [one for one in understood.intents if coarse(one) == coarse(intent)]
    found = {span: None for one in alike for span in _spans_of(one, understood)}
    stages = [_of_stage(one, understood.reading.text) for one in understood.intents]
    found |= {span: None for spans in stages for span in spans}
    return sorted(found, key=lambda span: (span.start, span.slot))


def _spans_of(intent: Intent, understood: Understood) -> Sequence[SourceSpan]:
    if isinstance(intent, LogFollowUps):
        return [span for entry in intent.entries for span in entry.spans]
    if own := getattr(intent, "spans", ()):
        return list(own)
    reading = understood.reading
    named = (
        ("customer", reading.customers),
        ("contacts", reading.contacts),
        ("when", reading.times),
        ("amounts", reading.amounts),
    )
    found = [SourceSpan(slot, one.start, one.end) for slot, many in named for one in many]
    more = (_of_unknown(intent, understood), _of_shift(intent, reading.text))
    return [*found, *chain(*more), *_of_taker(intent, reading.text)]


def _of_taker(intent: Intent, text: str) -> Sequence[SourceSpan]:
    """Where the colleague is named who is given a customer."""
    taker = intent.to if isinstance(intent, Assign) else ""
    place = text.find(taker) if taker else -1
    return [SourceSpan("contacts", place, place + len(taker))] if place >= 0 else []


def _of_unknown(intent: Intent, understood: Understood) -> Sequence[SourceSpan]:
    """A customer whom nobody knows stands where his words are."""
    text = understood.reading.text
    words = [part.customer.words for part in _parts(intent, understood) if not part.customer.ids]
    places = [(text.find(one), len(one)) for one in words if one]
    return [SourceSpan("customer", at, at + size) for at, size in places if at >= 0]


def _of_stage(intent: Intent, text: str) -> Sequence[SourceSpan]:
    code = getattr(intent, "stage", "") or getattr(intent, "state", "")
    place = said_at(text, code) if isinstance(intent, MoveStage | CloseOpportunity) else None
    return [SourceSpan("stage", *place)] if place else []


def _of_shift(intent: Intent, text: str) -> Sequence[SourceSpan]:
    shift = intent.shift if isinstance(intent, MovePlan) else None
    start = text.find(shift.words) if shift else -1
    return [SourceSpan("shift", start, start + len(shift.words))] if shift and start >= 0 else []


def _when(when: When) -> dict[str, object]:
    return {
        "date": when.day.isoformat(),
        "time": f"{when.at:%H:%M}" if when.at else None,
        "part": when.part or None,
    }


def amount(said: Amount) -> dict[str, object]:
    return {
        "min": float(said.least.in_yuan) if said.least else None,
        "max": float(said.most.in_yuan) if said.most else None,
        "currency": said.currency,
    }


def _duration(delta: timedelta) -> str:
    """ISO 8601: P2D, -PT1H30M."""
    sign = "-" if delta < timedelta() else ""
    minutes = abs(int(delta.total_seconds() // 60))
    days, rest = divmod(minutes, 1440)
    if not rest:
        return f"{sign}P{days}D"
    hours, left = divmod(rest, 60)
    given = {"D": days, "H": hours, "M": left}
    day, hour, minute = (f"{count}{unit}" if count else "" for unit, count in given.items())
    return f"{sign}P{day}T{hour}{minute}"
