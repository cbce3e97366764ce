"""Tables in a Feishu card: the first page of their rows, with how many more there are."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.web.desk.drawn.markup import Html, tag

_PAGE = 5
_NUMERIC = "number"


def table(element: Mapping[str, Any]) -> Html:
    """Head and rows; what does not fit is scrolled sideways within the table's own box."""
    columns = [one for one in element.get("columns") or () if one.get("name")]
    rows = list(element.get("rows") or ())
    most = int(element.get("page_size") or _PAGE)
    head = [
        tag("th", str(one.get("display_name") or one["name"]), class_=_looks(one))
        for one in columns
    ]
    body = [
        tag(
            "tr",
            *(tag("td", _cell(one, row.get(one["name"])), class_=_looks(one)) for one in columns),
        )
        for row in rows[:most]
    ]
    more = (
        tag("p", f"1/{-(-len(rows) // most)}", class_="quiet pages") if len(rows) > most else None
    )
    drawn = tag("table", tag("thead", tag("tr", *head)), tag("tbody", *body))
    return tag("div", drawn, more, class_="table")


def _looks(column: Mapping[str, Any]) -> str:
    is_number = column.get("data_type") == _NUMERIC
    return str(column.get("horizontal_align") or ("right" if is_number else "left"))


def _cell(column: Mapping[str, Any], value: object) -> str:
    match column.get("data_type"), value:
        case _, None:
            return ""
        case "options", list():
            return " ".join(str(one.get("text", "")) for one in value)
        case "date", int():
            return datetime.fromtimestamp(value / 1000, UTC).date().isoformat()
        case "number", int() | float():
            return _number(value, column.get("format") or {})
        case _:
            return str(value)


def _number(value: float, how: Mapping[str, Any]) -> str:
    precision = how.get("precision", 0 if isinstance(value, int) else 2)
    grouped = f"{value:,.{precision}f}" if how.get("separator") else f"{value:.{precision}f}"
    return f"{how.get('symbol', '')}{grouped}"
