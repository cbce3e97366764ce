"""A scope in SQL: no read without one (A03)."""

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from core.customers.model import CustomerId
from core.people.permissions import Scope
from storage.session import Session
from storage.tables import customers


def customers_in(scope: Scope) -> ColumnElement[bool]:
    """Customers whose owner is inside, and those of the pool where it covers them."""
    owned = _owner_in(scope, customers.c.owner)
    in_pool = customers.c.owner.is_(None)
    return or_(owned, in_pool) if scope.pools else and_(owned, ~in_pool)


def owned_in(scope: Scope, owner: ColumnElement[str]) -> ColumnElement[bool]:
    """Records whose own employee is inside."""
    return _owner_in(scope, owner)


def of_customers_in(
    scope: Scope, customer: ColumnElement[str], session: Session
) -> ColumnElement[bool]:
    """Records of customers inside `scope`."""
    if scope.owners is None and scope.pools:
        return true()
    inside = select(customers.c.id).where(
        customers.c.company_id == session.company, customers_in(scope)
    )
    return customer.in_(inside)


def customer_in(scope: Scope, customer: CustomerId, session: Session) -> ColumnElement[bool]:
    """Whether one customer is inside `scope`, asked once and not of each of its records."""
    if scope.owners is None and scope.pools:
        return true()
    one = customers.c.company_id == session.company, customers.c.id == customer
    return select(customers.c.id).where(*one, customers_in(scope)).exists()


def _owner_in(scope: Scope, owner: ColumnElement[str]) -> ColumnElement[bool]:
    if scope.owners is None:
        return true()
    return owner.in_(sorted(scope.owners)) if scope.owners else false()
