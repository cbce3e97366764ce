"""简报: figures and reasons of a team (K01, K02)."""

from zoneinfo import ZoneInfo

from adapters.chat import Reply
from bot.cards import digest as cards
from bot.cards import phrases
from bot.router import Router
from bot.slots import Period
from bot.talk import ME, ShowDigest
from bot.turn import Turn
from core.errors import NotFound
from core.people.model import EmployeeId
from core.people.permissions import Command, Scope
from core.reports.compose import gather
from core.reports.digest import Digest, read
from core.reports.ranges import Range

router = Router()


@router.on(ShowDigest)
async def show_digest(wish: ShowDigest, turn: Turn) -> Reply:
    """今天怎么样; one's own figures for a rep, the team's for whoever leads.

    Raises:
        NotFound: `person` is nobody he leads.
    """
    period = wish.period or Period(turn.today, turn.today)
    scope, who = await whose(wish.person, turn)
    if period.since > turn.today:
        day = phrases.day(period.since, turn.say, today=turn.today)
        return Reply(text=turn.say("digest.not_yet", day=day))
    found = await _as_sent(wish, period, turn) or await build(scope, period, turn)
    if wish.silent:
        return Reply(text=cards.silent(found, turn.say))
    person = next(iter(scope.owners or ()), "") if wish.person else ""
    flows = turn.rules.flows
    card = cards.digest(found, who, turn.say, turn.today, flows=flows, person=person)
    return Reply(card=card)


async def _as_sent(wish: ShowDigest, period: Period, turn: Turn) -> Digest | None:
    """A day that is over is shown as it was sent (K01)."""
    if wish.person or period.since != period.until or period.until >= turn.today:
        return None
    kept = await turn.uow.reports.snapshot(turn.viewer.id, period.until, "day")
    return read(kept.content) if kept else None


async def build(scope: Scope, period: Period, turn: Turn) -> Digest:
    """The digest of a scope and a range of days."""
    span = range_of(period, turn.zone)
    return await gather(turn.uow, scope, span, now=turn.now, flows=turn.rules.flows)


def range_of(period: Period, zone: ZoneInfo) -> Range:
    """The days of a report in the company's zone."""
    return Range(period.since, period.until, zone)


async def whose(person: str, turn: Turn) -> tuple[Scope, str]:
    """Whose figures `turn`'s person may read, and their name: who leads nobody reads his own alone."""
    me = turn.viewer.employee
    owners = turn.viewer.scope(Command.DIGEST).owners if me.leads else frozenset({me.id})
    scope = Scope(owners, pools=False)
    if person == ME:
        return only(me.id, scope), me.name
    if not person:
        return scope, turn.say("digest.team") if me.leads else me.name
    found = [one for one in await turn.uow.people.named(person) if scope.covers(one.id)]
    if len(found) != 1:
        raise NotFound(kind="employee", key=person)
    return only(found[0].id, scope), found[0].name


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
