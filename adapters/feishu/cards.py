"""Feishu's card JSON 2.0, drawn from neutral cards. Source: platforms/feishu.md 9, from [D 38-40].

Nothing is folded but by size: a card that would be too large loses what is looked into before what
is read (adapters.feishu.lessening), rows say how many are missing, and below everything stands that
there is more elsewhere; when that is not enough, its texts are cut with `…`. Inputs without a button
that submits them are left out. The picture of a card is left out: Feishu draws its charts itself.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from adapters.chat import (
    Button,
    Card,
    DateInput,
    Field,
    Input,
    MultiSelect,
    Option,
    Row,
    Select,
    TextInput,
    Tone,
)
from adapters.feishu import elements as drawn_elements
from adapters.feishu.elements import CHARTS, TABLES, div, panel, text
from adapters.feishu.lessening import lessened
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
MOST_ELEMENTS = 190
_BELOW = 3
"""Buttons of a column, where there are many."""


def draw(card: Card) -> dict[str, Any]:
    """The card JSON of `card`: at most 28 KB and 190 elements, both below the platform's limits."""
    drawn: dict[str, Any] = {}
    for lesser, most in lessened(card):
        drawn = _draw(lesser, card, most)
        if fits(drawn):
            return drawn
    return drawn


def fits(drawn: Mapping[str, Any]) -> bool:
    """Whether Feishu takes it [D 24, D 39]."""
    size = len(json.dumps(drawn, ensure_ascii=False).encode())
    return size <= LARGEST and _count(drawn) <= MOST_ELEMENTS


def _count(value: object) -> int:
    """How many elements and components: everything with a tag."""
    if isinstance(value, Mapping):
        return ("tag" in value) + sum(_count(inner) for inner in value.values())
    return sum(map(_count, value)) if isinstance(value, list) else 0


def _draw(card: Card, whole: Card, most: int) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "schema": "2.0",
        "config": {"update_multi": True, "summary": {"content": cut(inert(card.title), 60)}},
        "header": {
            "title": text(cut(card.title, 100)),
            "template": _TEMPLATES[card.tone],
        },
        "body": {"elements": _elements(card, whole, most)},
    }
    if card.subtitle:
        drawn["header"]["subtitle"] = text(cut(card.subtitle, 200))
    if card.link:
        drawn["card_link"] = {"url": card.link}
    return drawn


def _elements(card: Card, whole: Card, most: int) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = []
    if card.state:
        parts.append(div(f"【{cut(card.state, most)}】"))
    if card.number:
        parts.append(div(f"{card.number.value}  {card.number.label}", "heading"))
    parts += drawn_elements.figures(card.figures)
    parts += [_field(field, most) for field in card.fields]
    for number, row in enumerate(card.rows, 1):
        parts += _row(number, row, most)
    if len(card.rows) < len(whole.rows):
        parts.append(div(f"…（+{len(whole.rows) - len(card.rows)}）", "notation"))
    if card.quote:
        parts.append(div(f"「{cut(card.quote, most)}」", "notation"))
    if card.body:
        parts.append(div(cut(card.body, most)))
    parts += [part for one in card.notes for part in drawn_elements.note(one, most)]
    return parts + _panels(card) + _rest(card, whole) + _controls(card) + _menus(card)


def _panels(card: Card) -> list[dict[str, Any]]:
    """What is looked into: charts, tables, lists that open, these with charts while there is room."""
    room = CHARTS - len(card.charts[:CHARTS])
    return [
        *(part for one in card.charts[:CHARTS] for part in drawn_elements.chart(one)),
        *(part for one in card.tables[:TABLES] for part in drawn_elements.table(one)),
        *(
            drawn_elements.fold(one if place < room else replace(one, chart=None))
            for place, one in enumerate(card.folds)
        ),
    ]


def _rest(card: Card, whole: Card) -> list[dict[str, Any]]:
    """That there is more than had room; missing rows have said so themselves."""
    is_whole = replace(card, rows=whole.rows) == whole
    fits_in = len(card.charts) <= CHARTS and len(card.tables) <= TABLES
    return [] if is_whole and fits_in else [div(card.words.rest, "notation", "grey")]


