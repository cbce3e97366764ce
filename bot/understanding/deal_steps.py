"""The next step that is told beside an order about a deal: 推到谈判，下周三再去; 赢了，下周二签合同."""

from bot.intents import (
    CloseOpportunity,
    CreateOpportunity,
    MoveStage,
    ReopenOpportunity,
    UpdateOpportunity,
)
from bot.keys import Intent
from bot.understanding.planning import planned_beside
from bot.understanding.reading import Reading

_OF_DEALS = (
    CloseOpportunity,
    CreateOpportunity,
    MoveStage,
    ReopenOpportunity,
    UpdateOpportunity,
)


def with_step(found: tuple[Intent, ...] | None, reading: Reading) -> tuple[Intent, ...] | None:
    """The order with a plan of the step; the day by which a deal is to be signed alone is none."""
    if found is None or len(found) > 1 or not isinstance(found[0], _OF_DEALS):
        return found
    plan = planned_beside(reading)
    if plan is None or plan.when is None or not plan.customer.ids:
        return found
    signed = getattr(found[0], "expected_close", None)
    return found if signed and signed.day == plan.when.day else (*found, plan)
