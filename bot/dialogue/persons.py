"""Which contact of a customer somebody means: 王总 is 王建国, unless there are two of that name."""

import re
from collections.abc import Sequence

from bot.slots import PersonSaid
from bot.turn import Turn
from core.customers import actions
from core.customers.model import Contact, Customer, CustomerId
from core.customers.names import surname
from core.people.permissions import Command

_TITLED = {"总": "总|董事|老板", "工": "工|技术|研发", "董": "董事"}
"""What the title of somebody holds who is called so."""


async def called(name: str, customer: CustomerId, turn: Turn) -> Sequence[Contact]:
    """Those who may be meant by `name`: of several of one surname those whose title fits it."""
    people = await turn.uow.contacts.at(customer)
    if same := [one for one in people if one.name == name]:
        return same[:1]
    family = surname(name)
    alike = [one for one in people if family and one.name.startswith(family)]
    title = name.removeprefix(family)
    fit = [one for one in alike if re.search(_TITLED.get(title, re.escape(title)), one.title)]
    return fit or alike


async def proposed(
    people: Sequence[PersonSaid], customer: Customer, turn: Turn
) -> list[tuple[PersonSaid, Sequence[Contact]]]:
    """What is said of people, each with whoever is meant; nothing where he may not change that."""
    if not turn.viewer.may(Command.EDIT_CUSTOMER, customer.owner):
        return []
    return [(one, await called(one.name, customer.id, turn)) for one in people]


async def keep(people: Sequence[PersonSaid], customer: Customer, turn: Turn) -> None:
    """Save what was proposed; of whom two are called so, nothing is kept."""
    for said, known in await proposed(people, customer, turn):
        if len(known) < 2:
            facts = actions.ContactFacts(
                name=known[0].name if known else said.name,
                title=said.title,
                role=said.role,
                attitude=said.attitude,
            )
            await actions.put_contact(customer.id, facts, turn.acting)
