"""Drafts of what is said of a person at a customer: a new one, a telephone, a role, an attitude."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from adapters.chat import Button, Card, Input, Option, Reply, Row, Select, TextInput, Tone
from bot.dialogue import drafts
from bot.dialogue.draftable import Draftable, Form, Saved, draftables
from bot.dialogue.forms import chosen, one
from bot.dialogue.persons import called
from bot.dialogue.who import settled
from bot.handlers.customer_changes import customer_of, field, or_shown, text
from bot.intents import PutContact
from bot.keys import encode
from bot.router import Router
from bot.talk import Correct
from bot.turn import Turn
from core.customers import actions
from core.customers.model import Attitude, Contact, ContactRole
from core.people.permissions import Command

router = Router()
_PERSON = ("name", "called", "title", "mobile", "role", "attitude", "birthday")
_WRITTEN = ("title", "mobile", "birthday")
_TOLD = ("role", "attitude")
_MOST = 5


@router.on(PutContact)
async def put_contact(wish: PutContact, turn: Turn) -> Reply:
    """王总电话换了: a draft; of two who are called so it is asked which."""
    ref = await settled(await or_shown(wish.customer, turn), turn, saves=True)
    wish = replace(wish, customer=ref)
    if ref.only and not wish.new:
        people = await called(wish.name, ref.only, turn)
        if len(people) > 1:
            return Reply(card=_which(wish, people[:_MOST], turn))
    return await drafts.offer(wish, turn)


def _which(wish: PutContact, people: Sequence[Contact], turn: Turn) -> Card:
    return Card(
        title=turn.say("choice.which_person", name=wish.name),
        tone=Tone.WARNING,
        rows=tuple(Row(title=one.name, detail=one.title, short=one.name[:8]) for one in people),
        buttons=tuple(
            Button(f"{number} {one.name[:8]}", encode(replace(wish, name=one.name)))
            for number, one in enumerate(people, 1)
        ),
    )


async def _meant(said: PutContact, turn: Turn) -> tuple[PutContact, Contact | None]:
    """The wish with the name the contact is kept under, and that contact: 王总 is 王建国."""
    customer = await customer_of(said.customer, turn)
    found = await called(said.name, customer.id, turn)
    if len(found) != 1 or (
        said.new and said.title != found[0].title and found[0].name != said.name
    ):
        return replace(said, name=said.called or said.name, called=""), None
    return replace(said, name=found[0].name), found[0]


async def _person_face(said: PutContact, turn: Turn) -> Card:
    wish, _ = await _meant(said, turn)
    customer = await customer_of(wish.customer, turn)
    values = {name: getattr(wish, name) for name in ("name", "called", *_WRITTEN)}
    if wish.called in ("", wish.name):
        del values["called"]
    if wish.role:
        values["role"] = turn.say(f"customers.role.{wish.role}")
    if wish.attitude is not None:
        values["attitude"] = turn.say(f"customers.attitude.{wish.attitude}")
    fields = [
        replace(field(name, value, turn), source=wish.told if name in _TOLD else "")
        for name, value in values.items()
        if value
    ]
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
    texts = [text(name, getattr(wish, name) or getattr(known, name, ""), turn) for name in _WRITTEN]
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
    customer = await customer_of(wish.customer, turn)
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
