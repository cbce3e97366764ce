"""Tables in a Feishu card: their rows page by page, the others a press away."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.texts import Texts
from bot.web.desk.drawn.icons import icon
from bot.web.desk.drawn.markup import Html, tag

_PAGE = 5
_NUMERIC = "number"


def table(element: Mapping[str, Any], say: Texts) -> Html:
    """Head and rows; what does not fit is scrolled sideways within the table's own box."""
    columns = [one for one in element.get("columns") or () if one.get("name")]
    rows = list(element.get("rows") or ())
    most = int(element.get("page_size") or _PAGE)
    head = [
        tag("th", str(one.get("display_name") or one["name"]), class_=_looks(one))
        for one in columns
    ]
    pages = [
        tag("tbody", *(_row(columns, row) for row in rows[start : start + most]), hidden=start > 0)
        for start in range(0, len(rows), most)
    ]
    drawn = tag("table", tag("thead", tag("tr", *head)), *pages)
    return tag("div", drawn, _pages(len(pages), say) if len(pages) > 1 else None, class_="table")


def _row(columns: Sequence[Mapping[str, Any]], row: Mapping[str, Any]) -> Html:
    return tag(
        "tr", *(tag("td", _cell(one, row.get(one["name"])), class_=_looks(one)) for one in columns)
    )


def _pages(count: int, say: Texts) -> Html:
    """Back and on, with where one is between them; turned by the page's own script."""
    back, on = (
        tag("button", icon(sign), type="button", data_turn=step, aria_label=say(f"desk.turn.{sign}"),
            disabled=step < 0)
        for sign, step in (("left", -1), ("right", 1))
    )  # fmt: skip
    return tag("p", back, tag("span", f"1/{count}"), on, class_="quiet pages")


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
