"""What people do with the pictures, recordings and documents they sent."""

from dataclasses import dataclass

from bot.slots import CustomerRef
from core.visits.model import FollowUpId


@dataclass(frozen=True, slots=True)
class PlaceAttachments:
    """What I sent last belongs to this customer; without one it is found out, or asked."""

    customer: CustomerRef = CustomerRef()


@dataclass(frozen=True, slots=True)
class ShowAttachments:
    """看附件: of one contact."""

    follow_up: FollowUpId
