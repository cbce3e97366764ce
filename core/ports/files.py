"""Files that people sent, and long work that is done for them beside the chat."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.attachments.model import Attachment, AttachmentId
from core.people.model import EmployeeId
from core.visits.model import FollowUpId


class Attachments(Protocol):
    """What is known of each file is no record of the CRM; that it belongs to a contact is one."""

    async def find(self, attachment: AttachmentId) -> Attachment | None: ...
    async def add(self, attachment: Attachment) -> None: ...
    async def save(self, attachment: Attachment) -> None: ...
    async def loose(self, employee: EmployeeId, since: datetime) -> Sequence[Attachment]:
        """His that belong to nothing, sent since then, oldest first."""
        ...

    async def of_draft(self, draft: str, *, loose: bool = False) -> Sequence[Attachment]:
        """Those of a draft; with `loose` without those that belong to a contact by now."""
        ...

    async def into_draft(
        self, attachments: Iterable[AttachmentId], draft: str, customer: str = ""
    ) -> None: ...
    async def attach(self, attachments: Iterable[AttachmentId], follow_up: FollowUpId) -> None:
        """They belong to the contact from now on; part of the act, taken back with it."""
        ...

    async def of(
        self, follow_ups: Iterable[FollowUpId]
    ) -> Mapping[FollowUpId, Sequence[Attachment]]:
        """Those of each contact that has any, oldest first."""
        ...

    async def forget(self, before: datetime) -> None:
        """Delete what is known of those that were sent before and belong to nothing."""
        ...

    async def digests(self, beginning: str) -> frozenset[str]:
        """The digests in use that begin so."""
        ...

    async def belonging(self) -> frozenset[str]:
        """The digests of what belongs to a follow-up."""
        ...

    async def lose(self, digests: Iterable[str]) -> None:
        """Forget what was deleted as a file and belongs to nothing."""
        ...


class Errands(Protocol):
    """Long work: put into the transaction that wants it, done step by step afterwards."""

    async def put(
        self, key: str, kind: str, value: str, *, employee: EmployeeId, address: str = ""
    ) -> None:
        """Keep an errand; one for a `key` for ever.

        Args:
            value: what it is about, as its kind reads it.
            address: where it was asked for, as in `Notices.put`.
        """
        ...
