"""Feishu's card JSON 2.0, drawn from neutral cards. Source: platforms/feishu.md 9, from [D 38-40].

Nothing is folded but by size: a card over 30 KB loses rows from the end, and says how many.
All texts of people are `plain_text`, which knows no markup and no mention.
"""

import json
from collections.abc import Sequence
from typing import Any

from adapters.chat import (
    Button,
    Card,
    DateInput,
    Field,
    Input,
    MultiSelect,
    Row,
    Select,
    TextInput,
    Tone,
)
from adapters.plain import cut, inert

_TEMPLATES = {
    Tone.PLAIN: "default",
    Tone.ACTIVE: "blue",
    Tone.GOOD: "green",
    Tone.WARNING: "orange",
    Tone.URGENT: "red",
    Tone.MUTED: "grey",
}
LARGEST = 28_000
_TEXT = 3_000


def draw(card: Card) -> dict[str, Any]:
    """The card JSON of `card`, at most 30 KB."""
    rows = list(card.rows)
    while True:
        drawn = _draw(card, rows)
        if len(json.dumps(drawn, ensure_ascii=False).encode()) <= LARGEST or not rows:
            return drawn
        rows = rows[: len(rows) * 3 // 4]


def _draw(card: Card, rows: Sequence[Row]) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "schema": "2.0",
        "config": {"update_multi": True, "summary": {"content": cut(inert(card.title), 60)}},
        "header": {
            "title": _text(cut(card.title, 100)),
            "template": _TEMPLATES[card.tone],
        },
        "body": {"elements": _elements(card, rows)},
    }
    if card.subtitle:
        drawn["header"]["subtitle"] = _text(cut(card.subtitle, 200))
    if card.state:
        drawn["header"]["text_tag_list"] = [
            {"tag": "text_tag", "text": _text(card.state), "color": "neutral"}
        ]
    if card.link:
        drawn["card_link"] = {"url": card.link}
    return drawn


def _elements(card: Card, rows: Sequence[Row]) -> list[dict[str, Any]]:
    elements: list[dict[str, Any]] = []
    if card.state:
        elements.append(_div(f"【{card.state}】"))
    if card.number:
        elements.append(_div(f"{card.number.value}  {card.number.label}", "heading"))
    elements += [_field(field) for field in card.fields]
    for number, row in enumerate(rows, 1):
        elements += _row(number, row)
    if len(rows) < len(card.rows):
        elements.append(_div(f"…（{len(card.rows) - len(rows)}）", "notation"))
    if card.quote:
        elements.append(_div(f"「{cut(card.quote, _TEXT)}」", "notation"))
    if card.body:
        elements.append(_div(cut(card.body, _TEXT)))
    if card.inputs:
        elements.append(_form(card))
    elif card.buttons:
        elements.append(_line(card.buttons))
    return elements


def _field(field: Field) -> dict[str, Any]:
    source = f"  ←「{field.source}」" if field.source and field.source != field.value else ""
    return _div(cut(f"{field.label}：{field.value}{source}", _TEXT))


def _row(number: int, row: Row) -> list[dict[str, Any]]:
    star = "★ " if row.starred else ""
    elements = [_div(cut(f"{number}. {star}{row.title}", _TEXT))]
    if row.detail:
        elements.append(_div(cut(row.detail, _TEXT), "notation"))
    if row.buttons:
        elements.append(_line(row.buttons, small=True))
    return elements


def _line(buttons: Sequence[Button], *, small: bool = False) -> dict[str, Any]:
    """Buttons side by side, flowing over."""
    return {
        "tag": "column_set",
        "flex_mode": "flow",
        "columns": [
            {"tag": "column", "width": "auto", "elements": [_button(one, small=small)]}
            for one in buttons
        ],
    }


def _button(one: Button, *, small: bool = False) -> dict[str, Any]:
    behavior = (
        {"type": "open_url", "default_url": one.url}
        if one.url
        else {"type": "callback", "value": {"key": one.key}}
    )
    drawn: dict[str, Any] = {
        "tag": "button",
        "text": _text(cut(one.label, 100)),
        "type": "danger" if one.danger else "primary" if one.primary else "default",
        "behaviors": [behavior],
    }
    return {**drawn, "size": "small"} if small else drawn


def _form(card: Card) -> dict[str, Any]:
    """Inputs with their buttons; the one that submits carries its key like any other."""
    elements = [part for one in card.inputs for part in _input(one)]
    buttons = []
    for place, one in enumerate(card.buttons):
        drawn = {**_button(one), "name": f"button_{place}"}
        if one.submits:
            drawn["form_action_type"] = "submit"
        buttons.append({"tag": "column", "width": "auto", "elements": [drawn]})
    elements.append({"tag": "column_set", "flex_mode": "flow", "columns": buttons})
    return {"tag": "form", "name": "form", "elements": elements}


def _input(one: Input) -> list[dict[str, Any]]:
    label = _div(one.label, "notation")
    named: dict[str, Any] = {"name": one.name, "required": one.required}
    match one:
        case TextInput():
            return [
                {
                    "tag": "input",
                    **named,
                    "label": _text(one.label),
                    "default_value": one.value[: one.max_length],
                    "max_length": min(one.max_length, 1000),
                    **({"input_type": "multiline_text", "rows": 3} if one.multiline else {}),
                }
            ]
        case Select():
            drawn = {"tag": "select_static", **named, "options": _options(one.options)}
            places = [option.value for option in one.options]
            if one.value in places:
                drawn["initial_index"] = places.index(one.value) + 1
            return [label, drawn]
        case MultiSelect():
            return [
                label,
                {
                    "tag": "multi_select_static",
                    **named,
                    "options": _options(one.options),
                    "selected_values": list(one.values),
                },
            ]
        case DateInput():
            tag, initial = (
                ("picker_datetime", "initial_datetime")
                if one.with_time
                else ("date_picker", "initial_date")
            )
            value = f"{one.value} 09:00" if one.with_time and len(one.value) == 10 else one.value
            return [label, {"tag": tag, **named, **({initial: value} if value else {})}]


def _options(options: Sequence[Any]) -> list[dict[str, Any]]:
    return [{"text": _text(cut(one.label, 100)), "value": one.value} for one in options]


def _div(text: str, size: str = "") -> dict[str, Any]:
    drawn = _text(text)
    return {"tag": "div", "text": {**drawn, "text_size": size} if size else drawn}


def _text(text: str) -> dict[str, Any]:
    return {"tag": "plain_text", "content": inert(text)}
