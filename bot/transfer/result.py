"""What became of the rows of a file."""

from collections import Counter
from dataclasses import dataclass, field

from bot.transfer.tables import Numbered


class WrongRow(Exception):
    """A row that cannot be taken; the message is its reason."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row as the file had it, and why it was not taken."""

    row: Numbered
    reason: str

    @property
    def key(self) -> str:
        return next(iter(self.row.line.values()), "")


@dataclass(slots=True)
class Counts:
    """Rows by what became of them."""

    done: Counter[str] = field(default_factory=Counter)
    refused: list[Refusal] = field(default_factory=list)

    def count(self, done: str) -> None:
        self.done[done] += 1

    def refuse(self, row: Numbered, reason: str) -> None:
        self.refused.append(Refusal(row, reason))

    def figures(self) -> dict[str, int]:
        taken = {name: self.done[name] for name in ("new", "updated", "duplicate")}
        return {**taken, "refused": len(self.refused)}
