"""What is reported about each customer: when, who, what was said, what is next."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.intents import Entry
from bot.slots import Amount, AmountRole, CustomerRef
from bot.understanding.clauses import Stretch, clause_start
from bot.understanding.directions import two_times
from bot.understanding.reading import Reading
from bot.understanding.spans import Found
from bot.understanding.telling import told
from bot.understanding.words import kind_of, outcome_of
from core.visits.model import SourceSpan


def entries(reading: Reading) -> tuple[Entry, ...]:
    """One entry a customer, in the order they are first named."""
    found = [_entry(ref, stretches, reading) for ref, stretches in groups(reading)]
    first = found[0].when
    return tuple(replace(one, when=one.when or first) for one in found)


def groups(reading: Reading) -> list[tuple[CustomerRef, list[Stretch]]]:
    """Which stretches of the sentence are about whom: from a mention to the next one's clause."""
    mentions = reading.customers
    if len(mentions) < 2:
        return [(reading.customer, [(0, len(reading.text))])]
    starts = [0]
    for last, one in pairwise(mentions):
        start = clause_start(reading.text, one.start, last.end)
        starts.append(max(last.end, one.start) if start is None else start)
    ends = [*starts[1:], len(reading.text)]
    groups: dict[tuple[str, ...], tuple[CustomerRef, list[Stretch]]] = {}
    for one, start, end in zip(mentions, starts, ends, strict=True):
        groups.setdefault(one.value.ids, (one.value, []))[1].append((start, end))
    return list(groups.values())


def _entry(ref: CustomerRef, stretches: list[Stretch], reading: Reading) -> Entry:
    text = reading.text
    words = "".join(text[start:end] for start, end in stretches)
    contacts = _inside(reading.contacts, stretches)
    money = _inside(reading.amounts, stretches)
    when, coming = two_times(reading, _inside(reading.times, stretches))
    what = told(reading, stretches, coming)
    spans = [
        *_span("customer", _first(reading.customers, ref)),
        *(span for one in contacts for span in _span("contacts", one)),
        *_span("when", when),
        *_span("next_when", coming),
        *_text_spans("next_step", [what.step_at] if what.step_at else []),
        *(span for one in money for span in _span("amounts", one)),
        *_text_spans("content", what.content),
        *_text_spans("result", what.result),
    ]
    sums = [one.value for one in money]
    return Entry(
        customer=ref,
        kind=kind_of(words),
        contacts=tuple(one.value for one in contacts),
        when=when.value if when else None,
        content=_joined(text, what.content),
        result=_joined(text, what.result),
        next_when=coming.value if coming else None,
        next_step=what.step,
        none_reason=what.none_reason,
        outcome=outcome_of(words),
        amounts=tuple(one for one in sums if one.role is not AmountRole.UNIT_PRICE) or tuple(sums),
        spans=tuple(sorted(set(spans), key=lambda span: (span.start, span.slot))),
    )


def _inside(found: Sequence[Found], stretches: list[Stretch]) -> list[Found]:  # type: ignore[type-arg]
    return [one for one in found if any(start <= one.start < end for start, end in stretches)]


def _joined(text: str, stretches: Sequence[Stretch]) -> str:
    return "，".join(text[start:end].strip() for start, end in stretches)


def _text_spans(slot: str, stretches: Sequence[Stretch]) -> list[SourceSpan]:
    return [SourceSpan(slot, start, end) for start, end in stretches]


def _span(slot: str, found: Found | None) -> list[SourceSpan]:  # type: ignore[type-arg]
    return [SourceSpan(slot, found.start, found.end)] if found else []


def _first(customers: Sequence[Found[CustomerRef]], ref: CustomerRef) -> Found[CustomerRef] | None:
    return next((one for one in customers if one.value == ref), None)


def main_amount(money: Sequence[Amount]) -> Amount | None:
    """The deal's figure among several."""
    order = (
        AmountRole.DEAL,
        AmountRole.QUOTE,
        AmountRole.BUDGET,
        AmountRole.OTHER,
        AmountRole.PAYMENT,
    )
    for role in order:
        for one in money:
            if one.role is role:
                return one
    return money[0] if money else None
