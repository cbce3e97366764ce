"""简报: figures and reasons of a team, and the lists behind the numbers (K01, K02)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from adapters.chat import Card, Reply
from bot.cards import customers as customer_cards
from bot.cards import digest as cards
from bot.cards import opportunities as deal_cards
from bot.cards import visits as visit_cards
from bot.handlers.opportunities import names
from bot.moments import end_of, start_of
from bot.router import Router
from bot.shown import Shown, remember
from bot.slots import Period
from bot.talk import OpenNumber, ShowDigest
from bot.turn import Turn
from core.errors import NotFound
from core.opportunities.model import Opportunity
from core.opportunities.queries import OpportunityQuery
from core.people.permissions import Command, Scope
from core.reports.digest import Digest, Range, gather
from core.visits.queries import FollowUpQuery

router = Router()
_MOST = 10
_STUCK = timedelta(days=21)


@router.on(ShowDigest)
async def show_digest(wish: ShowDigest, turn: Turn) -> Reply:
    """今天怎么样; one's own figures for a rep, the team's for whoever leads.

    Raises:
        NotFound: `person` is nobody he leads.
    """
    period = wish.period or Period(turn.today, turn.today)
    scope, who = await _whose(wish.person, turn)
    found = await build(scope, period, turn)
    return Reply(card=cards.digest(found, who, turn.say, turn.today))


async def build(scope: Scope, period: Period, turn: Turn) -> Digest:
    """The digest of a scope and a range of days."""
    return await gather(
        turn.uow,
        scope,
        range_of(period, turn.zone),
        now=turn.now,
        month=month_of(period.until, turn.zone),
        people=await turn.uow.people.everybody(),
    )


def range_of(period: Period, zone: ZoneInfo) -> Range:
    days = (period.until - period.since).days + 1
    kind = "day" if days == 1 else "week" if days <= 7 else "month"
    return Range(
        first=period.since,
        last=period.until,
        since=start_of(period.since, zone),
        until=end_of(period.until, zone),
        period=kind,
    )


def month_of(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The month of `day` from its first to the end of `day`."""
    return start_of(day.replace(day=1), zone), end_of(day, zone)


async def _whose(person: str, turn: Turn) -> tuple[Scope, str]:
    command = Command.DIGEST if turn.viewer.employee.leads else Command.READ
    scope = replace(turn.viewer.scope(command), pools=False)
    if not person:
        return scope, turn.say(
            "digest.team"
        ) if turn.viewer.employee.leads else turn.viewer.employee.name
    found = [one for one in await turn.uow.people.named(person) if scope.covers(one.id)]
    if len(found) != 1:
        raise NotFound(kind="employee", key=person)
    return Scope(frozenset({found[0].id}), pools=False), found[0].name


@router.on(OpenNumber)
async def open_number(wish: OpenNumber, turn: Turn) -> Reply:
    """The list behind a number, for whoever pressed."""
    opened = _OPENED.get(wish.number)
    if opened is None:
        raise NotFound(kind="number", key=wish.number)
    scope, _ = await _whose("", turn)
    try:
        since, until = date.fromisoformat(wish.since), date.fromisoformat(wish.until)
    except ValueError:
        raise NotFound(kind="number", key=wish.number) from None
    return Reply(more=(await opened(Period(since, until), scope, turn),))


async def _follow_ups(period: Period, scope: Scope, turn: Turn) -> Card:
    query = FollowUpQuery(
        since=start_of(period.since, turn.zone), until=end_of(period.until, turn.zone), limit=_MOST
    )
    found = await turn.uow.follow_ups.search(query, scope)
    at = await turn.uow.customers.several({one.customer for one in found}, turn.viewer.scope())
    short = {one.id: one.short for one in at}
    rows = [visit_cards.row(one, turn) for one in found]
    named = tuple(
        replace(row, title=f"{short.get(one.customer, '')} · {row.title}")
        for row, one in zip(rows, found, strict=True)
    )
    return Card(
        title=turn.say("digest.open.follow_ups"),
        rows=named,
        body="" if rows else turn.say("visits.none_yet"),
    )


async def _moved(period: Period, scope: Scope, turn: Turn) -> Card:
    since, until = start_of(period.since, turn.zone), end_of(period.until, turn.zone)
    ids = {
        move.opportunity
        for move in await turn.uow.opportunities.moves(since, until)
        if scope.covers(move.by)
    }
    found = [
        deal
        for deal in await turn.uow.opportunities.search(
            OpportunityQuery(states=tuple(deal_cards.STATES), limit=500), scope
        )
        if deal.id in ids
    ][:_MOST]
    return await _deals("moved", found, turn)


async def _stuck(_: Period, scope: Scope, turn: Turn) -> Card:
    query = OpportunityQuery(idle_since=turn.now - _STUCK, limit=_MOST)
    return await _deals("stuck", await turn.uow.opportunities.search(query, scope), turn)


async def _deals(name: str, found: Sequence[Opportunity], turn: Turn) -> Card:
    shown = Shown(opportunities=tuple(deal.id for deal in found))
    await remember(turn.uow, turn.sender.conversation, shown, turn.now)
    return deal_cards.listing(
        turn.say(f"digest.open.{name}"), "", found, await names(found, turn), turn
    )


async def _returning(period: Period, scope: Scope, turn: Turn) -> Card:
    until = period.until + timedelta(days=7)
    found = await turn.uow.customers.returning(period.until, until)
    inside = [one for one in found if scope.covers(one.owner)][:_MOST]
    shown = Shown(customers=tuple(one.id for one in inside))
    await remember(turn.uow, turn.sender.conversation, shown, turn.now)
    return customer_cards.listing(turn.say("digest.open.returning"), "", inside, turn)


_OPENED = {
    "follow_ups": _follow_ups,
    "moved": _moved,
    "stuck": _stuck,
    "returning": _returning,
}
