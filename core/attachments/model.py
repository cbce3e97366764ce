"""A file that somebody sent, and what it belongs to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from core.people.model import EmployeeId

AttachmentId = NewType("AttachmentId", str)


class AttachmentKind(StrEnum):
    IMAGE = "image"
    VOICE = "voice"
    VIDEO = "video"
    FILE = "file"


class AttachmentState(StrEnum):
    """Whether its bytes are here: still at the platform, kept, or never to be had."""

    COMING = "coming"
    KEPT = "kept"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file as it was sent.

    Args:
        handle: what the platform gives the bytes for.
        draft: the draft it is to be saved with; `customer` of which entry, where there are several.
        digest: SHA-256 of the bytes, by which they are kept once however often they are sent.
        size: in bytes.
    """

    id: AttachmentId
    employee: EmployeeId
    kind: AttachmentKind
    name: str = ""
    handle: str = ""
    message_id: str = ""
    draft: str = ""
    customer: str = ""
    digest: str = ""
    size: int = 0
    state: AttachmentState = AttachmentState.COMING
    sent_at: datetime
