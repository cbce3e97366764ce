"""Cards of contacts with customers: the draft, the form, the last ones."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import repeat

from adapters.chat import Card, DateInput, Field, Input, Option, Row, Select, TextInput, Tone
from bot.cards import phrases
from bot.cards.entries import rows
from bot.intents import Entry
from bot.slots import PersonSaid, When
from bot.turn import Turn
from core.customers.model import Customer, CustomerId
from core.people.model import EmployeeId
from core.visits.model import ContactKind, FollowUp

Names = Mapping[CustomerId, Customer]
FORM_HOLDS = 1000
"""Characters a line of the form takes."""


def draft(
    entries: Sequence[Entry], names: Names, turn: Turn, *, people: Sequence[str] = ()
) -> Card:
    """One entry as named values, several as rows; `people` is what is said of each one's people."""
    say = turn.say
    if len(entries) > 1:
        return Card(
            title=say("visits.several", count=len(entries)),
            body=say("draft.more_entries", count=len(entries)),
            rows=rows(
                [
                    draft([entry], names, turn, people=[said])
                    for entry, said in zip(entries, people or repeat(""), strict=False)
                ],
                [entry.done for entry in entries],
                turn,
            ),
            quote=turn.source_text,
        )
    entry = entries[0]
    customer = _named(entry, names)
    return Card(
        title=say("visits.draft", kind=say(f"visits.kind.{entry.kind}"), customer=customer),
        fields=fields(entry, names, turn, people="".join(people)),
        quote=turn.source_text,
    )


def person(said: PersonSaid, meant: int, turn: Turn) -> str:
    """`赵总：财务、审批人`; where several are called so, that it is not kept."""
    say = turn.say
    facts = (
        said.title,
        say(f"customers.role.{said.role}") if said.role else "",
        "" if said.attitude is None else say(f"customers.attitude.{said.attitude}"),
        say("visits.which_of", count=meant) if meant > 1 else "",
    )
    return say("visits.person", name=said.name, facts="、".join(filter(None, facts)))


def fields(entry: Entry, names: Names, turn: Turn, *, people: str = "") -> tuple[Field, ...]:
    """What was understood of one contact, each value with the words it came from."""
    say = turn.say
    values = (
        ("customer", _full_name(entry, names)),
        ("contacts", "、".join(entry.contacts)),
        ("when", _day(entry.when, turn)),
        ("content", entry.content),
        ("result", entry.result),
        ("amounts", _amounts(entry, turn)),
        ("competitors", "、".join(entry.competitors)),
        ("people", people),
        ("topics", "、".join(entry.topics)),
        ("next", next_step(entry.next_when, entry.next_step, turn)),
        ("none_reason", entry.none_reason),
    )
    return tuple(
        Field(say(f"visits.field.{slot}"), value, source(entry, slot, turn.source_text))
        for slot, value in values
        if value
    )


def source(entry: Entry, slot: str, text: str) -> str:
    """The words a value was understood from, as far as they differ from nothing (F13)."""
    spans = [span for span in entry.spans if span.slot.partition(".")[0] in _SLOTS[slot]]
    return " ".join(text[span.start : span.end] for span in spans)


_SLOTS = {
    "customer": ("customer", "mention"),
    "contacts": ("contacts", "contact"),
    "when": ("when", "visited_at"),
    "content": ("content",),
    "result": ("result", "outcome"),
    "amounts": ("amounts", "amount"),
    "competitors": ("competitors",),
    "people": ("people",),
    "topics": ("topics",),
    "next": ("next_when", "next_step", "next_follow_up_at"),
    "none_reason": ("none_reason",),
}


def next_step(when: When | None, content: str, turn: Turn) -> str:
    """`12月2日 周三 · 再去`."""
    day = phrases.when(when, turn.say, today=turn.today) if when else ""
    return " · ".join(filter(None, (day, content)))


def form(entry: Entry, turn: Turn) -> tuple[Input, ...]:
    """The form of 修改: kind, day, who, what, result, next."""
    say = turn.say
    kinds = tuple(Option(kind, say(f"visits.kind.{kind}")) for kind in ContactKind)

    def text(name: str, value: str, *, lines: bool = False) -> TextInput:
        label = say(f"visits.field.{name}")
        return TextInput(name, label, value[:FORM_HOLDS], multiline=lines, max_length=FORM_HOLDS)

    return (
        Select("kind", say("visits.field.kind"), kinds, entry.kind),
        DateInput("when", say("visits.field.when"), day_value(entry.when)),
        text("contacts", "、".join(entry.contacts)),
        text("content", entry.content, lines=True),
        text("result", entry.result, lines=True),
        DateInput("next_when", say("visits.field.next_when"), day_value(entry.next_when)),
        text("next_step", entry.next_step),
        text("none_reason", entry.none_reason),
    )


def day_value(when: When | None) -> str:
    """A day as forms write it."""
    return when.day.isoformat() if when else ""


def last(
    customer: str, follow_ups: Sequence[FollowUp], turn: Turn, by: Mapping[EmployeeId, str]
) -> Card:
    """The last contacts with a customer, newest first; `by` names the colleagues whose they are."""
    say = turn.say
    return Card(
        title=say("visits.last", customer=customer),
        rows=tuple(row(one, turn, by.get(one.employee, "")) for one in follow_ups),
        body="" if follow_ups else say("visits.none_yet"),
        tone=Tone.PLAIN,
    )


def row(one: FollowUp, turn: Turn, by: str = "") -> Row:
    """A logged contact in a list: when and how, what was said, what is next."""
    say = turn.say
    when = one.occurred_at.astimezone(turn.zone).date()
    head = (
        phrases.day(when, say, today=turn.today),
        by,
        say(f"visits.kind.{one.kind}"),
        "、".join(one.contacts),
        "" if one.effective else say("visits.not_effective"),
    )
    said = (one.content, one.result and say("visits.said", result=one.result), one.next_step)
    return Row(title=" · ".join(filter(None, head)), detail="；".join(filter(None, said)))


def row_at(one: FollowUp, customer: str, turn: Turn) -> Row:
    """The same in a list of several customers."""
    shown = row(one, turn)
    return replace(shown, title=" · ".join(filter(None, (customer, shown.title))))


def _amounts(entry: Entry, turn: Turn) -> str:
    return "、".join(phrases.figure(amount, turn.say) for amount in entry.amounts)


def _day(when: When | None, turn: Turn) -> str:
    if when is None:
        return phrases.day(turn.today, turn.say, today=turn.today)
    return phrases.when(when, turn.say, today=turn.today)


def _named(entry: Entry, names: Names) -> str:
    customer = names.get(entry.customer.only) if entry.customer.only else None
    return customer.short if customer else entry.customer.words


def _full_name(entry: Entry, names: Names) -> str:
    customer = names.get(entry.customer.only) if entry.customer.only else None
    return customer.full_name if customer else entry.customer.words
