"""Create and change customers and the people there. Each writes one ledger event."""

import re
from dataclasses import dataclass, replace

from core.acting import Acting
from core.customers.model import (
    Attitude,
    Contact,
    ContactId,
    ContactRole,
    Customer,
    CustomerId,
    Tier,
)
from core.customers.names import core_name, keys, may_be_one, normalise
from core.errors import AlreadyOwned, Duplicate, Invalid
from core.people.permissions import EVERYBODY, Command
from core.pool.clocks import owned
from core.pool.model import PoolEvent, PoolEventKind

_MOBILE = re.compile(r"\+?[\d\-\s()（）转#]{5,30}")
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCustomer:
    """What is known when a customer is created: its name is enough (C08)."""

    name: str
    industry: str = ""
    city: str = ""
    tier: Tier | None = None
    contact: str = ""
    title: str = ""
    mobile: str = ""
    source: str = ""
    parent: CustomerId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """New values of a customer; empty: as it was."""

    name: str = ""
    alias: str = ""
    industry: str = ""
    city: str = ""
    mobile: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFacts:
    """What is said of a person at a customer; empty or None: as it was; `called`: a new name."""

    name: str
    called: str = ""
    title: str = ""
    mobile: str = ""
    role: ContactRole | None = None
    attitude: int | None = None
    birthday: str = ""


async def create(new: NewCustomer, acting: Acting) -> Customer:
    """Create a customer owned by whoever says so.

    Raises:
        Invalid: no name, or one that cannot be.
        AlreadyOwned, Duplicate: it exists with an owner, or in the pool.
    """
    acting.viewer.check(Command.CREATE_CUSTOMER, acting.viewer.id)
    name = checked_name(new.name)
    await check_unknown(name, acting)
    bare = Customer(
        id=CustomerId(acting.new_id()),
        full_name=name,
        aliases=_short(name),
        industry=new.industry,
        city=new.city,
        tier=new.tier,
        mobile="" if new.contact else checked_mobile(new.mobile),
        source=new.source,
        parent=new.parent,
        created_at=acting.now,
    )
    customer = owned(
        bare,
        owner=acting.viewer.id,
        basis="create",
        now=acting.now,
        zone=acting.zone,
        rules=acting.pool,
    )
    await acting.uow.customers.add(customer)
    if new.contact:
        person = ContactFacts(name=new.contact, title=new.title, mobile=new.mobile)
        await acting.uow.contacts.add(_contact(customer.id, person, acting))
    await acting.uow.pool.add(
        PoolEvent(
            customer=customer.id,
            kind=PoolEventKind.ASSIGN,
            employee=acting.viewer.id,
            at=acting.now,
            reason="create",
            rule_version=acting.pool.version,
        )
    )
    await acting.uow.ledger.record("create_customer", "customer", customer.id)
    return customer


async def check_unknown(name: str, acting: Acting, *, besides: CustomerId | None = None) -> None:
    """Refuse a name that is a customer already, unless it is the customer `besides`.

    Raises:
        AlreadyOwned, Duplicate.
    """
    wanted = [key for key, kind in keys(name) if kind in ("full", "core")]
    hits = await acting.uow.customers.by_keys(wanted, EVERYBODY)
    ids = [one for hit in hits for one in hit.customers if one != besides]
    for found in await acting.uow.customers.several(ids, EVERYBODY):
        if not may_be_one(name, found.full_name, found.aliases):
            continue
        if found.owner is None or found.owner == acting.viewer.id:
            raise Duplicate("customer", found.id, found.full_name)
        owner = await acting.uow.people.find(found.owner)
        raise AlreadyOwned(found.full_name, owner.name if owner else "", found.owned_since)


async def edit(customer_id: CustomerId, change: Change, acting: Acting) -> Customer:
    """Change name, short name, industry, city or phone; the old name stays as an alias.

    Raises:
        Invalid: a value that cannot be.
        AlreadyOwned, Duplicate: another customer has that name.
        Forbidden, NotFound: as usual.
    """
    customer = await acting.uow.customers.get(customer_id, acting.viewer.scope())
    acting.viewer.check(Command.EDIT_CUSTOMER, customer.owner)
    aliases = customer.aliases
    name = checked_name(change.name) if change.name else customer.full_name
    if name != customer.full_name:
        await check_unknown(name, acting, besides=customer.id)
        aliases = tuple(dict.fromkeys((*aliases, customer.full_name)))
    if change.alias and change.alias not in aliases:
        aliases = (checked_name(change.alias), *aliases)
    saved = await acting.uow.customers.save(
        replace(
            customer,
            full_name=name,
            aliases=aliases,
            industry=change.industry or customer.industry,
            city=change.city or customer.city,
            mobile=checked_mobile(change.mobile) or customer.mobile,
        )
    )
    await acting.uow.ledger.record("edit_customer", "customer", saved.id)
    return saved


