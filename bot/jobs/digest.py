"""The digest of each one who leads, kept as it was sent (K01)."""

from datetime import timedelta

from bot.attention import Push
from bot.cards import digest as cards
from bot.jobs.tick import Tick
from bot.places import board
from bot.texts import texts
from core.people.model import EmployeeState, Role
from core.people.permissions import Command, Scope
from core.people.viewers import viewer
from core.reports.compose import gather
from core.reports.digest import snapshot
from core.reports.ranges import Range

_READERS = {Role.SUPERVISOR, Role.EXECUTIVE}
_STEP = 50
"""People a transaction."""


async def send(tick: Tick) -> str:
    """One card a leader; the snapshot and the message in one transaction."""
    span = Range(tick.today, tick.today, tick.zone)
    some, opens = await tick.people(_STEP), board(tick.today.isoformat())
    for person in some:
        if not person.roles & _READERS or person.state is not EmployeeState.ACTIVE:
            continue
        reader = await viewer(person, tick.uow.people, tick.rules.reaches)
        scope = Scope(reader.scope(Command.DIGEST).owners, pools=False)
        found = await gather(tick.uow, scope, span, now=tick.due, flows=tick.rules.flows)
        say = texts(person.language)
        await tick.uow.reports.put_snapshot(snapshot(found, person.id, tick.due))
        card = cards.digest(
            found,
            say("digest.team"),
            say,
            tick.today,
            flows=tick.rules.flows,
            link=f"{tick.public_url}{opens}" if tick.public_url else "",
        )
        push = Push(
            key=f"digest:{person.id}:{tick.today.isoformat()}",
            kind="manager_digest",
            content=await tick.studio.pictured(card) if tick.studio else card,
            opens=opens,
            life=timedelta(hours=14),
            spread=tick.spread(person),
            merges=False,
        )
        await tick.attention.push(person, push)
    return some[-1].id if len(some) == _STEP else ""
