"""One sentence, read once: its spans, then its intents."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.slots import Amount, CustomerRef, Listed
from bot.understanding import retracting, rivals, whose
from bot.understanding.amounts import amounts, settled
from bot.understanding.linking import Names, denied, link, proposed
from bot.understanding.narrowing import narrowed
from bot.understanding.newcomers import newcomer
from bot.understanding.numbered import customers_of, pointed, rows_at
from bot.understanding.patterns import regex
from bot.understanding.people import at_customers, everybody, perhaps
from bot.understanding.prices import told_apart, without_places
from bot.understanding.rounds import dealt_out
from bot.understanding.said import Clock, Said
from bot.understanding.sharing import on_the_same_day
from bot.understanding.spans import Found, T, is_free, kept, masked
from bot.understanding.spelling import LONGEST, normalised
from bot.understanding.times import times
from bot.understanding.unitless import unitless
from core.customers.model import CustomerId
from core.workdays import Calendar


def _no_topics(_: str) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the conversation was about.

    Args:
        draft: the open draft's intent name, empty without one; of several the one that is asked about.
        drafts: the names of all that is open on its card.
        draft_wants: what that draft cannot do without.
        draft_asks: what it would like to know as well.
        draft_customers: whom it is about.
        draft_unsettled: whether it does not know yet whom it is about.
        focus: the one customer that is spoken about, nobody when there are several.
        shown: whether records were shown lately.
        listed: how many customers were.
        rows: the list that was shown last, by its numbers.
        colleagues: names of employees, who are no contacts of customers.
        topics: the words a text is about; none where nobody can tell.
        stages: what the company calls its own stages, and their codes.
    """

    draft: str = ""
    drafts: tuple[str, ...] = ()
    draft_wants: tuple[str, ...] = ()
    draft_asks: tuple[str, ...] = ()
    draft_customers: tuple[CustomerId, ...] = ()
    draft_unsettled: bool = True
    focus: CustomerRef = CustomerRef()
    shown: bool = False
    listed: int = 0
    rows: tuple[Listed, ...] = ()
    colleagues: frozenset[str] = frozenset()
    topics: Callable[[str], Sequence[str]] = _no_topics
    stages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A sentence with everything found in it.

    Args:
        text: as one writes it; `typed` is the same, character by character, as it was typed.
        picked: the rows of the list shown last that it names by number.
        astray: numbers of rows, where that list lacks one of them.
        rivals: competitors, who are no customers here.
    """

    text: str
    clock: Clock
    customers: Sequence[Found[CustomerRef]]
    contacts: Sequence[Found[str]]
    times: Sequence[Found[Said]]
    amounts: Sequence[Found[Amount]]
    context: Context = Context()
    known_by_contact: Mapping[str, CustomerRef] = field(default_factory=dict)
    homes: Mapping[str, tuple[CustomerId, ...]] = field(default_factory=dict)
    """At which of several customers a contact is."""
    typed: str = ""
    rest: str = ""
    """What stands beyond the part that is read."""
    picked: Sequence[Found[Listed]] = ()
    astray: tuple[int, ...] = ()
    rivals: Sequence[Found[str]] = ()
    known: dict[object, object] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was found out about it (`bot.understanding.once`)."""

    @property
    def named(self) -> tuple[CustomerRef, ...]:
        """The customers named, each once."""
        return tuple(dict.fromkeys(one.value for one in self.customers))

    @property
    def customer(self) -> CustomerRef:
        """The first customer named, else the one known by a contact."""
        if self.customers:
            return self.customers[0].value
        return next(iter(self.known_by_contact.values()), CustomerRef())


async def read(
    text: str, *, names: Names, now: datetime, calendar: Calendar, context: Context
) -> Reading:
    """Find customers first, then people, then times, then amounts: none is read twice."""
    normal = normalised(text)
    clock = Clock(now, calendar)
    normal, named = retracting.aimed(normal, await link(normal, names))
    customers, known = rivals.split([one for one in named if not denied(one, normal)], normal)
    spots = [] if customers else pointed(normal)
    picked = rows_at(spots, context.rows)
    customers = customers or customers_of(picked or (), normal)
    customers = (
        customers or _pointed_at(normal, context.focus) or await _alike(normal, known, names)
    )
    rest = masked(masked(normal, customers), known)
    contacts = _meant(await _people(rest, customers, names, context), named, normal)
    rest = without_places(masked(rest, contacts))
    taken_back = bool(customers or contacts) and not context.draft
    normal, rest, said = _dated(normal, rest, clock, taken_back=taken_back)
    priced = masked(rest, said)
    money = settled(unitless(priced, amounts(priced)), normal)
    others = rivals.named(priced, known)
    at = await whose.where_known(contacts, customers, names, context.focus)
    customers = [whose.narrowed(one, at) for one in customers]
    customers = await _with_unnamed(contacts, customers, at, normal, names)
    return Reading(
        text=normal,
        clock=clock,
        customers=customers,
        contacts=contacts,
        times=said,
        amounts=rivals.priced(money, others, normal),
        context=context,
        known_by_contact={} if customers else whose.referred(at),
        homes=await whose.homes(contacts, customers, normal, names),
        typed=text[:LONGEST],
        rest=text[LONGEST:],
        picked=picked or (),
        rivals=others,
        astray=() if picked is not None else tuple(n for spot in spots for n in spot.value),
    )


