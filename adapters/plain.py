"""Any card as text, for terminals; and cutting text without breaking it."""

import unicodedata
from collections.abc import Iterator

from adapters.chat import (
    Card,
    Chart,
    Content,
    Document,
    Figure,
    Fold,
    Note,
    Picture,
    Row,
    Table,
    Text,
)

_FEW, _BREAK = 4, "\n"
_LONGEST_CHARACTER = 32
"""Beyond this many code points it is no character but mischief, and is cut."""


def plain(content: Content) -> str:
    """The content in lines."""
    match content:
        case Text(text):
            return text
        case Picture(file) | Document(file):
            return f"[{file}]"
        case Card():
            return "\n".join(_card(content))


def _card(card: Card) -> Iterator[str]:
    """Its lines from top to bottom, without what it has none of."""
    lines = (
        card.title,
        card.subtitle,
        f"{card.number.label} {card.number.value}" if card.number else "",
        " · ".join(map(figure, card.figures)),
        *(f"{field.label}：{field.value}" for field in card.fields),
        *(_row(number, row) for number, row in enumerate(card.rows, 1)),
        f"「{card.quote}」" if card.quote else "",
        card.body,
        *map(paragraph, card.notes),
        *map(chart, card.charts),
        *(line for one in card.tables for line in table(one)),
        *(line for fold in card.folds for line in folded(fold)),
        f"[{card.state}]" if card.state else "",
        *(f"  {input_.label}: {getattr(input_, 'value', '')}" for input_ in card.inputs),
        " ".join(f"〔{button.label}〕" for button in card.every_button),
    )
    return filter(None, lines)


def figure(one: Figure) -> str:
    """
    >>> figure(Figure("拜访", "113", "↑8%"))
    '拜访 113（↑8%）'
    """
    return f"{one.label} {one.value}" + (f"（{one.delta}）" if one.delta else "")


def chart(one: Chart) -> str:
    """Its numbers in a line: those of a category with slashes between, in the order of the series."""
    named = "/".join(series.label for series in one.series) if len(one.series) > 1 else ""
    told = "、".join(
        f"{category} {'/'.join(number(series.values[place]) for series in one.series)}"
        for place, category in enumerate(one.categories)
    )
    return f"{one.title}（{named}）：{told}" if named else f"{one.title}：{told}"


def number(value: float) -> str:
    """
    >>> number(1280), number(0.25)
    ('1,280', '0.2')
    """
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def table(one: Table) -> list[str]:
    """Its title, a line each of the first rows, how many more there are; nothing without rows."""
    lines = [" · ".join(filter(None, row)) for row in one.rows[:_FEW]]
    more = [f"…（+{len(one.rows) - _FEW}）"] if len(one.rows) > _FEW else []
    return [one.title, *lines, *more] if lines else []


def paragraph(one: Note) -> str:
    """In one line."""
    return f"{one.title}：{one.text.replace(_BREAK, '；')}"


def folded(one: Fold) -> list[str]:
    """Its title and lines; in one line what is closed."""
    if one.is_open:
        return [one.title, *one.lines]
    return [f"{one.title}：{'；'.join(one.lines)}"] if one.lines else []


def _row(number: int, row: Row) -> str:
    star = "★ " if row.starred else ""
    return f"{number}. {star}{row.title}" + (f"（{row.detail}）" if row.detail else "")


def cut(text: str, most: int) -> str:
    """At most `most` characters, with `…` where something was left out."""
    if len(text) <= most:
        return text
    return text[: _whole(text, most - 1)] + "…"


def cut_bytes(text: str, most: int) -> str:
    """At most `most` bytes of UTF-8, with `…` where something was left out."""
    if len(text.encode()) <= most:
        return text
    kept = text.encode()[: most - 3].decode(errors="ignore")
    return text[: _whole(text, len(kept))] + "…"


def pieces(text: str, most: int) -> list[str]:
    """The whole text in parts of at most `most` bytes, broken at lines where that is possible."""
    parts: list[str] = []
    rest = text
    while len(rest.encode()) > most:
        head = rest.encode()[:most].decode(errors="ignore")
        line = head.rfind("\n")
        end = line + 1 if line > len(head) // 2 else _whole(rest, len(head))
        parts.append(rest[:end])
        rest = rest[end:]
    return [*parts, rest] if rest or not parts else parts


def inert(text: str) -> str:
    """Without control characters and direction marks, which change how other text is read."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(
        character
        for character in text
        if character == "\n"
        or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
        or character == "\u200d"
    )


def _whole(text: str, end: int) -> int:
    """Not in the middle of a character with its marks, of a joined emoji or of a flag."""
    least = max(1, end - _LONGEST_CHARACTER)
    whole = end
    while least < whole < len(text) and (_continues(text[whole]) or text[whole - 1] == "\u200d"):
        whole -= 1
    if least < whole < len(text) and _is_half_flag(text, whole):
        whole -= 1
    return whole if whole > least else max(end, 1)


def _continues(character: str) -> bool:
    """Whether it belongs to the one before: an accent, a variation, a join, a skin colour."""
    return (
        unicodedata.combining(character) != 0
        or character in "\ufe0e\ufe0f\u200d\u20e3"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )


def _is_half_flag(text: str, end: int) -> bool:
    """Whether `end` parts the two letters of a flag."""
    start = end
    while start and _is_flag_letter(text[start - 1]):
        start -= 1
    return _is_flag_letter(text[end]) and (end - start) % 2 == 1


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
