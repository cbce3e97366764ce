"""The morning list of each rep: agreed, overdue, near signing (G03)."""

from dataclasses import replace
from datetime import timedelta

from adapters.chat import Card
from bot.attention import Merged, Push
from bot.cards import agenda as cards
from bot.jobs.tick import Tick
from bot.moments import end_of, start_of
from bot.places import behind
from bot.shown import plans_listed
from bot.slots import Period
from bot.texts import Texts, texts
from core.people.model import Employee, EmployeeState
from core.people.permissions import Viewer
from core.plans.queries import PlanQuery

_MOST = 20
_STEP = 50
"""People a transaction."""


async def agenda(tick: Tick) -> str:
    """One card for whoever has anything to do; what yesterday's budget held back comes with it."""
    some = await tick.people(_STEP)
    for person in some:
        if person.state is not EmployeeState.ACTIVE:
            continue
        found = await _agenda_of(person, tick)
        merged = await tick.attention.take_merged(person)
        if not found.plans and not found.signing and not merged.lines:
            continue
        push = Push(
            key=f"morning:{person.id}:{tick.today.isoformat()}",
            kind="rep_morning",
            content=_card(found, merged, tick, texts(person.language)),
            opens=behind("plans"),
            life=timedelta(hours=10),
            spread=tick.spread(person),
            warns=merged.warns,
            merges=False,
        )
        await tick.attention.push(person, push)
        await tick.remember(person.id, plans_listed(found.plans, found.signing))
    return some[-1].id if len(some) == _STEP else ""


async def _agenda_of(person: Employee, tick: Tick) -> cards.Agenda:
    """His own plans of the day, then what is overdue, whatever else he may see."""
    viewer = Viewer(person, frozenset({person.id}))
    today = start_of(tick.today, tick.zone)
    of_today = PlanQuery(
        employee=person.id, due_from=today, due_until=end_of(tick.today, tick.zone), limit=_MOST
    )
    overdue = PlanQuery(employee=person.id, due_until=today, limit=_MOST)
    plans = [
        plan
        for query in (of_today, overdue)
        for plan in await tick.uow.plans.search(query, viewer.scope())
    ]
    return await cards.gather(tick.uow, viewer, tick.today, plans)


def _card(found: cards.Agenda, merged: Merged, tick: Tick, say: Texts) -> Card:
    card = cards.listing(found, Period(tick.today, tick.today), tick.zone, say, tick.today)
    if not merged.lines:
        return card
    more = (say("agenda.merged", count=len(merged.lines)), *merged.lines)
    return replace(card, body="\n".join(more))
