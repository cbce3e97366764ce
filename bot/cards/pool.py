"""Cards of the pool: what is free, what a claim brought, why and until when a customer stays."""

from collections.abc import Sequence

from adapters.chat import Button, Card, Field, Input, Option, Select, TextInput, Tone
from bot.cards.customers import rows_of
from bot.cards.ownership import reason as why
from bot.intents import Release
from bot.keys import Intent, encode
from bot.slots import CustomerRef
from bot.turn import Turn
from core.customers.model import Customer
from core.people.model import Employee
from core.plans.model import Plan

CLOSE = "close"
"""What becomes of the open plans when nobody takes them."""
_HEIRS = 9
"""WeCom's select holds ten."""


def listing(
    found: Sequence[Customer], understood: str, total: int, turn: Turn, *, more: Intent | None
) -> Card:
    """What lies in the pool, last fallen out first; each row offers 认领."""
    say = turn.say
    return Card(
        title=say("pool.list", count=total),
        subtitle=understood,
        rows=rows_of(found, turn, {}),
        body="" if found else say("pool.none"),
        buttons=(Button(say("buttons.more"), encode(more)),) if more else (),
    )


def reasons(
    customers: Sequence[Customer],
    codes: Sequence[str],
    plans: Sequence[Plan],
    heirs: Sequence[Employee],
    turn: Turn,
) -> Card:
    """Why does it go back? At most eight reasons, a note, and who takes its open plans (D17)."""
    say = turn.say
    refs = tuple(CustomerRef((one.id,)) for one in customers)
    options = tuple(Option(code, say(f"pool.reason.{code}")) for code in codes)
    inputs: list[Input] = [Select("reason", say("pool.field.reason"), options, required=True)]
    if plans:
        inputs.append(_takers(heirs, turn))
    inputs.append(TextInput("note", say("pool.field.note")))
    count = Field(say("pool.open_plans"), say("pool.count", count=len(plans)))
    return Card(
        title=say("pool.release", customer="、".join(one.short for one in customers)),
        body=say("pool.why"),
        fields=(count,) if plans else (),
        tone=Tone.WARNING,
        inputs=tuple(inputs),
        buttons=(
            Button(
                say("buttons.release"),
                encode(Release(customers=refs)),
                danger=True,
                submits=True,
            ),
        ),
    )


def _takers(heirs: Sequence[Employee], turn: Turn) -> Select:
    """What becomes of the plans: closed, or a colleague's."""
    say = turn.say
    options = (
        Option(CLOSE, say("pool.close_plans")),
        *(Option(one.id, say("pool.give_plans", name=one.name)) for one in heirs[:_HEIRS]),
    )
    return Select("plans", say("pool.open_plans"), options, CLOSE)


def released(reason: str, plans: int, heir: Employee | None, turn: Turn) -> tuple[Field, ...]:
    """The reason that was given, and what became of the open plans."""
    say = turn.say
    fields = (Field(say("pool.field.reason"), why(reason, turn)),)
    if not plans:
        return fields
    ended = (
        say("pool.plans_given", count=plans, name=heir.name)
        if heir
        else say("pool.plans_closed", count=plans)
    )
    return (*fields, Field(say("pool.open_plans"), ended))