def _dated(
    text: str, rest: str, clock: Clock, *, taken_back: bool
) -> tuple[str, str, Sequence[Found[Said]]]:
    """The times of `rest`, and both without what takes one of them back."""
    said: Sequence[Found[Said]] = times(told_apart(rest, clock.now.month), clock)
    if taken_back:
        rest = retracting.timed(rest, said)[0]
        text, said = retracting.timed(text, said)
    said = dealt_out(narrowed(said, rest, clock), rest, clock)
    return text, rest, on_the_same_day(said, rest, clock)


async def _with_unnamed(
    contacts: Sequence[Found[str]],
    customers: Sequence[Found[CustomerRef]],
    at: whose.Homes,
    text: str,
    names: Names,
) -> list[Found[CustomerRef]]:
    """The customers named and those known by a contact beside them, in the order of the sentence."""
    if not customers:
        return whose.several(at, contacts, text)
    found = await whose.unnamed(contacts, customers, text, names)
    return sorted([*customers, *found], key=lambda one: one.start)


_TRIED = 4
"""Full names that are looked up to see whether they are anybody's."""


async def _people(
    text: str, customers: Sequence[Found[CustomerRef]], names: Names, context: Context
) -> list[Found[str]]:
    """The people named, a full name without any word around it where it is known."""
    at = [id_ for one in customers for id_ in one.value.ids]
    there = await names.contacts(at) if at else ()
    every = everybody(text, there)
    found = [one for one in at_customers(every, text, there) if one.value not in context.colleagues]
    tried = [one for one in perhaps(text, every)[:_TRIED] if one.value not in context.colleagues]
    known = await names.anywhere([one.value for one in tried])
    for one in tried:
        free = is_free(one.start, one.end, found)
        if free and one.value in known and all(one.value != other.value for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _meant(
    people: Sequence[Found[str]], named: Sequence[Found[CustomerRef]], text: str
) -> list[Found[str]]:
    """A罗总，不是B姜总: without the contact of a customer that is not meant."""
    refused = [one for one in named if denied(one, text)]
    return [one for one in people if not whose.owner(one, refused, text)]


async def _alike(text: str, rivals: Sequence[Found[str]], names: Names) -> list[Found[CustomerRef]]:
    """Whoever is named as a customer and is nobody's: what it may be a slip for, else a new one."""
    rest = masked(text, rivals)
    found = newcomer(rest)
    return await proposed(rest, names) or ([found] if found else [])


_POINTS = regex(r"(?:[他她它]们?|[这那该])家(?!伙|里|人)|[这那该]个?客户")


def _pointed_at(text: str, focus: CustomerRef) -> list[Found[CustomerRef]]:
    """他家, 这个客户: the customer that is spoken about."""
    match = _POINTS.search(text) if focus.ids else None
    return [Found(replace(focus, words=match.group()), *match.span())] if match else []


def about_focus(reading: Reading) -> Reading:
    """The sentence as one about the customer that is spoken about, where it names nobody."""
    named = reading.customers or reading.known_by_contact or not reading.context.focus.ids
    return reading if named else replace(reading, known_by_contact={"": reading.context.focus})


def beside_rows(reading: Reading) -> str:
    """The sentence without the numbers of rows in it."""
    return masked(reading.text, reading.picked).replace("\u3000", "")


def within(reading: Reading, stretches: Sequence[tuple[int, int]]) -> Reading:
    """The same sentence with nothing but those stretches (`kept`)."""

    def inside(found: Sequence[Found[T]]) -> list[Found[T]]:
        return [one for one in found if any(low <= one.start < high for low, high in stretches)]

    return replace(
        reading,
        text=kept(reading.text, stretches),
        typed=kept(reading.typed, stretches),
        customers=inside(reading.customers),
        contacts=inside(reading.contacts),
        times=inside(reading.times),
        amounts=inside(reading.amounts),
        rest=reading.rest if any(end >= len(reading.text) for _, end in stretches) else "",
        picked=inside(reading.picked),
        rivals=inside(reading.rivals),
    )
