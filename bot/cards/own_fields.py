"""A company's own fields on the cards of its records (N03)."""

from collections.abc import Sequence
from datetime import date

from adapters.chat import Field
from bot.cards import phrases
from bot.turn import Turn
from core.fields import Custom, CustomField, FieldKind


def own(values: Custom, declared: Sequence[CustomField], turn: Turn) -> tuple[Field, ...]:
    """What is known, in the order of the company file; what is not declared any more is not shown."""
    return tuple(
        Field(field.label, _shown(values[field.key], field, turn))
        for field in declared
        if field.key in values
    )


def _shown(value: str | bool, field: CustomField, turn: Turn) -> str:
    if isinstance(value, bool):
        return turn.say("phrases.yes" if value else "phrases.no")
    if field.kind is not FieldKind.DATE:
        return value
    try:
        return phrases.day(date.fromisoformat(value), turn.say, today=turn.today)
    except ValueError:  # kept since the field was of another kind
        return value
