"""A record in a list of a page: what it is, what is known of it, and where it leads."""

from dataclasses import dataclass

from adapters.chat import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row.

    Args:
        href: the page it leads to; empty when to none.
        anchor: what an address calls it within its page.
    """

    title: str
    detail: str = ""
    href: str = ""
    anchor: str = ""


def line(row: Row, href: str = "", anchor: str = "") -> Line:
    """A row of a card as one of a page; what can be done with it is done in the chat."""
    return Line(title=row.title, detail=row.detail, href=href, anchor=anchor)
