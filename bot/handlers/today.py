"""今天干什么: what is planned, overdue, near signing and about to return, in working order (G03)."""

from dataclasses import replace

from adapters.chat import Card, Reply
from bot.cards import agenda as cards
from bot.handlers.digests import whose
from bot.intents import Today
from bot.moments import end_of, start_of
from bot.router import Router
from bot.shown import plans_listed, remember
from bot.slots import Period
from bot.turn import Turn
from core.people.model import EmployeeId
from core.plans.queries import PlanQuery

router = Router()
_MOST = 20


@router.on(Today)
async def today(wish: Today, turn: Turn) -> Reply:
    period = wish.period or Period(turn.today, turn.today)
    if not wish.person:
        return Reply(card=await listing(period, turn, overdue=wish.kind == "overdue"))
    scope, who = await whose(wish.person, turn)
    card = await listing(
        period, turn, overdue=wish.kind == "overdue", of=next(iter(scope.owners or ()), None)
    )
    return Reply(
        card=replace(
            card, subtitle=turn.say("agenda.comma").join(filter(None, (who, card.subtitle)))
        )
    )


async def listing(
    period: Period, turn: Turn, *, overdue: bool = False, of: EmployeeId | None = None
) -> Card:
    """Plans of a day or a range; for today also what is overdue. Their numbers are remembered.

    Args:
        of: whose they are, the person's own by default; of somebody else's the plans alone.
    """
    query = PlanQuery(
        employee=of or turn.viewer.id,
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
    agenda = await cards.gather(turn.uow, turn.viewer, turn.today, [*plans, *late])
    if overdue or of:
        agenda = replace(agenda, signing=())
    shown = plans_listed(agenda.plans, agenda.signing)
    await remember(turn.uow, turn.answered_in, shown, turn.now)
    card = cards.listing(agenda, period, turn.zone, turn.say, turn.today)
    if not overdue:
        return card
    none = "" if card.rows else turn.say("agenda.none_overdue")
    return replace(card, title=turn.say("agenda.overdue_title"), body=none)