def _menus(card: Card) -> list[dict[str, Any]]:
    return [panel(menu.label, [_grid(menu.buttons)]) for menu in card.menus if menu.buttons]


def _controls(card: Card) -> list[dict[str, Any]]:
    """The form with what submits it, then what works without it."""
    submits = [one for one in card.buttons if one.submits]
    others = [one for one in card.buttons if not one.submits]
    if not card.inputs or not submits:
        return [_line(card.buttons)] if card.buttons else []
    return [_form(card.inputs, submits), *([_line(others)] if others else [])]


def _field(field: Field, most: int) -> dict[str, Any]:
    source = f"  ←「{field.source}」" if field.source and field.source != field.value else ""
    return div(cut(f"{field.label}：{field.value}{source}", most))


def _row(number: int, row: Row, most: int) -> list[dict[str, Any]]:
    star = "★ " if row.starred else ""
    elements = [div(cut(f"{number}. {star}{row.title}", most))]
    if row.detail:
        elements.append(div(cut(row.detail, most), "notation"))
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


def _grid(buttons: Sequence[Button]) -> dict[str, Any]:
    """Buttons one below the other in columns side by side: a column for each would count as much as it."""
    return {
        "tag": "column_set",
        "flex_mode": "flow",
        "columns": [
            {
                "tag": "column",
                "width": "auto",
                "elements": [_button(one) for one in buttons[start : start + _BELOW]],
            }
            for start in range(0, len(buttons), _BELOW)
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
        "text": text(cut(one.label, 100)),
        "type": "danger" if one.danger else "primary" if one.primary else "default",
        "behaviors": [behavior],
    }
    return {**drawn, "size": "small"} if small else drawn


def _form(inputs: Sequence[Input], submits: Sequence[Button]) -> dict[str, Any]:
    """Inputs with their buttons, which carry their keys like any other."""
    elements = [part for one in inputs for part in _input(one)]
    columns = [
        {
            "tag": "column",
            "width": "auto",
            "elements": [{**_button(one), "name": f"submit_{place}", "form_action_type": "submit"}],
        }
        for place, one in enumerate(submits)
    ]
    elements.append({"tag": "column_set", "flex_mode": "flow", "columns": columns})
    return {"tag": "form", "name": "form", "elements": elements}


def _input(one: Input) -> list[dict[str, Any]]:
    named: dict[str, Any] = {"name": one.name, "required": one.required}
    match one:
        case TextInput():
            drawn = {"tag": "input", "label": text(one.label), **named, **_typed(one)}
            return [drawn]
        case Select():
            drawn = {"tag": "select_static", **named, **_options(one.options)}
            places = [option["value"] for option in drawn["options"]]
            if one.value in places:
                drawn["initial_index"] = places.index(one.value) + 1
        case MultiSelect():
            drawn = {"tag": "multi_select_static", **named, **_options(one.options)}
            places = [option["value"] for option in drawn["options"]]
            drawn["selected_values"] = [value for value in one.values if value in places]
        case DateInput():
            drawn = {**named, **_dated(one)}
    return [div(one.label, "notation"), drawn] if drawn.get("options") != [] else []


def _typed(one: TextInput) -> dict[str, Any]:
    most = min(max(one.max_length, 1), 1000)
    several = {"input_type": "multiline_text", "rows": 3} if one.multiline else {}
    return {"default_value": inert(one.value)[:most], "max_length": most, **several}


def _dated(one: DateInput) -> dict[str, Any]:
    """A day alone becomes nine in the morning where a time is asked for."""
    if not one.with_time:
        return {"tag": "date_picker", **({"initial_date": one.value[:10]} if one.value else {})}
    value = f"{one.value} 09:00" if len(one.value) == 10 else one.value
    return {"tag": "picker_datetime", **({"initial_datetime": value} if value else {})}


def _options(options: Sequence[Option]) -> dict[str, Any]:
    """Each value once: clients break on a second one."""
    labels: dict[str, str] = {}
    for one in options:
        labels.setdefault(one.value, one.label)
    return {
        "options": [
            {"text": text(cut(label, 100)), "value": value} for value, label in labels.items()
        ]
    }
