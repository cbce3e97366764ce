"""今天干什么: what is planned, overdue, near signing and about to return, in working order (G03)."""

from dataclasses import replace

from adapters.chat import Card, Reply
from bot.cards import agenda as cards
from bot.dialogue.who import others, the_customer
from bot.handlers.digests import whose
from bot.intents import Today
from bot.moments import end_of, start_of
from bot.router import Router
from bot.shown import plans_listed, remember
from bot.slots import Period
from bot.turn import Turn
from core.customers.model import CustomerId
from core.people.model import EmployeeId
from core.plans.model import PlanState
from core.plans.queries import PlanQuery

router = Router()
_MOST = 20


@router.on(Today)
async def today(wish: Today, turn: Turn) -> Reply:
    """今天要跟谁; 小林下午要干嘛; 明天几点去博远."""
    if wish.customer.ids or wish.customer.words:
        return Reply(card=await _with_customer(wish, turn))
    period = wish.period or Period(turn.today, turn.today)
    if wish.team and turn.viewer.employee.leads:
        return Reply(card=await _of_team(wish, period, turn))
    if not wish.person:
        late = wish.kind == "overdue"
        return Reply(card=await listing(period, turn, overdue=late, but=wish.but))
    scope, who = await whose(wish.person, turn)
    card = await listing(
        period, turn, overdue=wish.kind == "overdue", of=next(iter(scope.owners or ()), None)
    )
    return Reply(card=_beside(who, card, turn))


def _beside(who: str, card: Card, turn: Turn) -> Card:
    """The card with whose it is before what it counts."""
    return replace(card, subtitle=turn.say("agenda.comma").join(filter(None, (who, card.subtitle))))


async def _with_customer(wish: Today, turn: Turn) -> Card:
    """What is planned with one customer, by anybody whose plans one sees; without days all of it."""
    customer = await the_customer(wish.customer, turn, lambda ref: replace(wish, customer=ref))
    days = wish.period
    query = PlanQuery(
        customer=customer.id,
        due_from=start_of(days.since, turn.zone) if days else None,
        due_until=end_of(days.until, turn.zone) if days else None,
        limit=_MOST,
    )
    plans = await turn.uow.plans.search(query, turn.viewer.scope())
    agenda = await cards.gather(turn.uow, turn.viewer, turn.today, plans)
    await remember(turn.uow, turn.answered_in, plans_listed(plans), turn.now)
    last = max((plan.due_at.astimezone(turn.zone).date() for plan in plans), default=turn.today)
    span = days or Period(turn.today, max(last, turn.today))
    card = cards.listing(replace(agenda, signing=()), span, turn.zone, turn.say, turn.today)
    return _beside(customer.short, card, turn)


async def _of_team(wish: Today, period: Period, turn: Turn) -> Card:
    """What everybody is to do whom one leads, each plan with whose it is."""
    late = wish.kind == "overdue"
    query = PlanQuery(
        states=_states(period, turn, overdue=late),
        due_from=None if late else start_of(period.since, turn.zone),
        due_until=start_of(turn.today, turn.zone) if late else end_of(period.until, turn.zone),
        limit=_MOST,
    )
    scope, who = await whose("", turn)
    plans = await turn.uow.plans.search(query, scope)
    owners = await others((one.employee for one in plans), turn)
    agenda = await cards.gather(turn.uow, turn.viewer, turn.today, plans)
    await remember(turn.uow, turn.answered_in, plans_listed(plans), turn.now)
    card = cards.listing(replace(agenda, signing=()), period, turn.zone, turn.say, turn.today)
    rows = tuple(
        replace(row, title=" · ".join(filter(None, (owners.get(plan.employee), row.title))))
        for row, plan in zip(card.rows, plans, strict=True)
    )
    title = turn.say("agenda.overdue_title") if late else card.title
    return _beside(who, replace(card, rows=rows, title=title), turn)


def _states(period: Period, turn: Turn, *, overdue: bool) -> tuple[PlanState, ...]:
    """上周五该干的干了没: of days that are over, what was done as well."""
    over = period.until < turn.today and not overdue
    return (PlanState.OPEN, PlanState.DONE) if over else (PlanState.OPEN,)


async def listing(
    period: Period,
    turn: Turn,
    *,
    overdue: bool = False,
    of: EmployeeId | None = None,
    but: tuple[CustomerId, ...] = (),
) -> Card:
    """Plans of a day or a range; for today also what is overdue. Their numbers are remembered.

    Args:
        of: whose they are, the person's own by default; of somebody else's the plans alone.
        but: with whom they are not.
    """
    query = PlanQuery(
        employee=of or turn.viewer.id,
        states=_states(period, turn, overdue=overdue),
        due_from=None if overdue else start_of(period.since, turn.zone),
        due_until=start_of(turn.today, turn.zone) if overdue else end_of(period.until, turn.zone),
        limit=_MOST,
    )
    scope = turn.viewer.scope()
    plans = list(await turn.uow.plans.search(query, scope))
    late = []
    if not overdue and period.since == turn.today:
        before = PlanQuery(
            employee=of or turn.viewer.id, due_until=start_of(turn.today, turn.zone), limit=_MOST
        )
        late = list(await turn.uow.plans.search(before, scope))
    every = [one for one in (*plans, *late) if one.customer not in but]
    agenda = await cards.gather(turn.uow, turn.viewer, turn.today, every)
    signing = tuple(one for one in agenda.signing if one.customer not in but)
    agenda = replace(agenda, signing=signing)
    if overdue or of:
        agenda = replace(agenda, signing=())
    shown = plans_listed(agenda.plans, agenda.signing)
    await remember(turn.uow, turn.answered_in, shown, turn.now)
    card = cards.listing(agenda, period, turn.zone, turn.say, turn.today)
    if not overdue:
        return card
    none = "" if plans else turn.say("agenda.none_overdue")
    return replace(card, title=turn.say("agenda.overdue_title"), body=none)
