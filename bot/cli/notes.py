"""What `liaoke understand` reads: notes as JSON lines, customers and people as files."""

import csv
import io
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from bot.cli.refused import Refused
from bot.transfer.spreadsheets import read_text
from bot.transfer.tables import UnreadableFile


class Note(BaseModel):
    """One line of standard input (interfaces.md 6); a time without a zone is Shanghai's."""

    id: str | int
    reference_time: datetime
    text: str
    rep: str | None = None

    @property
    def now(self) -> datetime:
        at = self.reference_time
        return at if at.tzinfo else at.replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def notes() -> Iterator[Note]:
    """Every line of standard input that is not empty, in order.

    Raises:
        Refused: a line is no JSON object with id, reference_time and text.
    """
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            yield Note.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise Refused(
                ": ".join(filter(None, (f"line {number}", where, first["msg"])))
            ) from None


def rows(file: Path, *wanted: str) -> list[dict[str, str]]:
    """The rows of a csv file, UTF-8 or GB18030.

    Raises:
        Refused: it cannot be read, or a wanted column is missing.
    """
    try:
        table = csv.DictReader(io.StringIO(read_text(file), newline=""))
        found = [{name: cell or "" for name, cell in row.items() if name} for row in table]
    except (UnreadableFile, csv.Error) as error:
        raise Refused(str(error)) from None
    if missing := [name for name in wanted if name not in (table.fieldnames or ())]:
        raise Refused(f"{file.name}: column {', '.join(missing)} is missing")
    return found
