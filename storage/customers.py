"""Customers with their keys, and contacts, in SQL."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from core.customers.model import Customer, CustomerId, Tier
from core.customers.names import keys as keys_of
from core.customers.queries import Choices, CustomerOrder, CustomerQuery, NameHit
from core.errors import NotFound
from core.people.model import EmployeeId
from core.people.permissions import Scope
from storage import names
from storage.records import Records, every
from storage.scope import customers_in, owned_in
from storage.session import Session
from storage.tables import contacts, customer_keys, customers, follow_ups

_c = customers.c
_MANY = 500
_STAMP = """SELECT count(*), sum(version) FROM (
  SELECT version FROM customers WHERE company_id = :company AND owner {whose} LIMIT :limit
) looked_at"""
_ORDER: dict[CustomerOrder, tuple[ColumnElement[Any], ...]] = {
    CustomerOrder.NAME: (_c.full_name.asc(), _c.id.asc()),
    CustomerOrder.STARRED: (
        _c.starred.desc(),
        _c.last_contact_at.asc().nulls_first(),
        _c.id.asc(),
    ),
    CustomerOrder.ENTERED_POOL: (_c.entered_pool_at.desc().nulls_last(), _c.id.asc()),
    CustomerOrder.LEFT_IN_POOL: (_c.entered_pool_at.asc().nulls_last(), _c.id.asc()),
    CustomerOrder.UNTOUCHED: (
        func.coalesce(_c.last_contact_at, _c.created_at).asc(),
        _c.id.asc(),
    ),
    CustomerOrder.RECYCLE: (_c.recycle_on.asc().nulls_last(), _c.id.asc()),
}


class SqlCustomers:
    """`core.ports.Customers`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._records = Records(session, customers, Customer, "customer")

    async def get(self, customer: CustomerId, scope: Scope) -> Customer:
        found = await self.find(customer)
        if found is None or not scope.covers(found.owner):
            raise NotFound(kind="customer", key=customer)
        return found

    async def find(self, customer: CustomerId) -> Customer | None:
        return await self._records.by(id=customer)

    async def several(self, ids: Iterable[CustomerId], scope: Scope) -> Sequence[Customer]:
        found = await self._records.several(ids)
        return [one for one in found if scope.covers(one.owner)]

    async def add(self, customer: Customer) -> None:
        await self._records.add(customer)
        await self._write_keys([customer])

    async def add_many(self, many: Sequence[Customer]) -> None:
        """Insert without an image of each: the batch is one ledger event."""
        await self._session.add_many(customers, [self._records.row(one) for one in many])
        await self._write_keys(many)

    async def save(self, customer: Customer) -> Customer:
        known = await self.find(customer.id)
        saved = await self._records.save(customer)
        if known and (known.full_name, known.aliases) != (saved.full_name, saved.aliases):
            await self.rewrite_keys(saved)
        elif known and known.owner != saved.owner:
            await self._hand_over_keys([saved])
        return saved

    async def save_many(self, many: Sequence[Customer]) -> None:
        await self._records.save_many(many)
        await self._hand_over_keys(many)

    async def _hand_over_keys(self, many: Sequence[Customer]) -> None:
        """Bring the owners of keys to those of the customers."""
        k = customer_keys.c
        at = and_(_c.company_id == k.company_id, _c.id == k.customer)
        owner = select(func.coalesce(_c.owner, names.POOLED)).where(at).scalar_subquery()
        ids = [one.id for one in many]
        for start in range(0, len(ids), _MANY):
            some = k.customer.in_(ids[start : start + _MANY])
            held = and_(k.company_id == self._session.company, some)
            moved = update(customer_keys).where(held, k.owner != owner).values(owner=owner)
            await self._session.connection.execute(moved)

    async def rewrite_keys(self, customer: Customer) -> None:
        """Bring the keys of a customer to its names."""
        k = customer_keys.c
        await self._session.connection.execute(
            delete(customer_keys).where(
                k.company_id == self._session.company, k.customer == customer.id
            )
        )
        await self._write_keys([customer])
        await names.call(self._session, [customer.id])

    async def search(self, query: CustomerQuery, scope: Scope) -> Sequence[Customer]:
        found = (
            self._where(query, scope)
            .order_by(*_ORDER[query.order])
            .limit(query.limit)
            .offset(query.offset)
        )
        return await self._records.many(found)

    async def count(self, query: CustomerQuery, scope: Scope) -> int:
        inside = self._where(query, scope).with_only_columns(func.count())
        return await self._session.number(inside)

    async def begun(self, beginnings: Collection[str]) -> frozenset[str]:
        return await names.begun(self._session, beginnings)

    async def by_keys(
        self,
        keys: Sequence[str],
        scope: Scope,
        *,
        others: bool = False,
        choices: Choices | None = None,
    ) -> Sequence[NameHit]:
        return await names.by_keys(self._session, keys, scope, others=others, choices=choices)

    async def nearest(self, scope: Scope, limit: int) -> Sequence[tuple[CustomerId, str]]:
        named = select(_c.id, _c.full_name).where(_c.company_id == self._session.company)
        owned = named.where(_c.owner.is_not(None), owned_in(scope, _c.owner))
        rows = list(await self._session.all(owned.limit(limit)))
        if scope.pools and len(rows) < limit:
            latest = named.where(_c.owner.is_(None)).order_by(
                _c.entered_pool_at.desc().nulls_last()
            )
            rows += await self._session.all(latest.limit(limit - len(rows)))
        return [(CustomerId(row.id), row.full_name) for row in rows]

    async def stamp(self, scope: Scope, limit: int) -> str:
        whose = "IS NOT NULL" if scope.owners is None else "IN {owners}"
        ((many, versions),) = await self._session.quick(
            _STAMP.format(whose=whose),
            company=self._session.company,
            owners=sorted(scope.owners or ()),
            limit=limit,
        )
        return f"{many}:{versions}"

    async def to_check(
        self, today: date | None, *, after: CustomerId | None, limit: int
    ) -> Sequence[Customer]:
        conditions = [_c.check_on <= today if today else None, _c.id > after if after else None]
        query = self._records.query(_c.owner.is_not(None), every(conditions))
        return await self._records.many(query.order_by(_c.id).limit(limit).with_for_update())

    async def returning(
        self, since: date, until: date, owner: EmployeeId | None = None
    ) -> Sequence[Customer]:
        conditions = every([_c.owner == owner if owner else None])
        query = self._records.query(
            _c.recycle_on >= since, _c.recycle_on <= until, _c.owner.is_not(None), conditions
        )
        return await self._records.many(query.order_by(_c.recycle_on, _c.id))

    def _where(self, query: CustomerQuery, scope: Scope) -> Select[Any]:
        conditions: list[ColumnElement[bool] | None] = [
            _contains(query.text) if query.text else None,
            _c.owner == query.owner if query.owner else None,
            _flag(query.in_pool, _c.owner.is_(None)),
            _in_cities(query.cities),
            _in_industries(query.industries),
            _none_of(_in_cities(query.but_cities)),
            _none_of(_in_industries(query.but_industries)),
            _c.id.not_in(query.but) if query.but else None,
            _c.tier.in_(query.tiers) if query.tiers else None,
            _c.category == query.category if query.category else None,
            _flag(query.starred, _c.starred),
            _flag(query.locked, _c.locked),
            _flag(query.key, or_(_c.starred, _c.tier == Tier.A)),
            _contacted(*query.contacted) if query.contacted else None,
            or_(_c.last_contact_at.is_(None), _c.last_contact_at < query.untouched_since)
            if query.untouched_since
            else None,
            _c.entered_pool_at < query.entered_pool_before if query.entered_pool_before else None,
            _between(_c.entered_pool_at, *query.entered_pool) if query.entered_pool else None,
            _flag(query.has_contact, _has_contact()),
            _flag(query.has_open_opportunity, _c.open_moved_at.is_not(None)),
            _flag(query.dealt, _c.won_at.is_not(None)),
        ]
        return self._records.query(customers_in(scope), every(conditions))

    async def _write_keys(self, many: Sequence[Customer]) -> None:
        rows = [
            {
                "company_id": self._session.company,
                "key": key,
                "owner": customer.owner or names.POOLED,
                "customer": customer.id,
                "kind": kind,
            }
            for customer in many
            for key, kind in keys_of(customer.full_name, customer.aliases)
        ]
        await self._session.fill(customer_keys, rows)


