"""HTML made of values: whatever is not markup already is escaped."""

from collections.abc import Iterable
from html import escape

_EMPTY = frozenset(("br", "hr", "img", "input"))


class Html(str):
    """Markup. Nothing becomes it but by `tag` and `joined`."""

    __slots__ = ()

    def __html__(self) -> str:
        """Jinja takes it as it is."""
        return self


Inside = str | None
"""A text, which is escaped, or markup; None is nothing."""


def tag(name: str, /, *inside: Inside, **attributes: str | int | bool | None) -> Html:
    """An element.

    Args:
        attributes: `class_` is `class`, `hx_post` is `hx-post`; True stands alone, False and None
            are left out.

    >>> tag("a", "1<2", href="/?a=1&timestamp=2", class_="x")
    '<a href="/?a=1&amp;timestamp=2" class="x">1&lt;2</a>'
    """
    opening = f"<{name}{''.join(_attribute(*one) for one in attributes.items())}>"
    return Html(opening if name in _EMPTY else f"{opening}{joined(inside)}</{name}>")


def joined(parts: Iterable[Inside]) -> Html:
    """Texts and markup in a row."""
    return Html("".join(_safe(one) for one in parts if one is not None))


def _safe(part: str) -> str:
    return str(part) if isinstance(part, Html) else escape(part)


def _attribute(name: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    shown = name.rstrip("_").replace("_", "-")
    return f" {shown}" if value is True else f' {shown}="{escape(str(value))}"'
