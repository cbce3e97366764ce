"""Create, edit, advance, win, lose, reopen opportunities; each keeps the customer's facts true."""

from dataclasses import dataclass, replace
from datetime import date

from core.acting import Acting
from core.customers.model import Customer, CustomerId
from core.errors import FactsMissing, IllegalMove, Invalid
from core.money import Money
from core.opportunities.model import (
    Opportunity,
    OpportunityId,
    OpportunityState,
    Stage,
    StageMove,
)
from core.opportunities.queries import OpportunityQuery
from core.people.permissions import EVERYBODY, Command, Reach
from core.pool.clocks import wound

_LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """New values of an opportunity; None or empty: as it was."""

    name: str = ""
    amount: Money | None = None
    amount_max: Money | None = None
    approximate: bool = False
    expected_close: date | None = None
    probability: int | None = None
    source: str = ""


async def create(
    customer_id: CustomerId, facts: Facts, acting: Acting, *, flow: str = ""
) -> Opportunity:
    """Create an opportunity in its flow's first stage.

    Raises:
        Invalid: a value that cannot be.
        Forbidden, NotFound: as usual.
    """
    customer = await acting.uow.customers.get(customer_id, acting.viewer.scope())
    acting.viewer.check(Command.SELL, customer.owner)
    _check(facts)
    chosen = acting.flow(flow)
    first = chosen.stages[0]
    deal = Opportunity(
        id=OpportunityId(acting.new_id()),
        customer=customer.id,
        employee=acting.viewer.id,
        name=facts.name or customer.short,
        flow=chosen.id,
        flow_version=chosen.version,
        stage=first.code,
        amount=facts.amount,
        amount_max=facts.amount_max,
        approximate=facts.approximate,
        probability=first.probability,
        expected_close=facts.expected_close,
        source=facts.source,
        moved_at=acting.now,
        created_at=acting.now,
    )
    await acting.uow.opportunities.add(deal)
    await follow_deals(customer, acting)
    await acting.uow.ledger.record("create_opportunity", "opportunity", deal.id)
    return deal


async def edit(deal_id: OpportunityId, facts: Facts, acting: Acting) -> Opportunity:
    """Change amount, close date, probability or name of an open opportunity."""
    deal = await _mine(deal_id, acting)
    saved = await acting.uow.opportunities.save(_edited(deal, facts))
    await acting.uow.ledger.record("edit_opportunity", "opportunity", deal_id)
    return saved


async def move(
    deal_id: OpportunityId,
    target: str,
    acting: Acting,
    *,
    facts: Facts | None = None,
    reason: str = "",
) -> Opportunity:
    """Move an open opportunity to a stage code, or by `+1` or `-1`.

    Raises:
        FactsMissing: what the stage wants and is not there; a supervisor may pass with a reason, which
            the ledger counts as `override_stage` (H02).
        IllegalMove: closed, the stage is not of its flow, or it is there already.
    """
    deal = await _mine(deal_id, acting)
    if deal.state is not OpportunityState.OPEN:
        raise IllegalMove("opportunity", deal.state, target, _flow(deal))
    known = _edited(deal, facts) if facts else deal
    stage = _stage(known, target, acting)
    missing = tuple(name for name in stage.needs if getattr(known, name) is None)
    forwards = _place(stage.code, known, acting) > _place(known.stage, known, acting)
    lacking = bool(missing) and forwards
    if lacking and not _may_override(reason, acting):
        raise FactsMissing(stage.code, missing, _flow(deal))
    moved = replace(
        known,
        stage=stage.code,
        probability=known.probability if known.probability_by_hand else stage.probability,
        moved_at=acting.now,
    )
    command = "override_stage" if lacking else "move_opportunity"
    return await _moved(deal, moved, stage.code, reason, acting, command=command)


async def win(
    deal_id: OpportunityId, acting: Acting, *, amount: Money | None = None
) -> Opportunity:
    """Close as won."""
    deal = await _mine(deal_id, acting)
    won = replace(_closed(deal, OpportunityState.WON, acting), probability=100)
    if amount is not None:
        won = replace(won, amount=amount, amount_max=None, approximate=False)
    return await _moved(deal, won, "won", "", acting, command="win")


async def lose(
    deal_id: OpportunityId, acting: Acting, *, reason: str, competitor: str
) -> Opportunity:
    """Close as lost, with a reason and a competitor, 无 where there was none (H08).

    Raises:
        Invalid: no reason, or no competitor.
    """
    for name, given in (("reason", reason), ("competitor", competitor)):
        if not given.strip():
            raise Invalid(name, "empty")
    deal = await _mine(deal_id, acting)
    lost = replace(
        _closed(deal, OpportunityState.LOST, acting),
        probability=0,
        lost_reason=reason.strip(),
        competitor=competitor.strip(),
    )
    return await _moved(deal, lost, "lost", reason, acting, command="lose")


async def invalidate(deal_id: OpportunityId, acting: Acting, *, reason: str) -> Opportunity:
    """Close as invalid, e.g. created twice."""
    deal = await _mine(deal_id, acting)
    closed = _closed(deal, OpportunityState.INVALID, acting)
    ended = replace(closed, probability=0, lost_reason=reason.strip())
    return await _moved(deal, ended, "invalid", reason, acting, command="invalidate")


