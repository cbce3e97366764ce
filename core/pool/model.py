"""What happens to a customer's ownership."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.customers.model import CustomerId
from core.people.model import EmployeeId


class PoolEventKind(StrEnum):
    ENTER = "enter"
    CLAIM = "claim"
    ASSIGN = "assign"
    RELEASE = "release"
    RECYCLE = "recycle"
    WARN = "warn"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolEvent:
    """One line of 公海流水; append-only, never taken back, so that a quota counts what happened.

    Args:
        employee: who claimed, got, gave back or lost it.
        reason: a release reason's code or words, or the recycle rule.
    """

    customer: CustomerId
    kind: PoolEventKind
    employee: EmployeeId | None
    at: datetime
    reason: str = ""
    rule_version: int = 0
    seq: int = 0
