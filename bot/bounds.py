"""How far the numbers, spans and days of an intent may go: calendars and databases end."""

from datetime import date, timedelta
from enum import Enum

from bot.keys import Intent
from core.errors import Invalid
from core.money import Money

_DEAREST = Money.yuan(10_000_000_000_000)
_MOST = 1_000_000
_LONGEST = timedelta(days=36_525)
_YEARS = range(1900, 3000)


def bounded(intent: Intent) -> Intent:
    """`intent`, when nothing in it is beyond reason.

    Raises:
        Invalid: an amount, a number or a time is.
    """
    _look(intent)
    return intent


def _look(value: object) -> None:
    match value:
        case str() | None:
            pass
        case Money():
            _need("amount", abs(value.fen) <= _DEAREST.fen)
        case Enum():
            pass
        case int():
            _need("number", 0 <= value <= _MOST)
        case timedelta():
            _need("when", abs(value) <= _LONGEST)
        case date():
            _need("when", value.year in _YEARS)
        case tuple():
            for part in value:
                _look(part)
        case _:
            for name in getattr(value, "__dataclass_fields__", ()):
                _look(getattr(value, name))


def _need(name: str, is_so: bool) -> None:
    if not is_so:
        raise Invalid(name, "range")
