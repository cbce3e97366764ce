"""Drafts that create and change customers and the people there."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from adapters.chat import Card, Field, Input, Option, Reply, Select, TextInput
from bot.dialogue import drafts
from bot.dialogue.draftable import Draftable, Form, Saved, draftables
from bot.dialogue.forms import chosen, one
from bot.dialogue.who import settled
from bot.intents import CreateCustomer, PutContact, UpdateCustomer
from bot.router import Router
from bot.shown import Shown, recall, remember
from bot.slots import CustomerRef
from bot.talk import Correct
from bot.turn import Turn
from core.customers import actions
from core.customers.model import Attitude, Contact, ContactRole, Customer, Tier
from core.customers.names import surname
from core.errors import Invalid
from core.people.permissions import Command

router = Router()
_NEW = ("name", "industry", "city", "tier", "contact", "mobile", "source")
_CHANGED = ("name", "alias", "industry", "city", "mobile")
_AREA = {"city": "place"}
_PERSON = ("name", "called", "title", "mobile", "role", "attitude", "birthday")
_WRITTEN = ("title", "mobile", "birthday")


@router.on(CreateCustomer)
async def create_customer(wish: CreateCustomer, turn: Turn) -> Reply:
    """建个客户 无锡明泰电子: refused at once when it is there already (C08).

    Raises:
        AlreadyOwned, Duplicate, Forbidden.
    """
    turn.viewer.check(Command.CREATE_CUSTOMER, turn.viewer.id)
    if wish.name:
        await actions.check_unknown(wish.name, turn.acting)
    return await drafts.offer(wish, turn)


@router.on(UpdateCustomer)
async def update_customer(wish: UpdateCustomer, turn: Turn) -> Reply:
    ref = await settled(await _or_shown(wish.customer, turn), turn, saves=True)
    return await drafts.offer(replace(wish, customer=ref), turn)


@router.on(PutContact)
async def put_contact(wish: PutContact, turn: Turn) -> Reply:
    ref = await settled(await _or_shown(wish.customer, turn), turn, saves=True)
    return await drafts.offer(replace(wish, customer=ref), turn)


async def _or_shown(ref: CustomerRef, turn: Turn) -> CustomerRef:
    if ref.ids or ref.words:
        return ref
    shown = await recall(turn.uow, turn.sender.conversation, turn.now)
    return CustomerRef(shown.customers[:1])


def _text(name: str, value: str, turn: Turn) -> TextInput:
    return TextInput(name, turn.say(f"customers.field.{_AREA.get(name, name)}"), value)


def _field(area: str, value: str, turn: Turn) -> Field:
    return Field(turn.say(f"customers.field.{area}"), value)


async def _new_face(wish: CreateCustomer, turn: Turn) -> Card:
    values = [(name, str(getattr(wish, name) or "")) for name in _NEW]
    return Card(
        title=turn.say("customers.create"),
        fields=tuple(_field(_AREA.get(name, name), value, turn) for name, value in values if value),
        quote=turn.source_text,
    )


async def _new_inputs(wish: CreateCustomer, turn: Turn) -> Sequence[Input]:
    tiers = (
        Option("", turn.say("customers.no_tier")),
        *(Option(tier, turn.say("customers.tier", tier=tier)) for tier in Tier),
    )
    texts = [_text(name, getattr(wish, name), turn) for name in _NEW if name != "tier"]
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
        mobile=wish.mobile,
        source=wish.source,
    )
    customer = await actions.create(new, turn.acting)
    await remember(turn.uow, turn.answered_in, Shown(customers=(customer.id,)), turn.now)
    return Saved()


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
        missing=lambda wish: [] if wish.name else ["name"],
        corrected=_new_corrected,
    ),
)


async def _customer(ref: CustomerRef, turn: Turn) -> Customer:
    if ref.only is None:
        raise Invalid("customer", "empty")
    return await turn.uow.customers.get(ref.only, turn.viewer.scope())


async def _change_face(wish: UpdateCustomer, turn: Turn) -> Card:
    customer = await _customer(wish.customer, turn)
    fields = [
        _field(_AREA.get(name, name), str(getattr(wish, name)), turn)
        for name in _CHANGED
        if getattr(wish, name)
    ]
    return Card(
        title=turn.say("customers.update", customer=customer.short),
        fields=tuple(fields),
        quote=turn.source_text,
    )


async def _change_inputs(wish: UpdateCustomer, turn: Turn) -> Sequence[Input]:
    customer = await _customer(wish.customer, turn)
    known = {
        "name": customer.full_name,
        "alias": "",
        "industry": customer.industry,
        "city": customer.city,
        "mobile": customer.mobile,
    }
    return [_text(name, getattr(wish, name) or known[name], turn) for name in _CHANGED]


def _change_filled(wish: UpdateCustomer, form: Form, _: Turn) -> UpdateCustomer:
    values: dict[str, Any] = {name: one(form, name, getattr(wish, name)) for name in _CHANGED}
    return replace(wish, **values)


async def _change_save(wish: UpdateCustomer, turn: Turn) -> Saved:
    customer = await _customer(wish.customer, turn)
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


async def _meant(said: PutContact, turn: Turn) -> tuple[PutContact, Contact | None]:
    """The wish with the name the contact is kept under, and that contact: 王总 is 王建国.

    Whoever is introduced with a title is somebody new, unless the name is the same.
    """
    customer = await _customer(said.customer, turn)
    people = await turn.uow.contacts.at(customer.id)
    same = [one for one in people if one.name == said.name]
    family = "" if said.title else surname(said.name)
    alike = [one for one in people if family and one.name.startswith(family)]
    found = (same or alike)[:2]
    if len(found) != 1:
        return replace(said, name=said.called or said.name, called=""), None
    return replace(said, name=found[0].name), found[0]


async def _person_face(said: PutContact, turn: Turn) -> Card:
    wish, _ = await _meant(said, turn)
    customer = await _customer(wish.customer, turn)
    values = {name: getattr(wish, name) for name in ("name", "called", *_WRITTEN)}
    if wish.called in ("", wish.name):
        del values["called"]
    if wish.role:
        values["role"] = turn.say(f"customers.role.{wish.role}")
    if wish.attitude is not None:
        values["attitude"] = turn.say(f"customers.attitude.{wish.attitude}")
    fields = [_field(name, value, turn) for name, value in values.items() if value]
    return Card(
        title=turn.say("customers.contact", customer=customer.short),
        fields=tuple(fields),
        quote=turn.source_text,
    )


async def _person_inputs(said: PutContact, turn: Turn) -> Sequence[Input]:
    """What was said, laid over what is kept."""
    wish, known = await _meant(said, turn)
    say = turn.say
    roles = tuple(Option(role, say(f"customers.role.{role}")) for role in ContactRole)
    attitudes = (
        Option("", say("customers.attitude.unknown")),
        *(Option(str(one.value), say(f"customers.attitude.{one}")) for one in Attitude),
    )
    texts = [
        _text(name, getattr(wish, name) or getattr(known, name, ""), turn) for name in _WRITTEN
    ]
    role = wish.role or (known.role if known else ContactRole.UNKNOWN)
    attitude = known.attitude if known and wish.attitude is None else wish.attitude
    return (
        TextInput("called", say("customers.field.name"), wish.called or wish.name),
        *texts,
        Select("role", say("customers.field.role"), roles, role),
        Select(
            "attitude",
            say("customers.field.attitude"),
            attitudes,
            "" if attitude is None else str(attitude),
        ),
    )


def _person_filled(wish: PutContact, form: Form, _: Turn) -> PutContact:
    texts: dict[str, Any] = {
        name: one(form, name, getattr(wish, name)) for name in ("called", *_WRITTEN)
    }
    return replace(
        wish,
        **texts,
        role=chosen(form, "role", ContactRole, wish.role),
        attitude=chosen(form, "attitude", _attitude, wish.attitude),
    )


def _attitude(choice: str) -> Attitude:
    return Attitude(int(choice))


async def _person_save(said: PutContact, turn: Turn) -> Saved:
    wish, _ = await _meant(said, turn)
    customer = await _customer(wish.customer, turn)
    facts = actions.ContactFacts(**{name: getattr(wish, name) for name in _PERSON})
    await actions.put_contact(customer.id, facts, turn.acting)
    return Saved()


def _person_corrected(wish: PutContact, correction: Correct) -> PutContact | None:
    """不是王总，是李总: somebody else is meant; a name that no customer has is a person's."""
    ref = correction.customer
    name = correction.contact or (ref.words if ref and not ref.ids else "")
    return replace(wish, name=name, called="") if name else None


draftables.add(
    PutContact,
    Draftable(
        face=_person_face,
        command=Command.EDIT_CUSTOMER,
        save=_person_save,
        inputs=_person_inputs,
        filled=_person_filled,
        customers=lambda wish: [wish.customer],
        with_customer=lambda wish, _, ref: replace(wish, customer=ref),
        missing=lambda wish: [] if wish.name or wish.called else ["name"],
        corrected=_person_corrected,
    ),
)
