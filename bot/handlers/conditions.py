"""Conditions on customers as said, as a query and as words (L01)."""

from datetime import datetime, timedelta

from bot.cards import phrases
from bot.moments import end_of, start_of
from bot.slots import EVER, Conditions, Period
from bot.turn import Turn
from bot.understanding.regions import cities_of
from core.customers.queries import CustomerOrder, CustomerQuery

PAGE = 10
_TOLD = ("left", "untouched")
"""Orders that were asked for by name, and are said."""
_ORDERS = {
    "fit": CustomerOrder.ENTERED_POOL,
    "entered": CustomerOrder.ENTERED_POOL,
    "left": CustomerOrder.LEFT_IN_POOL,
    "untouched": CustomerOrder.UNTOUCHED,
    "recycle": CustomerOrder.RECYCLE,
    "name": CustomerOrder.NAME,
}


def query(
    where: Conditions, turn: Turn, *, in_pool: bool | None, page: int = 0, most: int = PAGE
) -> CustomerQuery:
    """The query of `where`; lists of the pool start with who fell out last."""
    size = min(where.limit or most, 50)
    default = CustomerOrder.ENTERED_POOL if in_pool else CustomerOrder.STARRED
    return CustomerQuery(
        text=where.text,
        in_pool=in_pool,
        cities=(*where.cities, *(city for one in where.regions for city in cities_of(one))),
        industries=where.industries,
        but_cities=where.but_cities,
        but_industries=where.but_industries,
        but=where.but,
        tiers=where.tiers,
        category=where.category,
        starred=where.starred,
        untouched_since=_days_ago(where.untouched_days, turn),
        entered_pool_before=_days_ago(where.unclaimed_days, turn),
        entered_pool=_instants(where.entered, turn) if where.entered else None,
        has_open_opportunity=where.has_opportunity,
        has_contact=where.has_contact,
        dealt=where.dealt,
        order=_ORDERS.get(where.order, default),
        limit=size,
        offset=page * size,
    )


def words(where: Conditions, turn: Turn) -> str:
    """How the conditions were understood: `苏州 · A类 · 30天没联系 · 有商机`."""
    say = turn.say
    parts = [
        where.person,
        *where.cities,
        *where.regions,
        *where.industries,
        *(say("customers.but", what=one) for one in (*where.but_cities, *where.but_industries)),
        *(say("customers.tier", tier=tier) for tier in where.tiers),
        where.text and say("customers.text", text=where.text),
        where.category and say("customers.category", category=where.category),
        _untouched(where.untouched_days, turn),
        where.unclaimed_days and say("customers.unclaimed", days=where.unclaimed_days),
        where.entered and _entered(where.entered, turn),
        where.order in _TOLD and say(f"customers.order.{where.order}"),
    ]
    flags = (
        (where.starred, "starred"),
        (where.has_opportunity, "has_opportunity"),
        (where.has_contact, "has_contact"),
        (where.dealt, "dealt"),
    )
    parts += [
        say(f"customers.{name}.{'yes' if wished else 'no'}")
        for wished, name in flags
        if wished is not None
    ]
    parts.append(where.unknown and say("customers.unknown", words=where.unknown))
    return " · ".join(part for part in parts if isinstance(part, str) and part)


def _untouched(days: int | None, turn: Turn) -> str:
    if not days:
        return ""
    return (
        turn.say("customers.never") if days >= EVER else turn.say("customers.untouched", days=days)
    )


def _entered(period: Period, turn: Turn) -> str:
    since, until = (
        phrases.day(day, turn.say, today=turn.today) for day in (period.since, period.until)
    )
    return turn.say("customers.entered_pool", since=since, until=until)


def _instants(period: Period, turn: Turn) -> tuple[datetime, datetime]:
    return start_of(period.since, turn.zone), end_of(period.until, turn.zone)


def _days_ago(days: int | None, turn: Turn) -> datetime | None:
    return None if days is None else turn.now - timedelta(days=days)
