"""What became of the rows of a file."""

from collections import Counter
from dataclasses import dataclass, field

from bot.transfer.tables import Numbered
from bot.transfer.wrong import WrongRow


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row as the file had it, and why it was not taken."""

    row: Numbered
    wrong: WrongRow

    @property
    def reason(self) -> str:
        """In English, by the names that files have for their columns: for the command line."""
        return str(self.wrong)

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

    def refuse(self, row: Numbered, wrong: WrongRow) -> None:
        self.refused.append(Refusal(row, wrong))

    def figures(self) -> dict[str, int]:
        taken = {name: self.done[name] for name in ("new", "updated", "duplicate")}
        return {**taken, "refused": len(self.refused)}
