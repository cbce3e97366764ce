"""Where the nightly copies lie, and what is known of the last one."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from pydantic import TypeAdapter

NAME = "backups"
"""Under which the settings of the installation keep `Record`."""


@dataclass(frozen=True, slots=True)
class Backups:
    """The folder of the copies, and how many of them are kept."""

    folder: Path
    keep: int

    def file(self, name: str) -> Path:
        return self.folder / f"liaoke-{name}.gz"

    def copies(self) -> list[Path]:
        """The nightly copies, oldest first; what somebody put beside them is his."""
        named = self.file("????-??-??").name
        return sorted(self.folder.glob(named))


@dataclass(frozen=True, slots=True)
class Record:
    """When the last copy was made and the last was tried, with how many rows; what failed."""

    made_at: datetime | None = None
    rows: int = 0
    tried_at: datetime | None = None
    tried_rows: int = 0
    fault: str = ""

    def written(self) -> str:
        return _RECORD.dump_json(self).decode()

    @classmethod
    def read(cls, value: str) -> Self:
        return _RECORD.validate_json(value)  # type: ignore[return-value]  # the class itself


_RECORD: TypeAdapter[Record] = TypeAdapter(Record)
