"""The next step that is told beside an order about a deal: 推到谈判，下周三再去; 赢了，下周二签合同."""

from dataclasses import replace

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

_TARGETED = (CloseOpportunity, MoveStage, UpdateOpportunity)
_OF_DEALS = (
    CloseOpportunity,
    CreateOpportunity,
    MoveStage,
    ReopenOpportunity,
    UpdateOpportunity,
)


def of_one_deal(found: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """二期推到谈判，金额调成58万: what else is said of a deal of the customer, where no name tells which."""
    named = {
        one.target.customer.ids: one.target.words
        for one in found
        if isinstance(one, _TARGETED) and one.target.words
    }
    return tuple(
        replace(one, target=replace(one.target, words=named[one.target.customer.ids]))
        if isinstance(one, _TARGETED) and not one.target.words and one.target.customer.ids in named
        else one
        for one in found
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
