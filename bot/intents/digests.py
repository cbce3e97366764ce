"""What a digest's card offers beside the lists of its numbers."""

from dataclasses import dataclass

from bot.slots import Period


@dataclass(frozen=True, slots=True)
class OpenNumbers:
    """Buttons for a group of a digest's numbers, where its card has no room for them."""

    group: str
    since: str
    until: str
    person: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class ShowPoster:
    """发长图: a digest as one long picture; `period` None is today, `person` as in the digest."""

    period: Period | None = None
    person: str = ""
