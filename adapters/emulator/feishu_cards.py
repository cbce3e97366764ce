"""What Feishu refuses in a card JSON 2.0. Source: platforms/feishu.md 9.2-9.4, from [D 38-40]."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from adapters.emulator import feishu_panels as panels

_ROOT = {"schema", "config", "card_link", "header", "body"}
_CONFIG = set(
    "update_multi enable_forward width_mode enable_forward_interaction summary locales style "
    "streaming_mode streaming_config".split()
)
_HEADER = {"title", "subtitle", "template", "text_tag_list", "icon", "padding"}
_BODY = set(
    "elements direction padding vertical_spacing horizontal_spacing vertical_align "
    "horizontal_align".split()
)
_TEMPLATES = set(
    "blue wathet turquoise green yellow orange red carmine violet purple indigo grey default".split()
)
_BASE = {"tag", "element_id", "margin"}
_ALLOWED = {
    "form": "name elements direction vertical_spacing horizontal_spacing padding",
    "button": "text type size width icon disabled hover_tips confirm behaviors name form_action_type",
    "input": "name required placeholder default_value max_length input_type rows auto_resize max_rows "
    "label label_position disabled width behaviors confirm",
    "select_static": "name required options initial_option initial_index placeholder type width behaviors",
    "multi_select_static": "name required options selected_values placeholder type width behaviors",
    "date_picker": "name required initial_date placeholder width behaviors",
    "picker_time": "name required initial_time placeholder width behaviors",
    "picker_datetime": "name required initial_datetime placeholder width behaviors",
    "column_set": "flex_mode columns horizontal_spacing horizontal_align background_style",
    "column": "width weight elements vertical_align vertical_spacing padding background_style",
    "div": "text icon width",
    "markdown": "content text_size text_align icon",
    "hr": "",
    "img": "img_key alt scale_type size",
    "table": "page_size row_height row_max_height freeze_first_column header_style columns rows",
    "chart": "chart_spec aspect_ratio color_theme preview height",
    "collapsible_panel": "expanded header elements border direction vertical_spacing padding "
    "background_color",
}
TAGS = frozenset(_ALLOWED)
"""The components that a card may have."""
_TEXT = {"tag", "content", "text_size", "text_color", "text_align", "lines"}
_SIZES = set(
    "heading-0 heading-1 heading-2 heading-3 heading-4 heading normal notation xxxx-large xxx-large "
    "xx-large x-large large medium small x-small".split()
)
_COLOURS = set(
    "default blue wathet turquoise green yellow orange red carmine violet purple indigo grey".split()
)
_BUTTONS = set(
    "text primary danger default primary_text danger_text primary_filled danger_filled laser".split()
)
_FLEX = {"none", "stretch", "flow", "bisect", "trisect"}
_INITIAL = {
    "date_picker": ("initial_date", re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)),
    "picker_time": ("initial_time", re.compile(r"\d\d:\d\d", re.ASCII)),
    "picker_datetime": ("initial_datetime", re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d", re.ASCII)),
}
_SELECTS = {"select_static", "multi_select_static"}
_INPUTS = {"input", *_SELECTS, *_INITIAL}
_ELEMENT_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}", re.ASCII)
_MOST = 200
_DEEPEST = 5


def fault(card: Mapping[str, Any]) -> str:
    """What is wrong, as `sub-code: words`; empty when nothing is. `{}` is a blank card."""
    if not card:
        return ""
    if card.get("schema") != "2.0":
        return "200621: schema"
    parts = {"config": _CONFIG, "header": _HEADER, "body": _BODY}
    if any(not isinstance(card.get(name) or {}, Mapping) for name in parts):
        return "200621: no object"
    for name, allowed in parts.items():
        if unknown := set(card.get(name) or {}) - allowed:
            return f"200621: unknown property {name}.{unknown.pop()}"
    if unknown := set(card) - _ROOT:
        return f"200621: unknown property {unknown.pop()}"
    return _head(card) or _elements(card)


def walk(
    elements: list[Any], depth: int, *, in_form: bool = False
) -> Iterator[tuple[Mapping[str, Any], int, bool]]:
    """Every element with its depth and whether it lies in a form."""
    for element in elements:
        if not isinstance(element, Mapping):
            yield {"tag": "?"}, depth, in_form
            continue
        yield element, depth, in_form
        inside = in_form or element.get("tag") == "form"
        for name in ("elements", "columns"):
            if element.get("tag") != "table":
                yield from walk(element.get(name) or [], depth + 1, in_form=inside)


def _head(card: Mapping[str, Any]) -> str:
    if (card.get("config") or {}).get("update_multi") is False:
        return "300302: update_multi"
    header = card.get("header") or {}
    if header.get("template", "default") not in _TEMPLATES:
        return "200621: template"
    if header and not _is_text(header.get("title")):
        return "200621: title"
    if len(header.get("text_tag_list") or ()) > 3:
        return "200621: text_tag_list"
    url = (card.get("card_link") or {"url": "https:"}).get("url")
    return "" if _is_url(url) else "200621: card_link"


def _elements(card: Mapping[str, Any]) -> str:
    names: set[str] = set()
    tags: Counter[str] = Counter()
    for element, depth, in_form in walk((card.get("body") or {}).get("elements") or [], 0):
        tags[str(element.get("tag"))] += 1
        wrong = _place(element, depth) or _element(element, in_form=in_form)
        if wrong or (wrong := _unique(element, names, in_form=in_form)):
            return wrong
    if tags["table"] > panels.TABLES:
        return "11310: tables"
    if tags["chart"] > panels.CHARTS:
        return "11310: charts"
    return "11310: element exceeds the limit" if tags.total() > _MOST else ""


def _place(element: Mapping[str, Any], depth: int) -> str:
    """Tags and properties that are known, where they may stand."""
    tag = str(element.get("tag"))
    if tag in ("note", "action"):
        return f"200861: {tag}"
    if tag not in _ALLOWED:
        return f"200621: tag {tag}"
    if unknown := set(element) - _BASE - set(_ALLOWED[tag].split()):
        return f"200621: unknown property {tag}.{unknown.pop()}"
    if depth > _DEEPEST:
        return "200621: nesting"
    return f"200621: {tag} not at the root" if depth and tag in ("form", "table") else ""


def _element(element: Mapping[str, Any], *, in_form: bool) -> str:
    tag = element["tag"]
    if tag in _INPUTS:
        return _input(element, in_form=in_form)
    return _CHECKS[tag](element) if tag in _CHECKS else ""


def _div(element: Mapping[str, Any]) -> str:
    return "" if _is_text(element.get("text")) else "200621: text"


def _column_set(element: Mapping[str, Any]) -> str:
    if element.get("flex_mode", "none") not in _FLEX:
        return "200621: flex_mode"
    columns = element.get("columns") or []
    return "" if all(one.get("tag") == "column" for one in columns) else "200621: columns"


def _unique(element: Mapping[str, Any], names: set[str], *, in_form: bool) -> str:
    """Names in forms and element_ids are needed once and may stand once."""
    tag, id_ = element["tag"], element.get("element_id")
    if id_ is not None:
        if not _ELEMENT_ID.fullmatch(str(id_)) or f"#{id_}" in names:
            return "300301: element_id"
        names.add(f"#{id_}")
    if tag != "form" and not (in_form and (tag in _INPUTS or tag == "button")):
        return ""
    name = str(element.get("name") or "")
    if not name or name in names:
        return "200530: name"
    names.add(name)
    return ""


def _form(element: Mapping[str, Any]) -> str:
    inside = [one for one, _, _ in walk(element.get("elements") or [], 1)]
    if any(one.get("form_action_type") == "submit" for one in inside):
        return ""
    return "200621: form without a submit button"


def _button(element: Mapping[str, Any]) -> str:
    text = element.get("text")
    if not _is_text(text) or not 0 < len((text or {})["content"]) <= 100:
        return "200621: button text"
    if element.get("type", "default") not in _BUTTONS:
        return "200621: button type"
    for behavior in element.get("behaviors") or ():
        kind = behavior.get("type")
        if kind == "open_url" and not _is_url(behavior.get("default_url")):
            return "200621: url"
        if kind == "callback" and not isinstance(behavior.get("value"), Mapping):
            return "200621: value"
        if kind not in ("open_url", "callback"):
            return "200621: behavior"
    return ""


def _input(element: Mapping[str, Any], *, in_form: bool) -> str:
    tag = element["tag"]
    if tag == "multi_select_static" and not in_form:
        return "200621: multi select outside a form"
    if tag in _SELECTS:
        return _select(element)
    if tag in _INITIAL:
        name, shape = _INITIAL[tag]
        value = element.get(name)
        return "" if value is None or shape.fullmatch(str(value)) else f"200621: {name}"
    most = element.get("max_length", 1000)
    if not isinstance(most, int) or not 1 <= most <= 1000:
        return "200621: max_length"
    return "200621: default_value" if len(element.get("default_value", "")) > most else ""


def _select(element: Mapping[str, Any]) -> str:
    options = element.get("options") or ()
    values = [option.get("value") for option in options]
    if not values or len(set(values)) != len(values):
        return "200621: options"
    place = element.get("initial_index", 0)
    chosen = element.get("selected_values") or ()
    is_right = 0 <= place <= len(values) and set(chosen) <= set(values)
    return "" if is_right else "200621: chosen"


def _is_text(text: object) -> bool:
    return (
        isinstance(text, Mapping)
        and text.get("tag") in ("plain_text", "lark_md")
        and isinstance(text.get("content"), str)
        and not set(text) - _TEXT
        and text.get("text_size", "normal") in _SIZES
        and text.get("text_color", "default") in _COLOURS
    )


def _is_url(url: object) -> bool:
    return isinstance(url, str) and url.startswith(("http:", "https:", "lark:"))


_CHECKS = {
    "form": _form,
    "button": _button,
    "div": _div,
    "column_set": _column_set,
    "column": panels.column,
    "chart": panels.chart,
    "table": panels.table,
    "collapsible_panel": panels.panel,
}
