"""A record in a list of a page: what it is, what is known of it, and where it leads."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.chat import Row
from bot.web.attached import Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row.

    Args:
        href: the page it leads to; empty when to none.
        anchor: what an address calls it within its page.
        files: what was sent with it.
    """

    title: str
    detail: str = ""
    href: str = ""
    anchor: str = ""
    files: Sequence[Shown] = ()


def line(row: Row, href: str = "", anchor: str = "", files: Sequence[Shown] = ()) -> Line:
    """A row of a card as one of a page; what can be done with it is done in the chat."""
    return Line(title=row.title, detail=row.detail, href=href, anchor=anchor, files=files)
