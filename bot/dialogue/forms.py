"""Values out of a form: days, amounts, one choice of several."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from bot.dialogue.draftable import Form
from bot.slots import Amount, When
from core.errors import Invalid
from core.money import Money

T = TypeVar("T")
_UNITS = {"": 1, "元": 1, "千": 1_000, "k": 1_000, "万": 10_000, "w": 10_000, "亿": 100_000_000}
_AMOUNT = re.compile(r"约?(\d{1,12}(?:\.\d{1,4})?)\s*(元|千|k|万|w|亿)?", re.IGNORECASE)


def one(form: Form, name: str, default: str = "") -> str:
    """The value of a field; `default` where the form did not have it (WeCom leaves texts out)."""
    values = form.get(name)
    return default if values is None else "".join(values).strip()


def chosen(form: Form, name: str, kind: Callable[[str], T], default: T | None) -> T | None:
    """The choice of a field; `default` where nothing was chosen.

    Raises:
        Invalid: it was not among the choices.
    """
    text = one(form, name)
    if not text:
        return default
    try:
        return kind(text)
    except ValueError as error:
        raise Invalid(name, "unknown") from error


def listed(form: Form, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    """Names written one after the other: 王总、李工."""
    values = form.get(name)
    if values is None:
        return default
    return tuple(part for part in re.split(r"[、,，;；\s]+", "".join(values)) if part)


def when_of(form: Form, name: str, default: When | None) -> When | None:
    """The day of a field, with its minute where one was chosen; else the hour that was known stays.

    Raises:
        Invalid: it is no day.
    """
    values = form.get(name)
    if values is None:
        return default
    text = "".join(values).strip()
    if not text:
        return None
    try:
        if len(text) > len("2026-11-23"):
            moment = datetime.strptime(text[:16], "%Y-%m-%d %H:%M")  # noqa: DTZ007
            return When(moment.date(), at=moment.time())
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Invalid("when", "unknown") from error
    if default is None or default.day == day:
        return default or When(day)
    return When(day, at=default.at, part=default.part)


def amount_of(form: Form, name: str, default: Amount | None) -> Amount | None:
    """An amount typed into a field: 135万, 1350000, 1,350,000元.

    Raises:
        Invalid: it is no amount.
    """
    values = form.get(name)
    if values is None:
        return default
    text = "".join(values).replace(",", "").replace("，", "").replace("¥", "").strip()
    if not text:
        return None
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise Invalid("amount", "unknown")
    try:
        money = Money.yuan(Decimal(match[1]) * _UNITS[(match[2] or "").lower()])
    except (ValueError, InvalidOperation) as error:
        raise Invalid("amount", "range") from error
    return Amount(money, money, about=text.startswith("约"), words=text)
