"""What is forgotten when its life is over; the queues' own rows go with the store."""

from bot.jobs.tick import Tick
from bot.redrawing import LIFE


async def forget(tick: Tick) -> str:
    """Sentences nobody understood live 30 days, memories until they end, cards while they change."""
    await tick.uow.sentences.forget(tick.due)
    await tick.uow.memory.forget_old(tick.due)
    await tick.uow.live_cards.forget_old(tick.due - LIFE)
    return ""
