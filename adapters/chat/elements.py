"""What a card shows beside its words: figures, charts, tables, folds, pictures; said once, drawn by each platform."""

from dataclasses import dataclass
from enum import StrEnum

from adapters.chat.tones import Tone


@dataclass(frozen=True, slots=True)
class Figure:
    """A number people look for, large, with its label.

    Args:
        delta: how it changed, or against what it stands; below the number, in the colour of `tone`.
    """

    label: str
    value: str
    delta: str = ""
    tone: Tone = Tone.MUTED


class Shape(StrEnum):
    FUNNEL = "funnel"
    BARS = "bars"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Series:
    """One number a category, under a name."""

    label: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers to be seen at once. A funnel has one series.

    Raises:
        ValueError: a series has more or fewer numbers than there are categories.
    """

    title: str
    shape: Shape
    categories: tuple[str, ...]
    series: tuple[Series, ...]

    def __post_init__(self) -> None:
        if any(len(one.values) != len(self.categories) for one in self.series):
            raise ValueError(f"chart {self.title!r} lacks a number, or has one too many")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts below the names of their columns.

    Raises:
        ValueError: a row has more or fewer texts than there are columns.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"table {self.title!r} has a row of another width")


@dataclass(frozen=True, slots=True)
class Fold:
    """Lines under a title that opens and closes, where the platform can.

    Args:
        chart: the same, to be seen at once; as text the lines are enough.
    """

    title: str
    lines: tuple[str, ...]
    is_open: bool = False
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A short paragraph under its own heading."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Banner:
    """The picture of a card, at an address that the platform fetches without a login.

    Args:
        ratio: width by height; WeCom takes 1.3 to 2.25 [D 90236].
    """

    url: str
    alt: str
    ratio: float

    def __post_init__(self) -> None:
        if not 1.3 <= self.ratio <= 2.25:
            raise ValueError(f"a picture of {self.ratio} to 1 has no place on a card")


@dataclass(frozen=True, slots=True)
class Words:
    """What a platform itself has to say on a card, in the reader's language; signs where nobody said.

    Args:
        sender: who writes.
        choose: above a choice of rows.
        more: above a choice of buttons, or of a card's menu.
        confirm: on the button that sends a choice.
        rest: below what had no room.
    """

    sender: str = ""
    choose: str = "?"
    more: str = "…"
    confirm: str = "✓"
    rest: str = "…"
