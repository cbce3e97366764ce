"""简报: figures and reasons of a team (K01, K02)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from adapters.chat import Card, Reply, Row
from bot.cards import digest as cards
from bot.cards import phrases
from bot.handlers.reminders import offered
from bot.intents import OpenNumbers, ShowPoster
from bot.places import board
from bot.router import Router
from bot.slots import Period
from bot.talk import ME, OpenNumber, ShowDigest
from bot.turn import Turn
from core.errors import NotFound
from core.opportunities.model import Flow
from core.people.model import EmployeeId
from core.people.permissions import Command, Scope, Viewer
from core.people.viewers import viewer
from core.reports.compose import gather
from core.reports.digest import Digest, read
from core.reports.model import AsOf, read_as_of
from core.reports.ranges import PERIODS, Range, around

router = Router()
_LONG = timedelta(days=365)
"""So long ago a range of days of which nothing is recorded is told in a line."""


@dataclass(frozen=True, slots=True)
class Then:
    """What the digests of days that are over were made of, and the flows that their deals followed."""

    as_of: AsOf
    flows: Sequence[Flow]


@router.on(ShowDigest)
async def show_digest(wish: ShowDigest, turn: Turn) -> Reply:
    """今天怎么样; one's own figures for a rep, the team's for whoever leads.

    Raises:
        NotFound: `person` is nobody he leads.
    """
    period = wish.period or Period(turn.today, turn.today)
    scope, who = await whose(wish.person, turn)
    if early := _not_yet(period, turn):
        return early
    if wish.silent:
        return await _silent(scope, who, period, turn)
    found, flows = await _told(wish.person, scope, period, turn)
    if nothing := _nothing(found, period, turn):
        return nothing
    person = next(iter(scope.owners or ()), "") if wish.person else ""
    card = _card(found, who, person, by_flows(flows, turn))
    return Reply(card=await turn.studio.pictured(card) if turn.studio else card)


@router.on(ShowPoster)
async def show_poster(wish: ShowPoster, turn: Turn) -> Reply:
    """发长图: the same digest as one long picture, a message of its own.

    Raises:
        NotFound: `person` is nobody he leads.
    """
    period = wish.period or Period(turn.today, turn.today)
    scope, who = await whose(wish.person, turn)
    if early := _not_yet(period, turn):
        return early
    found, flows = await _told(wish.person, scope, period, turn)
    if nothing := _nothing(found, period, turn):
        return nothing
    card = _card(found, who, wish.person, by_flows(flows, turn))
    return Reply(more=(await turn.studio.poster(card) if turn.studio else card,))


@router.on(OpenNumbers)
async def open_numbers(wish: OpenNumbers, turn: Turn) -> Reply:
    """The buttons of a group of numbers as a new message; the digest stays.

    Raises:
        NotFound: there is no such group, or `person` is nobody he leads.
    """
    if wish.group not in (cards.EVERY_GROUP, *cards.GROUPS):
        raise NotFound(kind="number", key=wish.group)
    _, who = await whose(wish.person, turn)
    return Reply(more=(cards.numbers(wish, who, turn.say),))


def _not_yet(period: Period, turn: Turn) -> Reply | None:
    """Of days that are still to come nothing is told."""
    if period.since <= turn.today:
        return None
    day = phrases.day(period.since, turn.say, today=turn.today)
    return Reply(text=turn.say("digest.not_yet", day=day))


def _nothing(found: Digest, period: Period, turn: Turn) -> Reply | None:
    """Of long ago nothing is told as nothing."""
    if period.until >= turn.today - _LONG or any(found.total.values()):
        return None
    first, last = (
        phrases.day(day, turn.say, today=turn.today) for day in (period.since, period.until)
    )
    return Reply(text=turn.say("digest.no_records", first=first, last=last))


async def _silent(scope: Scope, who: str, period: Period, turn: Turn) -> Reply:
    """谁还没写: the list of them, each with 提醒; of days that are over as they were told."""
    first, last = period.since.isoformat(), period.until.isoformat()
    span, rows = range_of(period, turn), slice(0, cards.PAGE)
    then = await made_of(span, turn)
    as_of = then.as_of if then else None
    async with turn.uow.as_of(as_of.mark if as_of else None) as past:
        at = as_of.at if as_of else turn.now
        count, ids = await past.reports.page("silent", span, scope, now=at, rows=rows)
    if not count:
        return Reply(text=turn.say("digest.day_off" if span.rests else "digest.nobody_silent"))
    people = [EmployeeId(one) for one in ids]
    names = await turn.uow.people.names(people)
    wish = OpenNumber("silent", first, last, as_of=str(as_of) if as_of else "")
    told = await offered(wish, ids, people, [Row(names[one]) for one in people], turn)
    return Reply(card=cards.listed(wish, told, count, turn.rules.known, turn.say, who=who))


def _card(found: Digest, who: str, person: str, turn: Turn) -> Card:
    base, flows, page = turn.public_url, turn.rules.known, _board_of(found, turn)
    link = f"{base}{page}" if base and page else ""
    return cards.digest(found, who, turn.say, turn.today, flows=flows, person=person, link=link)


def _board_of(found: Digest, turn: Turn) -> str:
    """The board of just these days; empty where it has none."""
    first, last = date.fromisoformat(found.first), date.fromisoformat(found.last)
    for kind in PERIODS:
        shown = around(last, kind, turn.zone, today=turn.today)
        if (shown.first, shown.last) == (first, last):
            return board(found.last, kind)
    return ""


async def _told(
    person: str, scope: Scope, period: Period, turn: Turn
) -> tuple[Digest, Sequence[Flow]]:
    """The digest as it was sent, else as it is or was then; and the flows it was made by."""
    span = range_of(period, turn)
    if not person and (sent := await _as_sent(scope, span, turn)):
        return sent
    then = await made_of(span, turn)
    return await build(scope, span, then, turn), then.flows if then else turn.rules.flows


async def _as_sent(scope: Scope, span: Range, turn: Turn) -> tuple[Digest, Sequence[Flow]] | None:
    """A day, a week or a month that is over is shown as it was sent, under the rights of now (K01, 0021).

    Whoever leads others by now than then reads what those did.
    """
    if span.last >= turn.today:
        return None
    kept = await turn.uow.reports.snapshot(turn.viewer.id, span.last, span.period)
    if kept is None or not kept.mark:
        return None
    sent = read(kept.content)
    async with turn.uow.as_of(read_as_of(kept.mark).mark) as past:
        me = await past.people.find(turn.viewer.id)
        led = _led(await viewer(me, past.people)) if me else None
    same = me is not None and led == scope.owners and sent.first == span.first.isoformat()
    return (sent, turn.rules.flows_of(kept.rules)) if same else None


async def build(scope: Scope, span: Range, then: Then | None, turn: Turn) -> Digest:
    """The digest of a scope and a range of days; of days that are over as they were told."""
    reach, as_of = with_pools(scope, turn), then.as_of if then else None
    flows = then.flows if then else turn.rules.flows
    return await gather(turn.uow, reach, span, now=turn.now, flows=flows, then=as_of)


def with_pools(scope: Scope, turn: Turn) -> Scope:
    """`scope`, with what nobody owns where `turn`'s person may look into pools."""
    return replace(scope, pools=turn.viewer.scope().pools)


