"""Cards of plans: the draft, one plan with what can be done about it, a choice of several."""

from collections.abc import Mapping, Sequence

from adapters.chat import Button, Card, DateInput, Field, Input, Row, TextInput
from bot.cards import phrases
from bot.intents import CompletePlan, Entry, MovePlan, PlanRef, SetPlan
from bot.keys import Intent, encode
from bot.slots import When
from bot.turn import Turn
from core.customers.model import Customer, CustomerId
from core.plans.model import Plan

Names = Mapping[CustomerId, Customer]


def draft(intent: SetPlan, names: Names, deal: str, turn: Turn) -> Card:
    """What is to be done, for whom, about which deal and when."""
    say = turn.say
    customer = names.get(intent.customer.only) if intent.customer.only else None
    values = (
        (
            "customer",
            customer.full_name if customer else "",
            intent.customer.words or "、".join(intent.contacts),
        ),
        ("opportunity", deal, ""),
        (
            "when",
            phrases.when(intent.when, say, today=turn.today) if intent.when else "",
            intent.when.words if intent.when else "",
        ),
        ("content", intent.content, ""),
        ("contacts", "、".join(intent.contacts), ""),
        ("recurrence", recurrence(intent.recurrence, turn), ""),
    )
    return Card(
        title=say("plans.draft", customer=customer.short if customer else say("plans.own")),
        fields=tuple(
            Field(say(f"plans.field.{name}"), value, source)
            for name, value, source in values
            if value
        ),
        quote=turn.source_text,
    )


def form(intent: SetPlan, turn: Turn) -> tuple[Input, ...]:
    say = turn.say
    return (
        DateInput("when", say("plans.field.when"), value_of(intent.when), with_time=True),
        TextInput("content", say("plans.field.content"), intent.content),
    )


def value_of(when: When | None) -> str:
    """A moment as forms write it."""
    if when is None:
        return ""
    return f"{when.day.isoformat()} {when.at:%H:%M}" if when.at else when.day.isoformat()


def recurrence(rule: str, turn: Turn) -> str:
    """`FREQ=WEEKLY;INTERVAL=2` as people say it."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";") if part)
    frequency = parts.get("FREQ", "").lower()
    if not frequency:
        return ""
    count = parts.get("INTERVAL", "1")
    key = f"plans.every.{frequency}" if count == "1" else f"plans.every_n.{frequency}"
    return turn.say(key, count=count)


def due(plan: Plan, turn: Turn) -> str:
    """`12月2日 周三 14:00`, without an hour that nobody said."""
    if plan.has_time:
        return phrases.moment(plan.due_at, turn.zone, turn.say, today=turn.today)
    return phrases.day(plan.due_at.astimezone(turn.zone).date(), turn.say, today=turn.today)


def buttons(plan: Plan, turn: Turn) -> tuple[Button, ...]:
    """完成, 推迟, 记跟进: the same words everywhere a plan is shown."""
    say = turn.say
    target = PlanRef(plan=plan.id)
    offered: list[tuple[str, Intent]] = [
        ("done", CompletePlan(target)),
        ("postpone", MovePlan(target)),
    ]
    if plan.customer:
        offered.append(("log", CompletePlan(target, report=Entry())))
    return tuple(
        Button(say(f"buttons.{word}"), encode(intent), primary=word == "done")
        for word, intent in offered
    )


def row(plan: Plan, names: Names, turn: Turn, buttons: tuple[Button, ...] = ()) -> Row:
    customer = names.get(plan.customer) if plan.customer else None
    title = " · ".join(filter(None, (customer.short if customer else "", plan.content)))
    return Row(
        title=title or turn.say("plans.unnamed"),
        detail=due(plan, turn),
        short=(customer.short if customer else plan.content)[:8],
        buttons=buttons,
    )


def one(plan: Plan, names: Names, turn: Turn, *, state: str = "") -> Card:
    """One plan as it stands."""
    shown = row(plan, names, turn)
    return Card(
        title=shown.title,
        fields=(Field(turn.say("plans.field.when"), shown.detail),),
        state=state,
    )


def choice(plans: Sequence[Plan], names: Names, turn: Turn, keys: Sequence[Intent]) -> Card:
    """Which plan is meant: one button each."""
    rows = [row(plan, names, turn) for plan in plans]
    return Card(
        title=turn.say("plans.which"),
        rows=tuple(rows),
        buttons=tuple(
            Button(f"{number} {shown.short}", encode(key))
            for number, (shown, key) in enumerate(zip(rows, keys, strict=True), 1)
        ),
    )
