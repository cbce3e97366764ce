"""What is forgotten when its life is over; the queues' own rows go with the store."""

from datetime import timedelta

from bot.errands.wanted import SWEEP
from bot.jobs.tick import Tick
from bot.redrawing import LIFE
from core.people.model import EmployeeId

UNUSED = timedelta(days=7)
"""How long a file lies here that belongs to nothing."""


async def forget(tick: Tick) -> str:
    """Sentences nobody understood live 30 days, memories until they end, cards while they change."""
    await tick.uow.sentences.forget(tick.due)
    await tick.uow.memory.forget_old(tick.due)
    await tick.uow.live_cards.forget_old(tick.due - LIFE)
    await tick.uow.attachments.forget(tick.due - UNUSED)
    await tick.uow.errands.put(f"sweep:{tick.due.date()}", SWEEP, "", employee=EmployeeId(""))
    return ""
