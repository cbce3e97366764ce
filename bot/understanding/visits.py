"""What is reported about each customer: when, who, what was said, what is next."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest
from typing import Any

from bot.intents import Entry
from bot.slots import Amount, AmountRole, CustomerRef
from bot.understanding.clauses import Stretch, clause_start
from bot.understanding.directions import two_times
from bot.understanding.reading import Reading
from bot.understanding.roles import said_of
from bot.understanding.spans import Found, T, masked
from bot.understanding.strangers import strangers
from bot.understanding.telling import Told, told
from bot.understanding.words import kind_of, outcome_of
from core.visits.model import SourceSpan

_MARKS = " ，,。；;！!？?\n"


def entries(reading: Reading) -> tuple[Entry, ...]:
    """One entry a customer, in the order they are first named; last who is nobody's."""
    found = [_entry(ref, stretches, reading) for ref, stretches in groups(reading)]
    found = _shared(found, reading.text)
    first = found[0].when
    found[-1] = _whole(found[-1], reading)
    found += [_of_stranger(ref, found) for ref in strangers(reading)]
    return tuple(replace(one, when=one.when or first) for one in found)


_BOTH = re.compile(r"(?:[两俩三四几]家|大家|各家)[^，,。；;]{0,4}$")


def _shared(found: list[Entry], text: str) -> list[Entry]:
    """两家都说下礼拜给回话: the next time of each of them."""
    for one in found:
        place = next((span for span in one.spans if span.slot == "next_when"), None)
        if place and _BOTH.search(text[max(0, place.start - 10) : place.start]):
            return [
                each if each.next_when else replace(each, next_when=one.next_when) for each in found
            ]
    return found


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
    said = _inside(said_of(text, reading.contacts), stretches)
    rivals = _inside(reading.rivals, stretches)
    about = _topics(reading, stretches)
    named: dict[str, Sequence[Found[Any]]] = {
        "customer": [one for one in reading.customers if one.value == ref][:1],
        "contacts": contacts,
        "when": [when] if when else [],
        "next_when": [coming] if coming else [],
        "amounts": money,
        "people": said,
        "competitors": rivals,
        "topics": about,
    }
    return Entry(
        customer=ref,
        kind=kind_of(_without(words, text[slice(*what.step_at)]) if what.step_at else words),
        contacts=tuple(one.value for one in contacts),
        people=tuple(one.value for one in said),
        when=when.value if when else None,
        content=_joined(reading.typed, what.content),
        result=_joined(reading.typed, what.result),
        next_when=coming.value if coming else None,
        next_step=what.step,
        none_reason=reading.typed[slice(*what.none_at)] if what.none_at else "",
        outcome=outcome_of(words),
        amounts=tuple(one.value for one in money),
        topics=tuple(one.value for one in about),
        competitors=tuple(dict.fromkeys(one.value for one in rivals)),
        spans=_spans(named, what),
    )


def _topics(reading: Reading, stretches: list[Stretch]) -> list[Found[str]]:
    """What it was about, without whom, when, how much and by what: only the words themselves."""
    plain = masked(masked(reading.text, reading.customers), reading.contacts)
    plain = masked(masked(plain, reading.rivals), reading.times)
    plain = masked(plain, reading.amounts)
    text = "，".join(plain[start:end] for start, end in stretches)
    places = ((word, _place(word, plain, stretches)) for word in reading.context.topics(text))
    return [Found(word, at, at + len(word)) for word, at in places if at is not None]


def _place(word: str, text: str, stretches: list[Stretch]) -> int | None:
    """Where a word stands first; None where it only stands across what was left out."""
    spots = (text.find(word, start, end) for start, end in stretches)
    return next((spot for spot in spots if spot >= 0), None)


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


def _inside(found: Sequence[Found[T]], stretches: list[Stretch]) -> list[Found[T]]:
    return [one for one in found if any(start <= one.start < end for start, end in stretches)]


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