async def made_of(span: Range, turn: Turn) -> Then | None:
    """Of just these days, whoever was sent their digest; None: they are told as they are at present."""
    if span.last >= turn.today:
        return None
    sent = await turn.uow.reports.first_sent(span.last, span.period)
    if sent is None or read(sent.content).first != span.first.isoformat():
        return None
    return Then(read_as_of(sent.mark), turn.rules.flows_of(sent.rules))


def by_flows(flows: Sequence[Flow], turn: Turn) -> Turn:
    """Who names stages names those of these flows."""
    return replace(turn, rules=replace(turn.rules, flows=tuple(flows)))


def range_of(period: Period, turn: Turn) -> Range:
    """The days of a report in the company's zone."""
    return Range(period.since, period.until, turn.zone).by(turn.calendar)


async def whose(person: str, turn: Turn) -> tuple[Scope, str]:
    """Whose figures `turn`'s person may read, and their name: who leads nobody reads his own alone."""
    me = turn.viewer.employee
    scope = Scope(_led(turn.viewer), pools=False)
    if person == ME:
        return only(me.id, scope), me.name
    if not person:
        return scope, turn.say("digest.team") if me.leads else me.name
    found = [one for one in await turn.uow.people.named(person) if scope.covers(one.id)]
    if len(found) != 1:
        raise NotFound(kind="employee", key=person)
    return only(found[0].id, scope), found[0].name


def _led(reader: Viewer) -> frozenset[EmployeeId] | None:
    """Whose figures he reads; None: everybody's."""
    me = reader.employee
    return reader.scope(Command.DIGEST).owners if me.leads else frozenset({me.id})


def only(person: str, scope: Scope) -> Scope:
    """`scope`, narrowed to one of its people when one is named.

    Raises:
        NotFound: he is not inside.
    """
    if not person:
        return scope
    one = EmployeeId(person)
    if not scope.covers(one):
        raise NotFound(kind="employee", key=person)
    return Scope(frozenset({one}), pools=False)
