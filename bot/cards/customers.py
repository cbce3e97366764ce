"""Cards of customers: lists, and what a stranger may see of one."""

from collections.abc import Mapping, Sequence

from adapters.chat import Button, Card, Field, Row, Tone
from bot.cards import phrases
from bot.dialogue.choice import distinguishing
from bot.intents import Claim, Entry, LogFollowUps
from bot.keys import Intent, encode
from bot.slots import CustomerRef
from bot.turn import Turn
from core.customers.model import Customer
from core.people.model import EmployeeId
from core.pool.rules import look

Owners = Mapping[EmployeeId, str]
"""Names of whose customers they are, beside the reader's own."""


def listing(
    title: str,
    subtitle: str,
    found: Sequence[Customer],
    turn: Turn,
    *,
    owners: Owners,
    more: Intent | None = None,
) -> Card:
    """A numbered list; a row of the pool offers 认领, one of one's own 记跟进 (F04)."""
    rows = rows_of(found, turn, owners)
    next_page = (Button(turn.say("buttons.more"), encode(more)),) if more else ()
    return Card(
        title=title,
        subtitle=subtitle,
        rows=rows,
        body="" if rows else turn.say("customers.none" if subtitle else "customers.none_at_all"),
        buttons=next_page,
        tone=Tone.PLAIN,
    )


def rows_of(found: Sequence[Customer], turn: Turn, owners: Owners) -> tuple[Row, ...]:
    """Each with a short name that tells it from the others."""
    shorts = distinguishing([one.full_name for one in found], [one.short for one in found])
    return tuple(row(one, name, turn, owners) for one, name in zip(found, shorts, strict=True))


def row(one: Customer, short: str, turn: Turn, owners: Owners) -> Row:
    """One customer in a list: whose, who and where, how long untouched, until when it stays."""
    say = turn.say
    facts = (
        owners.get(one.owner, "") if one.owner else "",
        one.city,
        one.industry,
        say("customers.tier", tier=one.tier) if one.tier else "",
        touched(one, turn),
        countdown(one, turn),
    )
    return Row(
        title=one.full_name,
        detail=" · ".join(filter(None, facts)),
        short=short,
        buttons=_row_buttons(one, turn),
        starred=one.starred,
    )


def touched(one: Customer, turn: Turn) -> str:
    """`12天没联系`; nothing for who lies in the pool."""
    if one.owner is None:
        return ""
    if one.last_contact_at is None:
        return turn.say("customers.never_touched")
    days = (turn.today - one.last_contact_at.astimezone(turn.zone).date()).days
    return (
        turn.say("customers.touched_today")
        if days <= 0
        else turn.say("customers.touched", days=days)
    )


def countdown(one: Customer, turn: Turn) -> str:
    """`距回公海 5 天`, for who may return within two weeks; nothing while something protects it."""
    if one.recycle_on is None or one.owner is None:
        return ""
    if look(one, turn.rules.pool, today=turn.today, zone=turn.zone).protected_by:
        return ""
    days = (one.recycle_on - turn.today).days
    return turn.say("customers.countdown", days=max(days, 0)) if days <= 14 else ""


def masked(one: Customer, owner: str, turn: Turn) -> Card:
    """What anybody may know of a colleague's customer: that it is his."""
    return Card(
        title=one.full_name,
        fields=(Field(turn.say("customers.field.owner"), owner),),
        body=turn.say("customers.not_yours"),
        tone=Tone.MUTED,
    )


def facts(one: Customer, owner: str, turn: Turn) -> tuple[Field, ...]:
    """Name and what is known of it, in the order people ask."""
    say = turn.say
    values = (
        ("owner", owner or say("customers.in_pool", pool=one.pool or say("customers.the_pool"))),
        ("city", " · ".join(filter(None, (one.city, one.industry)))),
        ("tier", say("customers.tier", tier=one.tier) if one.tier else ""),
        ("aliases", "、".join(one.aliases)),
        ("since", phrases.moment(one.owned_since, turn.zone, say) if one.owned_since else ""),
    )
    return tuple(Field(say(f"customers.field.{name}"), value) for name, value in values if value)


def _row_buttons(one: Customer, turn: Turn) -> tuple[Button, ...]:
    ref = CustomerRef((one.id,))
    if one.owner is None:
        return (Button(turn.say("buttons.claim"), encode(Claim(customers=(ref,)))),)
    if one.owner == turn.viewer.id:
        log = LogFollowUps((Entry(customer=ref),))
        return (Button(turn.say("buttons.log"), encode(log)),)
    return ()