def _contains(text: str) -> ColumnElement[bool]:
    return or_(
        *(column.contains(text, autoescape=True) for column in (_c.full_name, _c.industry)),
        customers.c.aliases.cast(_c.full_name.type).contains(text, autoescape=True),
    )


def _in_cities(cities: Iterable[str]) -> ColumnElement[bool] | None:
    named = [_c.city.startswith(city, autoescape=True) for city in cities]
    return or_(*named) if named else None


def _in_industries(words: Iterable[str]) -> ColumnElement[bool] | None:
    named = [_c.industry.contains(word, autoescape=True) for word in words]
    return or_(*named) if named else None


def _none_of(named: ColumnElement[bool] | None) -> ColumnElement[bool] | None:
    return None if named is None else ~named


def _between(moment: ColumnElement[Any], since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(moment >= since, moment < until)


def _has_contact() -> ColumnElement[bool]:
    people = contacts.c
    return exists().where(people.company_id == _c.company_id, people.customer == _c.id)


def _contacted(since: datetime, until: datetime) -> ColumnElement[bool]:
    f = follow_ups.c
    return exists().where(
        f.company_id == _c.company_id,
        f.customer == _c.id,
        f.occurred_at >= since,
        f.occurred_at < until,
    )


def _flag(wished: bool | None, holds: ColumnElement[bool]) -> ColumnElement[bool] | None:
    if wished is None:
        return None
    return holds if wished else ~holds
