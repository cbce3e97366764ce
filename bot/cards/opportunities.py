"""Cards of opportunities: one, many, and the drafts that change them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from adapters.chat import Button, Card, Field, Row, Tone
from bot.cards import phrases, stages
from bot.cards.own_fields import own
from bot.intents import (
    CloseOpportunity,
    MoveStage,
    OpportunityRef,
    ReopenOpportunity,
    SearchOpportunities,
)
from bot.keys import encode
from bot.slots import Amount, When
from bot.texts import Texts
from bot.turn import Turn
from core.customers.model import Customer, CustomerId
from core.money import Money
from core.opportunities.model import (
    Opportunity,
    OpportunityId,
    OpportunityState,
    StageMove,
    StageSum,
)
from core.opportunities.queries import OpportunityOrder
from core.people.model import EmployeeId

Names = Mapping[CustomerId, Customer]
People = Mapping[EmployeeId, str]
STATES = tuple(OpportunityState)


def one(deal: Opportunity, customer: str, turn: Turn, owners: People) -> Card:
    """An opportunity with whose it is, where it is not the reader's, and what can be done about it."""
    owner = owners.get(deal.employee, "")
    whose = (Field(turn.say("customers.field.owner"), owner),) if owner else ()
    return Card(
        title=deal.name,
        subtitle=customer,
        tone=_TONES[deal.state],
        fields=(*whose, *fields(deal, turn)),
        buttons=buttons(deal, turn),
    )


_TONES = {
    OpportunityState.OPEN: Tone.ACTIVE,
    OpportunityState.WON: Tone.GOOD,
    OpportunityState.LOST: Tone.MUTED,
    OpportunityState.INVALID: Tone.MUTED,
}


def fields(deal: Opportunity, turn: Turn) -> tuple[Field, ...]:
    say = turn.say
    is_open = deal.state is OpportunityState.OPEN
    values = (
        ("stage", stages.of_deal(deal, turn) if is_open else say(f"opportunities.{deal.state}")),
        ("amount", amount(deal, turn.say)),
        ("probability", _probability(deal, turn) if is_open else ""),
        ("close", _closing(deal, turn) if is_open else ""),
        ("ended", _ended(deal, turn)),
        ("lost_reason", deal.lost_reason),
        ("competitor", deal.competitor),
    )
    return (
        *(Field(say(f"opportunities.field.{name}"), value) for name, value in values if value),
        *own(deal.custom, turn.rules.fields.opportunity, turn),
    )


def _probability(deal: Opportunity, turn: Turn) -> str:
    """The rate; one set by hand stands beside the stage's own (H06)."""
    flow = turn.rules.flow(deal.flow, deal.flow_version)
    stage = flow.stage(deal.stage) if flow else None
    if not deal.probability_by_hand or stage is None:
        return f"{deal.probability}%"
    return turn.say("opportunities.by_hand", rate=deal.probability, stage=stage.probability)


def _ended(deal: Opportunity, turn: Turn) -> str:
    """The day on which it was won or lost; empty while it is open."""
    if deal.closed_at is None:
        return ""
    return phrases.day(deal.closed_at.astimezone(turn.zone).date(), turn.say, today=turn.today)


def _closing(deal: Opportunity, turn: Turn) -> str:
    """The expected day; beside it how often it was put off, and from when (H06)."""
    if deal.expected_close is None:
        return ""
    day = phrases.day(deal.expected_close, turn.say, today=turn.today)
    if not deal.slips:
        return day
    first = phrases.day(date.fromisoformat(deal.slips[0]), turn.say, today=turn.today)
    return turn.say("opportunities.slipped", day=day, times=len(deal.slips), first=first)


def buttons(deal: Opportunity, turn: Turn) -> tuple[Button, ...]:
    """推进, 赢单, 输单 while it is open; 重新打开 afterwards."""
    say = turn.say
    target = OpportunityRef(opportunity=deal.id)
    if deal.state is not OpportunityState.OPEN:
        return (Button(say("buttons.reopen"), encode(ReopenOpportunity(target))),)
    return (
        Button(say("buttons.advance"), encode(MoveStage(target=target, stage="+1")), primary=True),
        Button(say("buttons.win"), encode(CloseOpportunity(target=target, state="won"))),
        Button(
            say("buttons.lose"),
            encode(CloseOpportunity(target=target, state="lost")),
            danger=True,
        ),
    )


def listing(
    title: str,
    wish: SearchOpportunities,
    deals: Sequence[Opportunity],
    turn: Turn,
    *,
    names: Names,
    owners: People,
) -> Card:
    """A numbered list with how it was asked for; with the rates, where these are what is asked."""
    rows = tuple(row(deal, names, turn, owners) for deal in deals)
    if wish.order in _BY_CHANCE:
        rows = tuple(
            replace(one, detail=f"{one.detail} · {_probability(deal, turn)}")
            for one, deal in zip(rows, deals, strict=True)
        )
    return Card(
        title=title,
        subtitle=understood(wish, turn),
        rows=rows,
        body="" if deals else turn.say("opportunities.none"),
    )


_BY_CHANCE = (OpportunityOrder.LIKELIEST, OpportunityOrder.UNLIKELIEST)


