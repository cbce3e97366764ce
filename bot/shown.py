"""What was last shown in a conversation, so that 那个, 刚才那条 and 第2个 mean something."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from core.customers.model import CustomerId
from core.opportunities.model import OpportunityId
from core.plans.model import PlanId
from core.ports import UnitOfWork
from core.visits.model import FollowUpId

_SLOT = "shown"
_LIFE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The records of the last answer, in the order of their numbers."""

    customers: tuple[CustomerId, ...] = ()
    opportunities: tuple[OpportunityId, ...] = ()
    plans: tuple[PlanId, ...] = ()
    follow_ups: tuple[FollowUpId, ...] = ()


_SHOWN: TypeAdapter[Shown] = TypeAdapter(Shown)


async def remember(uow: UnitOfWork, conversation: str, shown: Shown, now: datetime) -> None:
    """Keep `shown` for half an hour; nothing crosses conversations (P11)."""
    content = _SHOWN.dump_json(shown, exclude_defaults=True).decode()
    await uow.memory.put(conversation, _SLOT, content, now + _LIFE)


async def recall(uow: UnitOfWork, conversation: str, now: datetime) -> Shown:
    """Return what was last shown, empty after half an hour."""
    content = await uow.memory.get(conversation, _SLOT, now)
    return _SHOWN.validate_json(content) if content else Shown()
