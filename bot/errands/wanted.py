"""What an errand is about, as it is kept with it."""

from dataclasses import dataclass
from typing import Self

from pydantic import TypeAdapter

from adapters.chat import Attachment as Sent
from adapters.chat import Message
from bot.intents.transfers import Narrowed, TakenOut, Whose
from core.attachments.model import AttachmentId

FETCH = "fetch"
SWEEP = "sweep"
BACKUP = "backup"
RESTORE_TEST = "restore_test"
TRIAL = "trial"
IMPORT = "import"
EXPORT = "export"
TEMPLATES = "templates"


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


@dataclass(frozen=True, slots=True)
class Trial:
    """A spreadsheet to be tried.

    Args:
        kind: of which kind of file it was said to be; empty: its header tells.
        page: it came by the upload page, and is no document of a visit.
    """

    attachment: AttachmentId
    kind: str = ""
    page: bool = False

    def written(self) -> str:
        return _TRIAL.dump_json(self).decode()

    @classmethod
    def read(cls, value: str) -> Self:
        return _TRIAL.validate_json(value)  # type: ignore[return-value]  # the class itself


_TRIAL: TypeAdapter[Trial] = TypeAdapter(Trial)


@dataclass(frozen=True, slots=True)
class Export:
    """Which records are to be taken out."""

    kind: TakenOut
    whose: Whose
    narrowed: Narrowed = ""

    def written(self) -> str:
        return _EXPORT.dump_json(self).decode()

    @classmethod
    def read(cls, value: str) -> Self:
        return _EXPORT.validate_json(value)  # type: ignore[return-value]  # the class itself


_EXPORT: TypeAdapter[Export] = TypeAdapter(Export)