async def learn_alias(customer: Customer, words: str, acting: Acting) -> bool:
    """Keep `words` as one more name of the customer; whether they are one now that they were not.

    Not where another customer is called so too: that one would be passed over without a word.
    """
    acting.viewer.check(Command.EDIT_CUSTOMER, customer.owner)
    key = normalise(words)
    hits = await acting.uow.customers.by_keys([key], EVERYBODY)
    ids = [one for hit in hits for one in hit.customers if one != customer.id]
    others = await acting.uow.customers.several(ids, EVERYBODY)
    names = [customer, *others]
    if any(key in {normalise(name) for name in (one.full_name, *one.aliases)} for one in names):
        return False
    saved = replace(customer, aliases=(*customer.aliases, checked_name(words)))
    await acting.uow.customers.save(saved)
    await acting.uow.ledger.record("learn_alias", "customer", customer.id)
    return True


async def star(customer_id: CustomerId, acting: Acting, *, on: bool) -> Customer:
    """Star or unstar a customer of one's own (C11)."""
    customer = await acting.uow.customers.get(customer_id, acting.viewer.scope())
    acting.viewer.check(Command.STAR, customer.owner)
    if customer.starred is on:
        return customer
    saved = await acting.uow.customers.save(replace(customer, starred=on))
    await acting.uow.ledger.record("star" if on else "unstar", "customer", saved.id)
    return saved


async def put_contact(customer_id: CustomerId, facts: ContactFacts, acting: Acting) -> Contact:
    """Create a contact, or change the one of that name.

    Raises:
        Invalid: no name, or a value that cannot be.
        Duplicate: the new name is somebody else's there.
        Forbidden, NotFound: as usual.
    """
    customer = await acting.uow.customers.get(customer_id, acting.viewer.scope())
    acting.viewer.check(Command.EDIT_CUSTOMER, customer.owner)
    if not facts.name.strip():
        raise Invalid("name", "empty")
    if facts.attitude is not None and facts.attitude not in tuple(Attitude):
        raise Invalid("attitude", "range")
    people = {one.name: one for one in await acting.uow.contacts.at(customer_id)}
    known, called = people.get(facts.name), facts.called.strip()
    if called != facts.name and (taken := people.get(called)):
        raise Duplicate("contact", taken.id, called)
    if known is None:
        contact = _contact(customer_id, facts, acting)
        await acting.uow.contacts.add(contact)
    else:
        contact = await acting.uow.contacts.save(_changed(known, facts))
    await acting.uow.ledger.record("put_contact", "contact", contact.id)
    return contact


def checked_name(name: str) -> str:
    """The name in one line.

    Raises:
        Invalid: empty or longer than 80 characters.
    """
    one_line = " ".join(name.split())
    if not normalise(one_line):
        raise Invalid("name", "empty")
    if len(one_line) > _LONGEST_NAME:
        raise Invalid("name", "too_long")
    return one_line


def checked_mobile(mobile: str) -> str:
    """A telephone number as given, or empty.

    Raises:
        Invalid: it holds no number.
    """
    if mobile and not _MOBILE.fullmatch(mobile):
        raise Invalid("mobile", "unknown")
    return mobile.strip()


def _short(name: str) -> tuple[str, ...]:
    short = core_name(name)
    return (short,) if short and short != normalise(name) else ()


def _contact(customer: CustomerId, facts: ContactFacts, acting: Acting) -> Contact:
    return Contact(
        id=ContactId(acting.new_id()),
        customer=customer,
        name=facts.called.strip() or facts.name.strip(),
        title=facts.title,
        mobile=checked_mobile(facts.mobile),
        role=facts.role or ContactRole.UNKNOWN,
        attitude=facts.attitude,
        birthday=facts.birthday,
        created_at=acting.now,
    )


def _changed(known: Contact, facts: ContactFacts) -> Contact:
    return replace(
        known,
        name=facts.called.strip() or known.name,
        title=facts.title or known.title,
        mobile=checked_mobile(facts.mobile) or known.mobile,
        role=facts.role or known.role,
        attitude=known.attitude if facts.attitude is None else facts.attitude,
        birthday=facts.birthday or known.birthday,
    )
