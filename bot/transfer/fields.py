"""Columns that a company declared: their names, and their cells as values (N03)."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from bot.transfer import values
from bot.transfer.tables import Columns, Line
from bot.transfer.wrong import WrongRow
from core.fields import Custom, CustomField, CustomFields, FieldKind

_LONGEST = 500
_DIGITS = 18
_YES_NO = {
    **dict.fromkeys(("true", "1", "yes", "是", "有"), True),
    **dict.fromkeys(("false", "0", "no", "否", "无"), False),
}


def of_kind(kind: str, fields: CustomFields) -> tuple[CustomField, ...]:
    """The fields that files of a kind may have."""
    return {"customers": fields.customer, "opportunities": fields.opportunity}.get(kind, ())


def beside(columns: Columns, fields: Sequence[CustomField]) -> Columns:
    """The columns with those of the company, by their keys or by their labels."""
    if not fields:
        return columns
    labels = {field.label: field.key for field in fields}
    return replace(
        columns,
        optional=(*columns.optional, *(field.key for field in fields)),
        renamed={**labels, **(columns.renamed or {})},
    )


def told(line: Line, known: Custom, fields: Sequence[CustomField], zone: ZoneInfo) -> Custom:
    """What is known with what the row says: an empty cell clears, a column that is not there keeps.

    Raises:
        WrongRow: a cell is no value of its field.
    """
    said = {
        field.key: _value(line[field.key], field, zone) for field in fields if field.key in line
    }
    return {key: value for key, value in {**known, **said}.items() if value is not None}


def _value(cell: str, field: CustomField, zone: ZoneInfo) -> str | bool | None:
    if not cell:
        return None
    match field.kind:
        case FieldKind.TEXT:
            return values.needed(cell, field.key, longest=_LONGEST)
        case FieldKind.NUMBER:
            return _number(cell, field.key)
        case FieldKind.DATE:
            day = values.day(cell, field.key, zone)
            return day.isoformat() if day else None
        case FieldKind.CHOICE:
            return _choice(cell, field)
        case FieldKind.YES_NO:
            return _yes_no(cell, field.key)


def _number(cell: str, name: str) -> str:
    """A decimal as it is written shortest: 1,200.50 is 1200.5."""
    try:
        number = Decimal(values.half(cell).replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise WrongRow("no_number", name=name, cell=cell[:40]) from None
    if (
        not number.is_finite()
        or max(len(number.as_tuple().digits), abs(number.adjusted())) > _DIGITS
    ):
        raise WrongRow("digits", name=name, most=_DIGITS, cell=cell[:40])
    return f"{number.normalize() + 0:f}"


def _choice(cell: str, field: CustomField) -> str:
    if cell not in field.options:
        raise WrongRow(
            "choice", name=field.key, options=" or ".join(field.options)[:80], cell=cell[:20]
        )
    return cell


def _yes_no(cell: str, name: str) -> bool:
    if cell.lower() not in _YES_NO:
        raise WrongRow("yes_no", name=name, cell=cell[:20])
    return _YES_NO[cell.lower()]
