"""The morning list of each rep: agreed, overdue, near signing (G03)."""

from datetime import timedelta
from zlib import crc32

from bot.cards import agenda as cards
from bot.jobs.tick import Tick
from bot.moments import end_of
from bot.parcel import packed
from bot.slots import Period
from bot.texts import texts
from core.people.model import EmployeeState, Role
from core.people.permissions import Viewer
from core.plans.queries import PlanQuery

_LANE = 2
_JITTER = 180


async def agenda(tick: Tick) -> bool:
    """One card a rep that has anything to do; spread over three minutes by his number."""
    for person in await tick.uow.people.everybody():
        if Role.REP not in person.roles or person.state is not EmployeeState.ACTIVE:
            continue
        viewer = Viewer(person, frozenset({person.id}))
        query = PlanQuery(employee=person.id, due_until=end_of(tick.today, tick.zone), limit=20)
        plans = await tick.uow.plans.search(query, viewer.scope())
        found = await cards.gather(tick.uow, viewer, tick.today, plans)
        if not found.plans and not found.signing:
            continue
        period = Period(tick.today, tick.today)
        card = cards.listing(found, period, tick.zone, texts(person.language), tick.today)
        spread = timedelta(seconds=crc32(person.id.encode()) % _JITTER)
        await tick.uow.notices.put(
            f"morning:{person.id}:{tick.today.isoformat()}",
            to=person.id,
            lane=_LANE,
            body=packed(card),
            kind="rep_morning",
            not_before=tick.not_before(person) + spread,
            expires_at=tick.due + timedelta(hours=10),
        )
    return False
