"""An entry of several as a row: what its own card shows, each value with the words it came from."""

from adapters.chat import Card, Field, Row
from bot.turn import Turn


def row(card: Card, done: str, turn: Turn, *, short: str = "") -> Row:
    """The row of an entry.

    Args:
        done: `saved` or `cancelled` once it was dealt with.
        short: what stands in a choice of the rows; its title by default.
    """
    state = turn.say(f"draft.{done}") if done else ""
    return Row(
        title=" · ".join(filter(None, (card.title, state))),
        detail="；".join(_sourced(one) for one in card.fields),
        short=short,
    )


def _sourced(field: Field) -> str:
    source = f" ←「{field.source}」" if field.source and field.source != field.value else ""
    return f"{field.label}：{field.value}{source}"
