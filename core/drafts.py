"""A draft: what was understood, waiting for a tap."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.people.model import EmployeeId


class DraftState(StrEnum):
    OPEN = "open"
    SAVED = "saved"
    CANCELLED = "cancelled"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Only an open draft takes a press; only before `expires_at` does a text continue it.

    Args:
        intent: the encoded intent (JSON), with everything understood so far.
        asked: slots already asked for, so that nothing is asked twice.
        act: the act that saved it; what 撤销 on its card takes back.
    """

    id: str
    conversation: str
    employee: EmployeeId
    intent: str
    asked: tuple[str, ...] = ()
    state: DraftState = DraftState.OPEN
    act: str = ""
    source_text: str = ""
    source_message_id: str = ""
    created_at: datetime
    expires_at: datetime
    version: int = 0
