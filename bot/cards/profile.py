"""The 360° card of a customer and the rows of its line of time (C01, F15)."""

from dataclasses import replace

from adapters.chat import Button, Card, Field, Row, Tone
from bot.cards import customers as cards
from bot.cards import opportunities as deals
from bot.cards import ownership, phrases, stages
from bot.cards import plans as plan_cards
from bot.cards import visits as visit_cards
from bot.cards.attachments import NONE, OfFollowUps, with_attachments
from bot.cards.own_fields import own
from bot.intents import (
    Claim,
    Entry,
    LogFollowUps,
    Release,
    SetPlan,
    ShowBrief,
    ShowTimeline,
    Star,
)
from bot.keys import Intent, encode
from bot.slots import CustomerRef
from bot.turn import Turn
from core.customers.model import Contact, ContactRole, Customer
from core.customers.profile import Event, Profile
from core.opportunities.model import StageMove
from core.people.permissions import Command, Scope
from core.plans.model import Plan
from core.pool.model import PoolEvent, PoolEventKind
from core.visits.model import FollowUp

_GIVEN = (PoolEventKind.CLAIM, PoolEventKind.ASSIGN)
_LOST = (PoolEventKind.RELEASE, PoolEventKind.RECYCLE)


def profile(facts: Profile, turn: Turn) -> Card:
    """Basics, owner and why, last contacts, next plan, open deals, people."""
    customer = facts.customer
    say = turn.say
    why = (
        Field(say("customers.field.why"), ownership.short(customer, facts.look, turn))
        if facts.look
        else None
    )
    parent = [Field(say("customers.field.parent"), facts.parent)] if facts.parent else []
    fields = [
        *cards.facts(customer, facts.owner, turn),
        *parent,
        *own(customer.custom, turn.rules.fields.customer, turn),
        *([why] if why else []),
    ]
    if facts.plans:
        plan = facts.plans[0]
        value = " · ".join(filter(None, (plan_cards.due(plan, turn), plan.content)))
        fields.append(Field(say("customers.field.next_plan"), value))
    for deal in facts.opportunities[:3]:
        value = " · ".join(
            filter(None, (deal.name, stages.of_deal(deal, turn), deals.amount(deal, say)))
        )
        fields.append(Field(say("customers.field.deals"), value))
    people = "、".join(_person(one, customer, turn) for one in facts.contacts[:5])
    if people:
        fields.append(Field(say("customers.field.people"), people))
    return Card(
        title=f"{say('customers.star')} {customer.full_name}"
        if customer.starred
        else customer.full_name,
        subtitle="、".join(customer.aliases[:3]),
        tone=Tone.ACTIVE if customer.owner else Tone.PLAIN,
        fields=tuple(fields),
        rows=tuple(visit_cards.row(one, turn) for one in facts.follow_ups),
        body="" if facts.follow_ups else say("visits.none_yet"),
        buttons=_buttons(customer, turn),
    )


def context(facts: Profile, turn: Turn) -> tuple[Field, ...]:
    """What somebody who just claimed it wants to know: why it came back, who had it (D18)."""
    say = turn.say
    lost = [event for event in facts.history if event.kind in _LOST]
    if not lost:
        return ()
    reason = ownership.reason(lost[0].reason, turn)
    day = phrases.day(lost[0].at.astimezone(turn.zone).date(), say, today=turn.today)
    past = "、".join(
        dict.fromkeys(
            facts.names.get(event.employee, event.employee)
            for event in _before(facts)
            if event.employee
        )
    )
    return (
        Field(say("pool.returned_for"), f"{day} · {reason}"),
        Field(say("pool.past_owners"), past),
    )


def _before(facts: Profile) -> list[PoolEvent]:
    """What others, and its owner once before, had of it: all but how he got it now."""
    had = [event for event in facts.history if event.kind in (*_GIVEN, *_LOST)]
    return had[1:] if had and had[0].kind in _GIVEN else had


def contact_row(one: Contact, customer: Customer, turn: Turn) -> Row:
    """A person with title, role and telephone, as far as the asker may see it."""
    facts = (customer.short, *_known_of(one, customer, turn))
    return Row(title=one.name, detail=" · ".join(filter(None, facts)))


def _known_of(one: Contact, customer: Customer, turn: Turn) -> tuple[str, ...]:
    """Title, role, how he stands to us, telephone, birthday; empty where nobody said."""
    say = turn.say
    role = "" if one.role is ContactRole.UNKNOWN else say(f"customers.role.{one.role}")
    attitude = "" if one.attitude is None else say(f"customers.attitude.{one.attitude}")
    born = say("customers.born", day=one.birthday) if one.birthday else ""
    return one.title, role, attitude, phone(one.mobile, customer, turn), born


def open_to(turn: Turn) -> Scope:
    """Whose contacts' telephone numbers the person may know: those of the pool hide theirs."""
    scope = turn.viewer.scope()
    return replace(
        scope, pools=scope.pools and turn.viewer.reach(Command.READ_PHONE_IN_POOL) != "none"
    )


def phone(mobile: str, customer: Customer, turn: Turn) -> str:
    """A telephone number; in the pool only for whoever may see it before a claim."""
    hidden = customer.owner is None and not open_to(turn).pools
    return turn.say("customers.hidden") if hidden and mobile else mobile


def event_row(event: Event, turn: Turn, attached: OfFollowUps = NONE) -> Row:
    """One point on the line of time."""
    say = turn.say
    what = event.what
    day = phrases.day(event.at.astimezone(turn.zone).date(), say, today=turn.today)
    if isinstance(what, FollowUp):
        return with_attachments(visit_cards.row(what, turn), what, attached, say)
    if isinstance(what, StageMove):
        source, target = (
            stages.among(code, turn.rules.known, say) for code in (what.source, what.target)
        )
        moved = say("opportunities.from_to", source=source, target=target)
        return Row(
            title=f"{day} · {say('customers.event.stage')}",
            detail="；".join(filter(None, (moved, what.reason))),
        )
    if isinstance(what, Plan):
        return Row(
            title=f"{day} · {say('customers.event.plan')}",
            detail=f"{what.content}（{say(f'plans.{what.state}')}）",
        )
    detail = " · ".join(
        filter(
            None,
            (
                ownership.kind(what.kind, turn),
                event.who,
                ownership.reason(what.reason, turn),
            ),
        )
    )
    return Row(title=f"{day} · {say('customers.event.pool')}", detail=detail)


def _person(one: Contact, customer: Customer, turn: Turn) -> str:
    known = " ".join(filter(None, _known_of(one, customer, turn)))
    return f"{one.name}（{known}）" if known else one.name


def _buttons(customer: Customer, turn: Turn) -> tuple[Button, ...]:
    ref = CustomerRef((customer.id,))
    offered: list[tuple[str, Intent]] = []
    if customer.owner is None:
        offered.append(("claim", Claim(customers=(ref,))))
    elif customer.owner == turn.viewer.id:
        offered += [
            ("log", LogFollowUps((Entry(customer=ref),))),
            ("plan", SetPlan(customer=ref)),
            ("release", Release(customers=(ref,))),
            ("unstar" if customer.starred else "star", Star(ref, on=not customer.starred)),
        ]
    offered += [("timeline", ShowTimeline(ref)), ("brief", ShowBrief(ref))]
    return tuple(
        Button(
            turn.say(f"buttons.{word}"),
            encode(intent),
            primary=place == 0,
            danger=word == "release",
        )
        for place, (word, intent) in enumerate(offered)
    )
