"""Cards of the pool: what is free, what a claim brought, why and until when a customer stays."""

from collections.abc import Sequence

from adapters.chat import Button, Card, Field, Option, Select, Tone
from bot.cards.customers import row
from bot.dialogue.choice import distinguishing
from bot.intents import Release
from bot.keys import Intent, encode
from bot.slots import CustomerRef
from bot.turn import Turn
from core.customers.model import Customer
from core.plans.model import Plan


def listing(
    found: Sequence[Customer], understood: str, total: int, turn: Turn, *, more: Intent | None
) -> Card:
    """What lies in the pool, last fallen out first; each row offers 认领."""
    say = turn.say
    shorts = distinguishing([one.full_name for one in found], [one.short for one in found])
    return Card(
        title=say("pool.list", count=total),
        subtitle=understood,
        rows=tuple(row(one, short, turn) for one, short in zip(found, shorts, strict=True)),
        body="" if found else say("pool.none"),
        buttons=(Button(say("buttons.more"), encode(more)),) if more else (),
    )


def reasons(
    customers: Sequence[Customer], codes: Sequence[str], plans: Sequence[Plan], turn: Turn
) -> Card:
    """Why does it go back? At most eight reasons, and what becomes of its open plans (D17)."""
    say = turn.say
    refs = tuple(CustomerRef((one.id,)) for one in customers)
    options = tuple(Option(code, say(f"pool.reason.{code}")) for code in codes)
    return Card(
        title=say("pool.release", customer="、".join(one.short for one in customers)),
        body=say("pool.why"),
        fields=(
            (Field(say("pool.open_plans"), say("pool.will_close", count=len(plans))),)
            if plans
            else ()
        ),
        tone=Tone.WARNING,
        inputs=(Select("reason", say("pool.field.reason"), options, required=True),),
        buttons=(
            Button(
                say("buttons.release"),
                encode(Release(customers=refs)),
                danger=True,
                submits=True,
            ),
        ),
    )