async def reopen(deal_id: OpportunityId, acting: Acting, *, reason: str) -> Opportunity:
    """Open a closed one in its last open stage, at that stage's rate.

    Raises:
        IllegalMove: it is open.
        Invalid: no reason.
    """
    deal = await _mine(deal_id, acting)
    if deal.state is OpportunityState.OPEN:
        raise IllegalMove("opportunity", "open", "open")
    if not reason.strip():
        raise Invalid("reason", "empty")
    flow = acting.flow(deal.flow, deal.flow_version)
    stage = flow.stage(deal.stage) or flow.stages[0]
    opened = replace(
        deal,
        state=OpportunityState.OPEN,
        stage=stage.code,
        probability=stage.probability,
        probability_by_hand=False,
        closed_at=None,
        lost_reason="",
        competitor="",
        moved_at=acting.now,
    )
    return await _moved(deal, opened, "reopened", reason, acting, command="reopen")


async def _mine(deal_id: OpportunityId, acting: Acting) -> Opportunity:
    deal = await acting.uow.opportunities.get(deal_id, acting.viewer.scope())
    acting.viewer.check(Command.SELL, deal.employee)
    return deal


def _closed(deal: Opportunity, state: OpportunityState, acting: Acting) -> Opportunity:
    if deal.state is not OpportunityState.OPEN:
        raise IllegalMove("opportunity", deal.state, state, _flow(deal))
    return replace(deal, state=state, closed_at=acting.now, moved_at=acting.now)


async def _moved(
    before: Opportunity,
    after: Opportunity,
    target: str,
    reason: str,
    acting: Acting,
    *,
    command: str,
) -> Opportunity:
    saved = await acting.uow.opportunities.save(after)
    source = before.stage if before.state is OpportunityState.OPEN else before.state.value
    await acting.uow.opportunities.add_move(
        StageMove(
            id=acting.new_id(),
            opportunity=saved.id,
            customer=saved.customer,
            source=source,
            target=target,
            by=acting.viewer.id,
            at=acting.now,
            reason=reason,
        )
    )
    customer = await acting.uow.customers.get(saved.customer, acting.viewer.scope())
    await follow_deals(customer, acting)
    await acting.uow.ledger.record(command, "opportunity", saved.id)
    return saved


async def follow_deals(customer: Customer, acting: Acting) -> None:
    """Open and won deals protect a customer: its facts follow them."""
    states = (OpportunityState.OPEN, OpportunityState.WON)
    deals = await acting.uow.opportunities.search(
        OpportunityQuery(customer=customer.id, states=states, limit=200), EVERYBODY
    )
    opened = [deal.moved_at for deal in deals if deal.state is OpportunityState.OPEN]
    won = [
        deal.closed_at for deal in deals if deal.state is OpportunityState.WON and deal.closed_at
    ]
    kept = replace(customer, open_moved_at=max(opened, default=None), won_at=max(won, default=None))
    if kept != customer:
        await acting.uow.customers.save(wound(kept, acting.pool, now=acting.now, zone=acting.zone))


def _edited(deal: Opportunity, facts: Facts) -> Opportunity:
    _check(facts)
    changed = deal
    if facts.amount is not None:
        changed = replace(
            changed,
            amount=facts.amount,
            amount_max=facts.amount_max,
            approximate=facts.approximate,
        )
    if facts.probability is not None:
        changed = replace(changed, probability=facts.probability, probability_by_hand=True)
    return _closing(replace(changed, name=facts.name or changed.name), facts.expected_close)


def _closing(deal: Opportunity, on: date | None) -> Opportunity:
    """A close date that is put off leaves the old one behind (H06)."""
    before = deal.expected_close
    if on is None or on == before:
        return deal
    slipped = before is not None and on > before
    slips = (*deal.slips, before.isoformat()) if before and slipped else deal.slips
    return replace(deal, expected_close=on, slips=slips)


def _check(facts: Facts) -> None:
    if facts.amount is not None and facts.amount.fen < 0:
        raise Invalid("amount", "negative")
    if facts.probability is not None and not 0 <= facts.probability <= 100:
        raise Invalid("probability", "range")
    if len(facts.name) > _LONGEST:
        raise Invalid("name", "too_long")


def _stage(deal: Opportunity, target: str, acting: Acting) -> Stage:
    flow = acting.flow(deal.flow, deal.flow_version)
    if target in ("+1", "-1"):
        place = _place(deal.stage, deal, acting) + int(target)
        if not 0 <= place < len(flow.stages):
            raise IllegalMove("opportunity", deal.stage, target, _flow(deal))
        return flow.stages[place]
    stage = flow.stage(target)
    if stage is None or stage.code == deal.stage:
        raise IllegalMove("opportunity", deal.stage, target, _flow(deal))
    return stage


def _place(code: str, deal: Opportunity, acting: Acting) -> int:
    codes = [stage.code for stage in acting.flow(deal.flow, deal.flow_version).stages]
    return codes.index(code) if code in codes else 0  # type: ignore[arg-type]  # a stage code


def _may_override(reason: str, acting: Acting) -> bool:
    wide = acting.viewer.reach(Command.SELL) in (Reach.TEAM, Reach.ALL)
    return wide and bool(reason.strip())


def _flow(deal: Opportunity) -> tuple[str, int]:
    return deal.flow, deal.flow_version
