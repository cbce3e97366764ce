"""Less and less of a card until it is small enough: what is looked into goes before what is read."""

from collections.abc import Iterator
from dataclasses import replace

from adapters.chat import Card, Fold, Table

_TEXTS = (3_000, 1_000, 300, 60)
"""How long any one text may be."""
_SHARES = ((3, 4), (1, 2), (1, 4), (0, 1))


def lessened(card: Card) -> Iterator[tuple[Card, int]]:
    """The card and how long its texts may be: whole, then without more and more of its parts.

    Lists go first (folds, then tables), then charts, paragraphs and rows, from the last on; what a
    person pressed or is asked for stays.
    """
    bare = card
    yield card, _TEXTS[0]
    if _has_panels(card):
        yield card, _TEXTS[2]
        for bare in _fewer_panels(card):
            yield bare, _TEXTS[2]
    for most in _TEXTS:
        yield bare, most
        for fewer in _fewer_rows(bare):
            yield fewer, most


def _has_panels(card: Card) -> bool:
    return bool(card.folds or card.tables or card.charts or card.notes)


def _fewer_panels(card: Card) -> Iterator[Card]:
    whole = card
    for part, of in _SHARES:
        card = replace(card, folds=tuple(_shorter(one, part, of) for one in whole.folds if part))
        yield card
    for part, of in _SHARES:
        card = replace(card, tables=tuple(_lower(one, part, of) for one in whole.tables if part))
        yield card
    while card.charts:
        card = replace(card, charts=card.charts[:-1])
        yield card
    while card.notes:
        card = replace(card, notes=card.notes[:-1])
        yield card


def _shorter(one: Fold, part: int, of: int) -> Fold:
    return replace(one, lines=one.lines[: len(one.lines) * part // of])


def _lower(one: Table, part: int, of: int) -> Table:
    return replace(one, rows=one.rows[: len(one.rows) * part // of])


def _fewer_rows(card: Card) -> Iterator[Card]:
    """Fewer rows from the end, at last none."""
    while card.rows:
        card = replace(card, rows=card.rows[: len(card.rows) * 3 // 4])
        yield card
