"""What an errand is about, as it is kept with it."""

from dataclasses import dataclass
from typing import Self

from pydantic import TypeAdapter

from adapters.chat import Attachment as Sent
from adapters.chat import Message
from core.attachments.model import AttachmentId

FETCH = "fetch"
SWEEP = "sweep"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to be fetched: the `place`-th of a message."""

    attachment: AttachmentId
    message: Message
    place: int

    @property
    def sent(self) -> Sent:
        return self.message.attachments[self.place]

    def written(self) -> str:
        return _WANTED.dump_json(self).decode()

    @classmethod
    def read(cls, value: str) -> Self:
        return _WANTED.validate_json(value)  # type: ignore[return-value]  # the class itself


_WANTED: TypeAdapter[Wanted] = TypeAdapter(Wanted)
