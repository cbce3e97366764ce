"""What is reported about each customer: when, who, what was said, what is next."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest
from typing import Any

from bot.intents import Entry
from bot.slots import Amount, AmountRole, CustomerRef
from bot.understanding.clauses import Stretch
from bot.understanding.directions import two_times
from bot.understanding.reading import Reading
from bot.understanding.roles import said_of
from bot.understanding.spans import Found, T, masked
from bot.understanding.strangers import strangers
from bot.understanding.telling import Told, told
from bot.understanding.turns import by_customer
from bot.understanding.words import kind_of, outcome_of
from core.visits.model import SourceSpan

_MARKS = " ，,。；;！!？?\n"


def entries(reading: Reading) -> tuple[Entry, ...]:
    """One entry a customer, in the order they are first named; last who is nobody's."""
    return entries_of(by_customer(reading), reading)


def entries_of(parts: Sequence[Reading], reading: Reading) -> tuple[Entry, ...]:
    """The same, `parts` being what the sentence says of each customer."""
    found = [_entry(part) for part in parts]
    first = found[0].when
    found[-1] = _whole(found[-1], reading)
    found += [_of_stranger(ref, found) for ref in strangers(reading)]
    return tuple(replace(one, when=one.when or first) for one in found)


def _of_stranger(ref: CustomerRef, known: Sequence[Entry]) -> Entry:
    """What is told of the row in which a name stands that is nobody's."""
    beside = next((one for one in known if ref.words in one.content), None)
    if beside is None:
        return Entry(customer=ref)
    told = tuple(span for span in beside.spans if span.slot in ("when", "content"))
    return Entry(customer=ref, kind=beside.kind, content=beside.content, spans=told)


def _whole(last: Entry, reading: Reading) -> Entry:
    """The last entry with what stands beyond the part that is read: it goes on what was told last."""
    if not reading.rest.strip():
        return last
    begins, ends = len(reading.text), len(reading.text) + len(reading.rest)
    told = [span for span in last.spans if span.slot in ("content", "result")]
    end = max(told, key=lambda span: span.end, default=SourceSpan("content", begins, begins))
    gap = reading.text[end.end :]
    more = ("，" if gap.strip(_MARKS) else gap) + reading.rest
    spans = (*last.spans, SourceSpan(end.slot, begins, ends))
    if end.slot == "result":
        return replace(last, result=last.result + more, spans=spans)
    return replace(last, content=last.content + more, spans=spans)


def _entry(reading: Reading) -> Entry:
    text = reading.text
    when, coming = two_times(reading)
    what = told(reading, coming)
    said = said_of(text, reading.contacts)
    about = _topics(reading)
    named: dict[str, Sequence[Found[Any]]] = {
        "customer": _named(reading),
        "contacts": reading.contacts,
        "when": [when] if when else [],
        "next_when": [coming] if coming else [],
        "amounts": reading.amounts,
        "people": said,
        "competitors": reading.rivals,
        "topics": about,
    }
    return Entry(
        customer=reading.customer,
        kind=kind_of(_without(text, text[slice(*what.step_at)]) if what.step_at else text),
        contacts=_values(reading.contacts),
        people=_values(said),
        when=when.value if when else None,
        content=_joined(reading.typed, what.content),
        result=_joined(reading.typed, what.result),
        next_when=coming.value if coming else None,
        next_step=what.step,
        none_reason=reading.typed[slice(*what.none_at)] if what.none_at else "",
        outcome=outcome_of(text),
        amounts=_values(reading.amounts),
        topics=_values(about),
        competitors=tuple(dict.fromkeys(_values(reading.rivals))),
        spans=_spans(named, what),
    )


def _named(reading: Reading) -> Sequence[Found[CustomerRef]]:
    """The first mention, by its own words where another name stood first and was taken back."""
    own = [
        one
        for one in reading.customers
        if reading.typed[one.start : one.end].startswith(one.value.words)
    ]
    return (own or reading.customers)[:1]


def _values(found: Sequence[Found[T]]) -> tuple[T, ...]:
    return tuple(one.value for one in found)


def _topics(reading: Reading) -> list[Found[str]]:
    """What it was about, without whom, when, how much and by what: only the words themselves."""
    plain = masked(masked(reading.text, reading.customers), reading.contacts)
    plain = masked(masked(plain, reading.rivals), reading.times)
    plain = masked(plain, reading.amounts)
    places = ((word, plain.find(word)) for word in reading.context.topics(plain))
    return [Found(word, at, at + len(word)) for word, at in places if at >= 0]


def _without(words: str, step: str) -> str:
    """What happened: 周五打电话问结果 after a visit makes no call of it."""
    return words.replace(step, "，") if words.strip() != step.strip() else words


def _spans(named: Mapping[str, Sequence[Found[Any]]], what: Told) -> tuple[SourceSpan, ...]:
    """Where each value comes from, in the order of the sentence."""
    places = {slot: [(one.start, one.end) for one in found] for slot, found in named.items()}
    places |= {"content": list(what.content), "result": list(what.result)}
    places["next_step"] = [what.step_at] if what.step_at else []
    places["none_reason"] = [what.none_at] if what.none_at else []
    spans = {SourceSpan(slot, *place) for slot, found in places.items() for place in found}
    return tuple(sorted(spans, key=lambda span: (span.start, span.slot)))


def _joined(text: str, stretches: Sequence[Stretch]) -> str:
    """The stretches as typed, blanks of a dictation too; a comma where something was left out."""
    said = [text[start:end].strip() for start, end in stretches]
    gaps = [text[one[1] : two[0]] for one, two in pairwise(stretches)]
    kept = [gap if gap.strip(_MARKS) == "" and gap else "，" for gap in gaps]
    return "".join(word for pair in zip_longest(said, kept, fillvalue="") for word in pair)


def main_amount(money: Sequence[Amount]) -> Amount | None:
    """The deal's figure among several; a competitor's is never the deal's."""
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
    return next((one for one in money if one.role is AmountRole.UNIT_PRICE), None)
