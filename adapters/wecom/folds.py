"""Where a WeCom card has no place: buttons become a choice, values and rows become lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from adapters.chat import Button, Card, Field, Figure, Option, Row, Select
from adapters.plain import chart, cut_bytes, inert, paragraph, table
from adapters.plain import folded as unfolded

BUTTONS, OPTIONS = 6, 10
KEYNAME, VALUE, FIELDS, DESC, LINES = 5, 30, 6, 44, 160
PICK = "pick"
"""The question of a folded choice; the key of a button that needs it is `pick:` and a word."""
_MORE = f"{PICK}:more"
_LONGEST = 8_000
_TAG = re.compile(r"<(?=[/!@a-zA-Z])")


def still(text: str) -> str:
    """Inert, and nothing in it is a tag: WeCom's texts know `<a href>`.

    >>> still('<a href="https://x.example">1<2')
    '＜a href="https://x.example">1<2'
    """
    return _TAG.sub("＜", inert(text))


@dataclass(frozen=True, slots=True)
class Folded:
    """The buttons that have a place, and the one choice beside them.

    Args:
        is_ours: whether the choice was made here, so that a press is looked up by `chosen`.
    """

    buttons: Sequence[Button]
    choice: Select | None = None
    is_ours: bool = False


def folded(card: Card, select: Select | None) -> Folded:
    """What stands under a card with buttons.

    Args:
        select: a choice of the card's own, which comes before any that is made here.
    """
    offered = _offered(card)
    buttons = distinct(offered)
    if select:
        return Folded(_with_submit(buttons), select)
    rows = [(place, row) for place, row in enumerate(card.rows) if _words(row)][:OPTIONS]
    if rows:
        return _of_rows(buttons, rows, card)
    if len(buttons) <= BUTTONS:
        return Folded(buttons)
    kept = buttons[: BUTTONS - 1]
    options = tuple(
        Option(str(place), one.label)
        for place, one in enumerate(offered)
        if one.key and one not in kept
    )[:OPTIONS]
    more = Button(card.words.confirm, key=_MORE)
    return Folded([*kept, more], Select(PICK, card.words.more, options), is_ours=True)


def _offered(card: Card) -> Sequence[Button]:
    """Every button; those of a menu behind one when they are too many."""
    every = card.every_button
    return every if len(distinct(every)) <= BUTTONS else (*card.buttons, *openers(card))


def openers(card: Card) -> tuple[Button, ...]:
    """A button for each menu."""
    return tuple(Button(menu.label, menu.key) for menu in card.menus if menu.buttons)


def chosen(card: Card, key: str, option: str) -> str | None:
    """The key behind a folded choice: of the button with that word on the row that was chosen.

    >>> chosen(Card(title="t", rows=(Row("a", buttons=(Button("认领", "k1"),)),)), "pick:认领", "0")
    'k1'
    """
    if not option.isascii() or not option.isdigit():
        return None
    place, word = int(option), key.removeprefix(f"{PICK}:")
    if key == _MORE:
        offered = _offered(card)
        return (offered[place].key or None) if place < len(offered) else None
    if place >= len(card.rows):
        return None
    return next((one.key for one in card.rows[place].buttons if one.label == word), None)


def short_fields(card: Card) -> list[Field]:
    """The named values that have a place of their own."""
    short = [one for one in _values(card) if len(one.label) <= KEYNAME and len(one.value) <= VALUE]
    return [one for one in short if one.label and one.value][:FIELDS]


def _values(card: Card) -> list[Field]:
    return [*map(_named, card.figures), *card.fields]


def _named(one: Figure) -> Field:
    return Field(one.label, f"{one.value}  {one.delta}".rstrip())


def sourced(field: Field) -> str:
    """The value, with the words it was understood from where there is room for them."""
    whole = f"{field.value} ←「{field.source}」"
    fits = field.source and field.source != field.value and len(whole) <= VALUE
    return whole if fits else field.value


def lines(card: Card, *, beside: Sequence[Field] = (), number: bool = True) -> str:
    """State, figure, values, rows and body: what has no place of its own.

    Args:
        beside: the values that have one.
        number: whether the figure has none.
    """
    found = (
        f"【{card.state}】" if card.state else "",
        card.subtitle if len(card.subtitle) > DESC else "",
        f"{card.number.label} {card.number.value}" if card.number and number else "",
        *(f"{one.label}：{one.value}" for one in _values(card) if one not in beside),
        *(_row(place, row) for place, row in enumerate(card.rows, 1)),
        card.body,
        *map(paragraph, card.notes),
        *map(chart, card.charts),
        *(each for one in card.tables for each in table(one)),
        *(each for one in card.folds for each in unfolded(one)),
    )
    return still("\n".join(filter(None, found)))


def _row(place: int, row: Row) -> str:
    star = "★" if row.starred else ""
    return f"{place}. {star}{row.title}" + (f"：{row.detail}" if row.detail else "")


def full_text(card: Card) -> str:
    """All of a card's text, to be sent beside a card that could not show it."""
    return cut_bytes(still(f"{card.title}\n{lines(card)}"), _LONGEST)


def distinct(buttons: Sequence[Button]) -> list[Button]:
    """Without a second button of the same key, which WeCom refuses."""
    seen = {one.key or one.url: one for one in reversed(buttons)}
    return [one for one in buttons if seen[one.key or one.url] is one]


def _with_submit(buttons: Sequence[Button]) -> list[Button]:
    """The first six, among them the one that sends the choice."""
    kept, submit = list(buttons[:BUTTONS]), next((one for one in buttons if one.submits), None)
    return kept if submit is None or submit in kept else [*kept[:-1], submit]


def _of_rows(buttons: Sequence[Button], rows: Sequence[tuple[int, Row]], card: Card) -> Folded:
    """A choice of the rows; each word of their buttons once, then the card's own buttons."""
    words = list(dict.fromkeys(word for _, row in rows for word in _words(row)))
    room = BUTTONS - min(len(buttons), BUTTONS - 1)
    unions = [Button(word, key=f"{PICK}:{word}") for word in words[:room]]
    unions[0] = replace(unions[0], primary=not any(one.primary for one in buttons))
    options = tuple(
        Option(str(place), f"{place + 1} {row.short or row.title}") for place, row in rows
    )
    choice = Select(PICK, card.words.choose, options, value=options[0].value)
    return Folded([*unions, *buttons[: BUTTONS - len(unions)]], choice, is_ours=True)


def _words(row: Row) -> list[str]:
    return [one.label for one in row.buttons if one.key]
