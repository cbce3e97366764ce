"""Rows of an opportunities file; a stage or state that differs is a move like any other."""

from dataclasses import replace

from bot.transfer import values
from bot.transfer.batch import Batch, Kind
from bot.transfer.tables import Columns, Line
from bot.transfer.words import stage_of
from bot.transfer.wrong import WrongRow
from core.customers.model import Customer, CustomerId
from core.opportunities.actions import follow_deals
from core.opportunities.model import (
    Flow,
    Opportunity,
    OpportunityId,
    OpportunityState,
    Stage,
    StageCode,
    StageMove,
)
from core.people.permissions import EVERYBODY

_ENDS = tuple(state.value for state in OpportunityState if state is not OpportunityState.OPEN)


async def take(line: Line, batch: Batch) -> str:
    """One opportunity by its number; its customer's facts follow it."""
    number = OpportunityId(values.identifier(line["opportunity_id"], "opportunity_id"))
    customer = batch.customers.get(CustomerId(line["customer_id"]))
    if customer is None:
        raise WrongRow("no_customer", cell=line["customer_id"][:40])
    known = await batch.uow.opportunities.find(number)
    deal = _deal(line, known or _begun(line, number, customer, batch), customer, batch)
    if known is None:
        deal = _rated(line, deal)
        await batch.uow.opportunities.add(deal)
    elif deal == known:
        return "duplicate"
    else:
        await _save(deal, known, batch)
    await follow_deals(await batch.uow.customers.get(customer.id, EVERYBODY), batch.acting)
    return "new" if known is None else "updated"


def _begun(line: Line, number: OpportunityId, customer: Customer, batch: Batch) -> Opportunity:
    owner = batch.owner(line, customer.owner) or customer.owner
    if owner is None:
        raise WrongRow("no_owner")
    flow = batch.acting.flow("")
    return Opportunity(
        id=number,
        customer=customer.id,
        employee=owner,
        name="",
        flow=flow.id,
        flow_version=flow.version,
        stage=StageCode(flow.stages[0].code),
        moved_at=batch.now,
        created_at=batch.now,
    )


def _deal(line: Line, base: Opportunity, customer: Customer, batch: Batch) -> Opportunity:
    """The deal as the row has it; a cell that is not there keeps what is known."""
    flow = batch.acting.flow(base.flow, base.flow_version)
    line = {**line, "stage": stage_of(line["stage"], flow)} if line.get("stage") else line
    state = _state(line, base)
    stage = _stage(line, base, flow)
    owner = batch.owner(line, base.employee)
    deal = replace(
        base,
        customer=customer.id,
        employee=owner or base.employee,
        name=values.needed(line["name"], "name"),
        stage=stage.code if stage else base.stage,
        state=state,
        custom=batch.custom(line, base.custom),
    )
    if "expected_close" in line:
        close = values.day(line["expected_close"], "expected_close", batch.zone)
        deal = replace(deal, expected_close=close)
    return _moved(_priced(line, deal), base, stage, batch)


def _state(line: Line, base: Opportunity) -> OpportunityState:
    """What the row says by its state or by its stage; without either what is known."""
    code = line.get("stage", "")
    said = line.get("state", "") or (code if code in _ENDS else "open" if code else base.state)
    if said not in set(OpportunityState):
        raise WrongRow("no_state", cell=said[:20])
    return OpportunityState(said)


def _stage(line: Line, base: Opportunity, flow: Flow) -> Stage | None:
    """The open stage of the row; a deal that has ended keeps the one it ended in."""
    code = line.get("stage", "")
    if code in _ENDS and base.name:
        return flow.stage(base.stage)
    if code in _ENDS:
        return flow.stages[-1]
    stage = flow.stage(code or base.stage)
    if stage is None and code and code != base.stage:
        raise WrongRow("no_stage", cell=code[:20], flow=flow.name)
    return stage


def _priced(line: Line, deal: Opportunity) -> Opportunity:
    if "amount" not in line:
        return deal
    amount = values.money(line["amount"], "amount")
    if amount == deal.amount:
        return deal
    return replace(deal, amount=amount, amount_max=None, approximate=False)


def _moved(deal: Opportunity, base: Opportunity, stage: Stage | None, batch: Batch) -> Opportunity:
    """The rate and the times that follow from another stage or state."""
    if base.name and (deal.stage, deal.state) == (base.stage, base.state):
        return deal
    if deal.state is not OpportunityState.OPEN:
        rate = 100 if deal.state is OpportunityState.WON else 0
        return replace(deal, probability=rate, moved_at=batch.now, closed_at=batch.now)
    if stage and not (deal.probability_by_hand and base.state is OpportunityState.OPEN):
        deal = replace(deal, probability=stage.probability, probability_by_hand=False)
    return replace(deal, moved_at=batch.now, closed_at=None, lost_reason="", competitor="")


def _rated(line: Line, deal: Opportunity) -> Opportunity:
    """A new deal keeps the rate its export told; of a known one the stage decides."""
    rate = values.percent(line.get("probability", ""), "probability")
    if rate is None or rate == deal.probability or deal.state is not OpportunityState.OPEN:
        return deal
    return replace(deal, probability=rate, probability_by_hand=True)


async def _save(deal: Opportunity, known: Opportunity, batch: Batch) -> None:
    await batch.uow.opportunities.save(deal)
    if (known.stage, known.state) == (deal.stage, deal.state):
        return
    was_open = known.state is OpportunityState.OPEN
    now_open = deal.state is OpportunityState.OPEN
    source = known.stage if was_open else known.state.value
    target = (deal.stage if was_open else "reopened") if now_open else deal.state.value
    move = StageMove(
        id=batch.acting.new_id(),
        opportunity=deal.id,
        customer=deal.customer,
        source=source,
        target=target,
        by=deal.employee,
        at=batch.now,
        reason="import",
    )
    await batch.uow.opportunities.add_move(move)


KIND = Kind(
    Columns(
        ("opportunity_id", "customer_id", "name"),
        ("stage", "amount", "expected_close", "owner_rep", "state", "probability"),
        (),
        {"id": "opportunity_id", "employee_no": "owner_rep", "owner_no": "owner_rep"},
    ),
    ("opportunity_id",),
    take,
)
