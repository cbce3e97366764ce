"""The digest of each one who leads, kept as it was sent (K01)."""

from datetime import timedelta

from bot.attention import Push
from bot.cards import digest as cards
from bot.handlers.digests import month_of, range_of
from bot.jobs.tick import Tick
from bot.places import BOARD
from bot.slots import Period
from bot.texts import texts
from core.people.model import EmployeeState, Role
from core.people.permissions import Command, Scope
from core.people.viewers import viewer
from core.reports.digest import gather, snapshot

_READERS = {Role.SUPERVISOR, Role.EXECUTIVE}
_STEP = 50
"""People a transaction."""


async def send(tick: Tick) -> str:
    """One card a leader; the snapshot and the message in one transaction."""
    people = await tick.uow.people.everybody()
    period = Period(tick.today, tick.today)
    some = await tick.people(_STEP)
    for person in some:
        if not person.roles & _READERS or person.state is not EmployeeState.ACTIVE:
            continue
        reader = await viewer(person, tick.uow.people, tick.rules.reaches)
        scope = Scope(reader.scope(Command.DIGEST).owners, pools=False)
        found = await gather(
            tick.uow,
            scope,
            range_of(period, tick.zone),
            now=tick.due,
            month=month_of(tick.today, tick.zone),
            people=people,
        )
        say = texts(person.language)
        await tick.uow.reports.put_snapshot(snapshot(found, person.id, tick.due))
        push = Push(
            key=f"digest:{person.id}:{tick.today.isoformat()}",
            kind="manager_digest",
            content=cards.digest(
                found, say("digest.team"), say, tick.today, flows=tick.rules.flows
            ),
            opens=f"{BOARD}?day={tick.today.isoformat()}",
            life=timedelta(hours=14),
            spread=tick.spread(person),
            merges=False,
        )
        await tick.attention.push(person, push)
    return some[-1].id if len(some) == _STEP else ""
