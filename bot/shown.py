"""What was last shown in a conversation, so that 那个, 刚才那条 and 第2个 mean something."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from pydantic import TypeAdapter

from bot.keys import Intent, encode
from bot.slots import Listed
from bot.turn import Turn
from core.customers.model import Customer, CustomerId
from core.opportunities.model import Opportunity, OpportunityId
from core.plans.model import Plan, PlanId
from core.ports import UnitOfWork
from core.visits.model import FollowUpId

T = TypeVar("T")
_SLOT = "shown"
_LIFE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The records of the last answer, in the order of their numbers.

    Args:
        more: the key of its next page, empty on the last one.
        at: when the list was shown.
        rows: the last list by its numbers. None where this is no list: what is done with one record
            of a list leaves the numbers of the others valid.
    """

    customers: tuple[CustomerId, ...] = ()
    opportunities: tuple[OpportunityId, ...] = ()
    plans: tuple[PlanId, ...] = ()
    follow_ups: tuple[FollowUpId, ...] = ()
    rows: tuple[Listed, ...] | None = None
    more: str = ""
    at: datetime | None = None

    def row(self, number: int) -> Listed | None:
        """What stands at `number`, counted from 1; None where the list has no such number."""
        rows = self.rows or ()
        return rows[number - 1] if 0 < number <= len(rows) else None


_SHOWN: TypeAdapter[Shown] = TypeAdapter(Shown)


async def remember(uow: UnitOfWork, conversation: str, shown: Shown, now: datetime) -> None:
    """Keep `shown` for half an hour; nothing crosses conversations (P11)."""
    rows, at = _rows(shown), now
    if rows is None:
        before = await recall(uow, conversation, now)
        rows, at = before.rows, before.at or now
    shown = replace(shown, rows=rows, at=at)
    content = _SHOWN.dump_json(shown, exclude_defaults=True).decode()
    await uow.memory.put(conversation, _SLOT, content, now + _LIFE)


def _rows(shown: Shown) -> tuple[Listed, ...] | None:
    """The numbers of what was shown; None for one record."""
    if shown.rows is not None:
        return shown.rows
    if len(shown.customers) == 1 or len(shown.plans) == 1:
        return None
    if shown.customers:
        return tuple(Listed(customer=one) for one in shown.customers)
    return tuple(Listed(opportunity=one) for one in shown.opportunities)


def united(one: Shown, other: Shown) -> Shown:
    """What two answers showed, as one."""

    def both(first: tuple[T, ...], second: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(dict.fromkeys((*first, *second)))

    return Shown(
        customers=both(one.customers, other.customers),
        opportunities=both(one.opportunities, other.opportunities),
        plans=both(one.plans, other.plans),
        follow_ups=both(one.follow_ups, other.follow_ups),
    )


def customers_listed(ids: Iterable[CustomerId], *, more: str = "") -> Shown:
    """What a list of customers shows, were it only one; `more` is the key of its next page."""
    ids = tuple(ids)
    return Shown(customers=ids, rows=tuple(Listed(customer=one) for one in ids), more=more)


def plans_listed(plans: Iterable[Plan], deals: Iterable[Opportunity] = ()) -> Shown:
    """What the list of a day shows: its plans, and after them the deals near signing."""
    plans = tuple(plans)
    rows = [Listed(customer=plan.customer, plan=plan.id) for plan in plans]
    return Shown(
        plans=tuple(plan.id for plan in plans),
        customers=tuple(plan.customer for plan in plans if plan.customer),
        rows=(*rows, *(_of_deal(deal) for deal in deals)),
    )


def deals_listed(deals: Iterable[Opportunity], *, more: str = "") -> Shown:
    """What a list of deals shows; `more` is the key of its next page."""
    deals = tuple(deals)
    rows = tuple(_of_deal(deal) for deal in deals)
    return Shown(opportunities=tuple(deal.id for deal in deals), rows=rows, more=more)


def _of_deal(deal: Opportunity) -> Listed:
    return Listed(customer=deal.customer, opportunity=deal.id)


async def remember_customers(
    found: Sequence[Customer], turn: Turn, *, more: Intent | None = None
) -> None:
    """Keep the customers of a list under their numbers, and what its next page is asked by."""
    shown = customers_listed((one.id for one in found), more=encode(more) if more else "")
    await remember(turn.uow, turn.answered_in, shown, turn.now)


async def recall(uow: UnitOfWork, conversation: str, now: datetime) -> Shown:
    """Return what was last shown, empty after half an hour."""
    content = await uow.memory.get(conversation, _SLOT, now)
    return _SHOWN.validate_json(content) if content else Shown()
