"""What was last shown in a conversation, so that 那个, 刚才那条 and 第2个 mean something."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from bot.keys import Intent, encode
from bot.turn import Turn
from core.customers.model import Customer, CustomerId
from core.opportunities.model import OpportunityId
from core.plans.model import PlanId
from core.ports import UnitOfWork
from core.visits.model import FollowUpId

_SLOT = "shown"
_LIFE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The records of the last answer, in the order of their numbers.

    Args:
        more: the key of its next page, empty on the last one.
        numbered: the last list of customers; opening or claiming one of it leaves its numbers valid.
    """

    customers: tuple[CustomerId, ...] = ()
    opportunities: tuple[OpportunityId, ...] = ()
    plans: tuple[PlanId, ...] = ()
    follow_ups: tuple[FollowUpId, ...] = ()
    numbered: tuple[CustomerId, ...] = ()
    more: str = ""


_SHOWN: TypeAdapter[Shown] = TypeAdapter(Shown)


async def remember(uow: UnitOfWork, conversation: str, shown: Shown, now: datetime) -> None:
    """Keep `shown` for half an hour; nothing crosses conversations (P11)."""
    if not shown.numbered:
        one = len(shown.customers) == 1
        before = (await recall(uow, conversation, now)).numbered if one else ()
        shown = replace(shown, numbered=before or shown.customers)
    content = _SHOWN.dump_json(shown, exclude_defaults=True).decode()
    await uow.memory.put(conversation, _SLOT, content, now + _LIFE)


async def remember_customers(
    found: Sequence[Customer], turn: Turn, *, more: Intent | None = None
) -> None:
    """Keep the customers of a list under their numbers, and what its next page is asked by."""
    shown = Shown(customers=tuple(one.id for one in found), more=encode(more) if more else "")
    await remember(turn.uow, turn.answered_in, shown, turn.now)


async def recall(uow: UnitOfWork, conversation: str, now: datetime) -> Shown:
    """Return what was last shown, empty after half an hour."""
    content = await uow.memory.get(conversation, _SLOT, now)
    return _SHOWN.validate_json(content) if content else Shown()
