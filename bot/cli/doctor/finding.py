"""What the doctor says of one thing."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    OK = "ok"
    NOTE = "note"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what is to be known or done."""

    name: str
    verdict: Verdict
    words: str = ""

    def __str__(self) -> str:
        said = f": {self.words}" if self.words else ""
        return f"{self.verdict:<4} {self.name}{said}"
