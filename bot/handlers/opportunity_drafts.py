"""How opportunities are drafted: created, moved, closed, reopened, changed."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.chat import Card, DateInput, Field, Input, Option, Select, TextInput
from bot.cards import opportunities as cards
from bot.cards import phrases, stages
from bot.dialogue.asks import Ask, of_amount
from bot.dialogue.draftable import Draftable, Form, Saved, draftables
from bot.dialogue.forms import amount_of, one, when_of
from bot.handlers.opportunity_changes import Changing, apply, did, facts_of, stage_meant
from bot.handlers.profile_questions import question
from bot.intents import (
    CloseOpportunity,
    CreateOpportunity,
    MoveStage,
    ReopenOpportunity,
    UpdateOpportunity,
)
from bot.router import Router
from bot.shown import Shown, remember
from bot.slots import Amount, When
from bot.talk import Correct
from bot.turn import Turn
from core.errors import Invalid, NotFound
from core.opportunities import actions
from core.opportunities.model import Opportunity, OpportunityState, StageCode
from core.people.permissions import Command

router = Router()


async def _new_face(wish: CreateOpportunity, turn: Turn) -> Card:
    say = turn.say
    ids = [wish.customer.only] if wish.customer.only else []
    found = await turn.uow.customers.several(ids, turn.viewer.scope())
    name = found[0].full_name if found else ""
    given = (
        ("customer", name, wish.customer.words),
        ("name", wish.name, ""),
        ("source", wish.source, ""),
        ("flow", flow.name if wish.flow and (flow := turn.rules.flow(wish.flow)) else "", ""),
    )
    fields = [
        Field(say(f"opportunities.field.{slot}"), value, source)
        for slot, value, source in given
        if value
    ]
    return Card(
        title=say("opportunities.create", customer=found[0].short if found else ""),
        fields=(*fields, *cards.changes(wish.amount, wish.expected_close, turn)),
        quote=turn.source_text,
    )


async def _new_inputs(wish: CreateOpportunity, turn: Turn) -> Sequence[Input]:
    name = TextInput("name", turn.say("opportunities.field.name"), wish.name)
    options = tuple(Option(flow.id, flow.name) for flow in turn.rules.flows)
    chosen = wish.flow or options[0].value
    flow = Select("flow", turn.say("opportunities.field.flow"), options, chosen)
    return (name, *_facts_inputs(wish.amount, wish.expected_close, turn), flow)


def _facts_inputs(amount: Amount | None, close: When | None, turn: Turn) -> tuple[Input, ...]:
    say = turn.say
    shown = phrases.amount(amount, say) if amount else ""
    day = close.day.isoformat() if close else ""
    return (
        TextInput("amount", say("opportunities.field.amount"), shown),
        DateInput("expected_close", say("opportunities.field.close"), day),
    )


def _amount(form: Form, known: Amount | None, turn: Turn) -> Amount | None:
    """The amount of the form; one that was left as it was shown stays as it was."""
    if known and one(form, "amount") == phrases.amount(known, turn.say):
        return known
    return amount_of(form, "amount", known)


def _new_filled(wish: CreateOpportunity, form: Form, turn: Turn) -> CreateOpportunity:
    return replace(
        wish,
        name=one(form, "name", wish.name),
        flow=one(form, "flow", wish.flow),
        amount=_amount(form, wish.amount, turn),
        expected_close=when_of(form, "expected_close", wish.expected_close),
    )


async def _new_save(wish: CreateOpportunity, turn: Turn) -> Saved:
    if wish.customer.only is None:
        raise Invalid("customer", "empty")
    facts = replace(facts_of(wish.amount, wish.expected_close, name=wish.name), source=wish.source)
    deal = await actions.create(wish.customer.only, facts, turn.acting, flow=wish.flow)
    shown = Shown(customers=(deal.customer,), opportunities=(deal.id,))
    await remember(turn.uow, turn.answered_in, shown, turn.now)
    return Saved()


def _new_corrected(wish: CreateOpportunity, correction: Correct) -> CreateOpportunity | None:
    changed = replace(
        wish,
        customer=correction.customer or wish.customer,
        amount=correction.amount or wish.amount,
        expected_close=correction.when or correction.next_when or wish.expected_close,
        name=correction.content or wish.name,
    )
    return None if changed == wish else changed


draftables.add(
    CreateOpportunity,
    Draftable(
        face=_new_face,
        command=Command.SELL,
        save=_new_save,
        inputs=_new_inputs,
        filled=_new_filled,
        customers=lambda wish: [wish.customer],
        with_customer=lambda wish, _, ref: replace(wish, customer=ref),
        wanted=lambda wish: [
            name
            for name, lacking in (("name", not wish.name), ("amount", wish.amount is None))
            if lacking
        ],
        corrected=_new_corrected,
        asks=lambda wish, turn: of_amount(
            wish.amount, turn, lambda amount: replace(wish, amount=amount)
        ),
    ),
)


async def _deal(wish: Changing, turn: Turn) -> Opportunity:
    if wish.target.opportunity is None:
        raise NotFound(kind="opportunity", key="")
    return await turn.uow.opportunities.get(wish.target.opportunity, turn.viewer.scope())


async def _face(wish: Changing, turn: Turn) -> Card:
    """What will change; the old and the new stage of a move."""
    say = turn.say
    deal = await _deal(wish, turn)
    customer = await turn.uow.customers.get(deal.customer, turn.viewer.scope())
    fields = [Field(say("opportunities.field.customer"), customer.full_name)]
    reason = getattr(wish, "reason", "")
    if isinstance(wish, MoveStage):
        fields.append(Field(say("opportunities.field.stage"), _move(wish, deal, turn)))
    amount, close = getattr(wish, "amount", None), getattr(wish, "expected_close", None)
    probability = getattr(wish, "probability", None)
    fields += cards.changes(amount, close, turn, probability=probability)
    if reason:
        fields.append(Field(say("opportunities.field.reason"), reason))
    if competitor := getattr(wish, "competitor", ""):
        fields.append(Field(say("opportunities.field.competitor"), competitor))
    title = say(f"opportunities.{_TITLES[type(wish)]}{getattr(wish, 'state', '')}", name=deal.name)
    return Card(title=title, fields=tuple(fields), quote=turn.source_text)


_TITLES = {
    MoveStage: "move",
    CloseOpportunity: "close_",
    ReopenOpportunity: "reopen",
    UpdateOpportunity: "update",
}


def _move(wish: MoveStage, deal: Opportunity, turn: Turn) -> str:
    """`需求分析 → 方案报价`; from what it is to what it is wished to be."""
    say = turn.say
    source = stages.of_deal(deal, turn)
    code = stage_meant(wish, deal, turn)
    if deal.state is not OpportunityState.OPEN or deal.stage == code:
        return source
    target = stages.of_deal(replace(deal, stage=StageCode(code)), turn)
    return say("opportunities.from_to", source=source, target=target)


async def _inputs(wish: Changing, turn: Turn) -> Sequence[Input]:
    say = turn.say
    inputs: list[Input] = []
    if isinstance(wish, MoveStage):
        deal = await _deal(wish, turn)
        flow = turn.rules.flow(deal.flow, deal.flow_version)
        ordered = flow.stages if flow else ()
        options = tuple(Option(one.code, stages.named(one, say)) for one in ordered)
        inputs.append(Select("stage", say("opportunities.field.stage"), options, wish.stage))
    if hasattr(wish, "amount"):
        close = getattr(wish, "expected_close", None)
        inputs += _facts_inputs(wish.amount, close, turn)[
            : 2 if hasattr(wish, "expected_close") else 1
        ]
    for name in ("reason", "competitor"):
        if hasattr(wish, name):
            label = say(f"opportunities.field.{name}")
            inputs.append(TextInput(name, label, getattr(wish, name)))
    return inputs


def _filled(wish: Changing, form: Form, turn: Turn) -> Changing:
    values: dict[str, object] = {}
    if hasattr(wish, "amount"):
        values["amount"] = _amount(form, wish.amount, turn)
    if hasattr(wish, "expected_close"):
        values["expected_close"] = when_of(form, "expected_close", wish.expected_close)
    for name in ("reason", "competitor", "stage"):
        if hasattr(wish, name):
            values[name] = one(form, name, getattr(wish, name))
    return replace(wish, **values)  # type: ignore[arg-type]  # fields it has


async def _save(wish: Changing, turn: Turn) -> Saved:
    done = turn.say(await did(wish, turn))
    deal = await apply(wish, turn)
    shown = Shown(customers=(deal.customer,), opportunities=(deal.id,))
    await remember(turn.uow, turn.answered_in, shown, turn.now)
    asked = await question(deal.customer, turn) if isinstance(wish, MoveStage) else ""
    return Saved("\n".join(filter(None, (done, asked))))


def _missing(wish: Changing) -> list[str]:
    """A loss wants its reason and its competitor, a reopening its reason (H08)."""
    match wish:
        case CloseOpportunity(state="lost"):
            lacks = {"reason": not wish.reason, "competitor": not wish.competitor}
            return [name for name, lacking in lacks.items() if lacking]
        case ReopenOpportunity():
            return [] if wish.reason else ["reason"]
        case UpdateOpportunity():
            given = (wish.amount, wish.expected_close, wish.probability, wish.name or None)
            return [] if any(value is not None for value in given) else ["value"]
        case _:
            return []


def _corrected(wish: Changing, correction: Correct) -> Changing | None:
    given = {
        "amount": correction.amount,
        "expected_close": correction.when or correction.next_when,
        "reason": correction.content,
        "competitor": correction.competitor,
    }
    values: dict[str, object] = {
        slot: value for slot, value in given.items() if value and hasattr(wish, slot)
    }
    return replace(wish, **values) if values else None  # type: ignore[arg-type]  # fields it has


def _asks(wish: Changing, turn: Turn) -> Sequence[Ask]:
    def put(amount: Amount) -> Changing:
        values: dict[str, object] = {"amount": amount}
        return replace(wish, **values)  # type: ignore[arg-type]  # asked only where it has one

    return of_amount(getattr(wish, "amount", None), turn, put)


for _kind in (MoveStage, CloseOpportunity, ReopenOpportunity, UpdateOpportunity):
    draftables.add(
        _kind,
        Draftable(
            face=_face,
            command=Command.SELL,
            save=_save,
            inputs=_inputs,
            filled=_filled,
            missing=_missing,
            corrected=_corrected,
            asks=_asks,
        ),
    )
