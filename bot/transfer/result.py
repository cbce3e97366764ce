"""What became of the rows of a file."""

import csv
import io
from dataclasses import dataclass, field


class WrongRow(Exception):
    """A row that cannot be taken; the message is its reason."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row by its line in the file, and why."""

    line: int
    key: str
    reason: str


@dataclass(slots=True)
class Counts:
    """Rows by what became of them."""

    new: int = 0
    updated: int = 0
    duplicate: int = 0
    refused: list[Refusal] = field(default_factory=list)

    def refuse(self, line: int, key: str, reason: str) -> None:
        self.refused.append(Refusal(line, key, reason))

    def figures(self) -> dict[str, int]:
        return {
            "new": self.new,
            "updated": self.updated,
            "duplicate": self.duplicate,
            "refused": len(self.refused),
        }

    def errors(self) -> bytes:
        """The refused rows as csv: line, key, reason."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(("line", "key", "reason"))
        writer.writerows((one.line, one.key, one.reason) for one in self.refused)
        return b"\xef\xbb\xbf" + text.getvalue().encode()