def understood(wish: SearchOpportunities, turn: Turn) -> str:
    """How the conditions were understood: `商务谈判 · 超过50万 · 12月1日至12月31日签约`."""
    say = turn.say
    ended = wish.state != OpportunityState.OPEN
    parts = [
        wish.person,
        wish.customer.words,
        say(f"opportunities.only.{wish.state}") if ended else "",
        *(stages.in_flow(stage, turn.rules.flow(""), turn) for stage in wish.stages),
        _asked_amount(wish, turn),
    ]
    if wish.close:
        since, until = (
            phrases.day(day, say, today=turn.today) for day in (wish.close.since, wish.close.until)
        )
        parts.append(
            say(f"opportunities.{'ended' if ended else 'close'}_in", since=since, until=until)
        )
    if wish.idle_days:
        parts.append(say("opportunities.idle", days=wish.idle_days))
    if wish.order:
        parts.append(say(f"opportunities.order.{wish.order}"))
    return " · ".join(filter(None, (*parts, wish.text)))


def _asked_amount(wish: SearchOpportunities, turn: Turn) -> str:
    if wish.over is None:
        return ""
    amount = phrases.amount(wish.over, turn.say)
    alone = wish.over.least == wish.over.most and not wish.exact
    return turn.say("opportunities.over", amount=amount) if alone else amount


def row(deal: Opportunity, names: Names, turn: Turn, owners: People) -> Row:
    """One deal in a list: whose, at whom, how far, what it is worth and when it is to be signed."""
    customer = names.get(deal.customer)
    return row_at(deal, customer.short if customer else "", turn, owners)


def row_at(deal: Opportunity, customer: str, turn: Turn, owners: People) -> Row:
    """The same, at the customer of that name."""
    say = turn.say
    is_open = deal.state is OpportunityState.OPEN
    facts = (
        owners.get(deal.employee, ""),
        customer,
        stages.of_deal(deal, turn) if is_open else say(f"opportunities.{deal.state}"),
        amount(deal, turn.say),
        say("opportunities.closes", day=phrases.day(deal.expected_close, say, today=turn.today))
        if deal.expected_close and is_open
        else "",
        _ended(deal, turn),
        deal.lost_reason,
        deal.competitor,
    )
    return Row(
        title=deal.name,
        detail=" · ".join(filter(None, facts)),
        short=deal.name[:8],
        buttons=buttons(deal, turn)[:1] if is_open else (),
    )


def move_row(
    move: StageMove, deals: Mapping[OpportunityId, Opportunity], names: People, turn: Turn
) -> Row:
    """Which deal went from where to where, and by whom."""
    deal = deals.get(move.opportunity)
    flow = turn.rules.flow(deal.flow, deal.flow_version) if deal else None
    source, target = (stages.in_flow(code, flow, turn) for code in (move.source, move.target))
    moved = turn.say("opportunities.from_to", source=source, target=target)
    return Row(
        title=deal.name if deal else "—",
        detail=" · ".join(filter(None, (moved, names.get(move.by, ""), move.reason))),
        short=deal.name[:8] if deal else "",
    )


def sums(found: Sequence[StageSum], turn: Turn, *, ended: bool = False) -> str:
    """What they come to, weighted by their stages; beside it what the rates set by hand make (H06).

    Those that ended have no rate.
    """
    total = sum((one.amount for one in found), Money(0))
    weighted = sum((_at_rate(one, turn) for one in found), Money(0))
    by_hand = sum((one.expected if one.by_hand else _at_rate(one, turn) for one in found), Money(0))
    if not found:
        return ""
    say = turn.say
    if ended:
        return say("opportunities.total", total=phrases.money(total, say))
    said = say(
        "opportunities.weighted",
        total=phrases.money(total, say),
        weighted=phrases.money(weighted, say),
    )
    if by_hand == weighted:
        return said
    return said + say("opportunities.weighted_by_hand", weighted=phrases.money(by_hand, say))


def _at_rate(one: StageSum, turn: Turn) -> Money:
    """The amount at the stage's own rate; a stage the flow has no more counts as it was rated."""
    flow = turn.rules.flow(one.flow, one.flow_version)
    stage = flow.stage(one.stage) if flow else None
    return Money(one.amount.fen * stage.probability // 100) if stage else one.expected


def amount(deal: Opportunity, say: Texts) -> str:
    """`120万`, `约200万`, `200万-300万`; empty when nobody said."""
    if deal.amount is None:
        return ""
    said = Amount(deal.amount, deal.amount_max or deal.amount, about=deal.approximate)
    return phrases.amount(said, say)


def changes(
    amount: Amount | None, close: When | None, turn: Turn, *, probability: int | None = None
) -> tuple[Field, ...]:
    """The new values of a draft that changes an opportunity."""
    say = turn.say
    values = (
        ("amount", phrases.amount(amount, say) if amount else "", amount.words if amount else ""),
        (
            "close",
            phrases.when(close, say, today=turn.today) if close else "",
            close.words if close else "",
        ),
        ("probability", f"{probability}%" if probability is not None else "", ""),
    )
    return tuple(
        Field(say(f"opportunities.field.{name}"), value, source)
        for name, value, source in values
        if value
    )
