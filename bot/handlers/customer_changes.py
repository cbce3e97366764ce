"""Drafts that create and change customers."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from adapters.chat import Card, Field, Input, Option, Reply, Select, TextInput
from bot.dialogue import answers, drafts, entries
from bot.dialogue.draftable import Draftable, Form, Saved, draftables
from bot.dialogue.forms import chosen, one
from bot.dialogue.who import settled
from bot.intents import CreateCustomer, UpdateCustomer
from bot.keys import decode
from bot.router import Router
from bot.shown import Shown, recall, remember
from bot.slots import CustomerRef
from bot.talk import Correct
from bot.turn import Turn
from core.customers import actions
from core.customers.model import Customer, Tier
from core.errors import Invalid
from core.people.permissions import Command

router = Router()
_NEW = ("name", "industry", "city", "tier", "contact", "title", "mobile", "source")
_CHANGED = ("name", "alias", "industry", "city", "mobile")
_AREA = {"city": "place"}


@router.on(CreateCustomer)
async def create_customer(wish: CreateCustomer, turn: Turn) -> Reply:
    """建个客户 无锡明泰电子: refused at once when it is there already (C08).

    Raises:
        AlreadyOwned, Duplicate, Forbidden.
    """
    turn.viewer.check(Command.CREATE_CUSTOMER, turn.viewer.id)
    if wish.name:
        await actions.check_unknown(wish.name, turn.acting)
    return await _beside(wish.then, await drafts.offer(wish, turn), turn)


async def _beside(then: str, reply: Reply, turn: Turn) -> Reply:
    """The new customer's card; where others stand on the card that waits for him, beside it."""
    waits = await drafts.mine(then, turn) if then else None
    if waits is None or reply.card is None or not entries.is_several(decode(waits.intent)):
        return reply
    stays = await drafts.show(waits, turn)
    return replace(stays, more=(reply.card,))


@router.on(UpdateCustomer)
async def update_customer(wish: UpdateCustomer, turn: Turn) -> Reply:
    ref = await settled(await or_shown(wish.customer, turn), turn, saves=True)
    return await drafts.offer(replace(wish, customer=ref), turn)


async def or_shown(ref: CustomerRef, turn: Turn) -> CustomerRef:
    if ref.ids or ref.words:
        return ref
    shown = await recall(turn.uow, turn.sender.conversation, turn.now)
    return CustomerRef(shown.customers[:1])


def text(name: str, value: str, turn: Turn) -> TextInput:
    return TextInput(name, turn.say(f"customers.field.{_AREA.get(name, name)}"), value)


def field(area: str, value: str, turn: Turn) -> Field:
    return Field(turn.say(f"customers.field.{area}"), value)


async def _new_face(wish: CreateCustomer, turn: Turn) -> Card:
    values = [(name, str(getattr(wish, name) or "")) for name in _NEW]
    parent = (await customer_of(wish.parent, turn)).full_name if wish.parent.only else ""
    values += [("parent", parent)]
    return Card(
        title=turn.say("customers.create"),
        fields=tuple(field(_AREA.get(name, name), value, turn) for name, value in values if value),
        quote=turn.source_text,
    )


async def _new_inputs(wish: CreateCustomer, turn: Turn) -> Sequence[Input]:
    tiers = (
        Option("", turn.say("customers.no_tier")),
        *(Option(tier, turn.say("customers.tier", tier=tier)) for tier in Tier),
    )
    texts = [text(name, getattr(wish, name), turn) for name in _NEW if name != "tier"]
    return (*texts, Select("tier", turn.say("customers.field.tier"), tiers, wish.tier or ""))


def _new_filled(wish: CreateCustomer, form: Form, _: Turn) -> CreateCustomer:
    values: dict[str, Any] = {
        name: one(form, name, getattr(wish, name)) for name in _NEW if name != "tier"
    }
    kept = None if "tier" in form else wish.tier
    return replace(wish, **values, tier=chosen(form, "tier", Tier, kept))


async def _new_save(wish: CreateCustomer, turn: Turn) -> Saved:
    new = actions.NewCustomer(
        name=wish.name,
        industry=wish.industry,
        city=wish.city,
        tier=wish.tier,
        contact=wish.contact,
        title=wish.title,
        mobile=wish.mobile,
        source=wish.source,
        parent=wish.parent.only,
    )
    customer = await actions.create(new, turn.acting)
    await remember(turn.uow, turn.answered_in, Shown(customers=(customer.id,)), turn.now)
    waiting = None
    if wish.then:
        waiting = await answers.settle(wish.then, wish.then_at, customer.id, turn)
    return Saved(more=(waiting.card,) if waiting and waiting.card else ())


def _new_corrected(wish: CreateCustomer, correction: Correct) -> CreateCustomer | None:
    if correction.customer and correction.customer.words:
        return replace(wish, name=correction.customer.words)
    return replace(wish, contact=correction.contact) if correction.contact else None


draftables.add(
    CreateCustomer,
    Draftable(
        face=_new_face,
        command=Command.CREATE_CUSTOMER,
        save=_new_save,
        inputs=_new_inputs,
        filled=_new_filled,
        customers=lambda wish: [wish.parent] if wish.parent.ids else [],
        with_customer=lambda wish, _, ref: replace(wish, parent=ref),
        missing=lambda wish: [] if wish.name else ["name"],
        corrected=_new_corrected,
    ),
)


async def customer_of(ref: CustomerRef, turn: Turn) -> Customer:
    if ref.only is None:
        raise Invalid("customer", "empty")
    return await turn.uow.customers.get(ref.only, turn.viewer.scope())


async def _change_face(wish: UpdateCustomer, turn: Turn) -> Card:
    customer = await customer_of(wish.customer, turn)
    fields = [
        field(_AREA.get(name, name), str(getattr(wish, name)), turn)
        for name in _CHANGED
        if getattr(wish, name)
    ]
    return Card(
        title=turn.say("customers.update", customer=customer.short),
        fields=tuple(fields),
        quote=turn.source_text,
    )


async def _change_inputs(wish: UpdateCustomer, turn: Turn) -> Sequence[Input]:
    customer = await customer_of(wish.customer, turn)
    known = {
        "name": customer.full_name,
        "alias": "",
        "industry": customer.industry,
        "city": customer.city,
        "mobile": customer.mobile,
    }
    return [text(name, getattr(wish, name) or known[name], turn) for name in _CHANGED]


def _change_filled(wish: UpdateCustomer, form: Form, _: Turn) -> UpdateCustomer:
    values: dict[str, Any] = {name: one(form, name, getattr(wish, name)) for name in _CHANGED}
    return replace(wish, **values)


async def _change_save(wish: UpdateCustomer, turn: Turn) -> Saved:
    customer = await customer_of(wish.customer, turn)
    change = actions.Change(**{name: getattr(wish, name) for name in _CHANGED})
    await actions.edit(customer.id, change, turn.acting)
    return Saved()


draftables.add(
    UpdateCustomer,
    Draftable(
        face=_change_face,
        command=Command.EDIT_CUSTOMER,
        save=_change_save,
        inputs=_change_inputs,
        filled=_change_filled,
        customers=lambda wish: [wish.customer],
        with_customer=lambda wish, _, ref: replace(wish, customer=ref),
        missing=lambda wish: [] if any(getattr(wish, name) for name in _CHANGED) else ["value"],
    ),
)
