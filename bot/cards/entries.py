"""The entries of a draft as rows: what the card of each shows, with the words it came from."""

from collections.abc import Sequence

from adapters.chat import Card, Field, Row
from bot.turn import Turn


def rows(cards: Sequence[Card], done: Sequence[str], turn: Turn) -> tuple[Row, ...]:
    """A row an entry.

    Args:
        cards: what each would show alone.
        done: `saved` or `cancelled` once it was dealt with; said where it is not said of all.
    """
    is_mixed = len(set(done)) > 1
    states = [turn.say(f"draft.{how}") if how and is_mixed else "" for how in done]
    return tuple(
        Row(
            title=" · ".join(filter(None, (card.title, state))),
            detail="；".join(one.value if how else _sourced(one, card) for one in card.fields),
        )
        for card, how, state in zip(cards, done, states, strict=True)
    )


def _sourced(field: Field, card: Card) -> str:
    """The value with the words it came from, where they are not on the card anyway."""
    is_said = not field.source or field.source == field.value or field.source in card.title
    return field.value if is_said else f"{field.value} ←「{field.source}」"
