"""Contacts in SQL."""

from collections.abc import Iterable, Mapping, Sequence

from core.customers.model import Contact, ContactId, CustomerId
from core.people.permissions import Scope
from storage import names
from storage.records import Records
from storage.scope import of_customers_in
from storage.session import Session
from storage.tables import contacts

_PEOPLE = 50
_NAMES_AT = """SELECT customer, name FROM contacts
WHERE company_id = :company AND customer IN {customers}"""


class SqlContacts:
    """`core.ports.Contacts`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._records = Records(session, contacts, Contact, "contact")

    async def get(self, contact: ContactId) -> Contact:
        return await self._records.get(contact)

    async def at(self, customer: CustomerId) -> Sequence[Contact]:
        query = self._records.query(contacts.c.customer == customer)
        return await self._records.many(query.order_by(contacts.c.created_at, contacts.c.id))

    async def names_at(self, many: Iterable[CustomerId]) -> Mapping[CustomerId, frozenset[str]]:
        """The names known at each customer that has any."""
        found: dict[CustomerId, set[str]] = {}
        for customer, name in await self._session.quick(
            _NAMES_AT, company=self._session.company, customers=list(many)
        ):
            found.setdefault(CustomerId(customer), set()).add(name)
        return {customer: frozenset(names) for customer, names in found.items()}

    async def named(self, name: str, scope: Scope) -> Sequence[Contact]:
        found: dict[ContactId, Contact] = {}
        for query in names.people_called(name, scope, self._session, _PEOPLE):
            some = await self._records.many(query)
            found |= {one.id: one for one in some}
        return list(found.values())[:_PEOPLE]

    async def reached_at(self, mobile: str, scope: Scope) -> Sequence[Contact]:
        inside = of_customers_in(scope, contacts.c.customer, self._session)
        query = self._records.query(contacts.c.mobile == mobile, inside)
        return await self._records.many(query.order_by(contacts.c.id).limit(_PEOPLE))

    async def add(self, contact: Contact) -> None:
        await self._records.add(contact)
        await names.call(self._session, [contact.customer])

    async def add_many(self, many: Sequence[Contact]) -> None:
        """Insert without an image of each: the batch is one ledger event."""
        await self._session.add_many(contacts, [self._records.row(one) for one in many])
        await names.call(self._session, [one.customer for one in many])

    async def save(self, contact: Contact) -> Contact:
        known = await self._records.by(id=contact.id)
        saved = await self._records.save(contact)
        await names.call(self._session, {one.customer for one in (known, saved) if one})
        return saved
