"""What Feishu refuses in a card JSON 2.0. Source: platforms/feishu.md 9.2-9.4, from [D 38-40]."""

from collections.abc import Iterator, Mapping
from typing import Any

_ROOT = {"schema", "config", "card_link", "header", "body"}
_CONFIG = {
    "update_multi",
    "enable_forward",
    "width_mode",
    "enable_forward_interaction",
    "summary",
    "locales",
    "style",
    "streaming_mode",
    "streaming_config",
}
_HEADER = {"title", "subtitle", "template", "text_tag_list", "icon", "padding"}
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
    "column": "width weight elements vertical_align vertical_spacing padding",
    "div": "text icon width",
    "markdown": "content text_size text_align icon",
    "hr": "",
    "img": "img_key alt scale_type size",
}
_INPUTS = {
    "input",
    "select_static",
    "multi_select_static",
    "date_picker",
    "picker_time",
    "picker_datetime",
}
_MOST = 200
LARGEST = 30 * 1024


def fault(card: Mapping[str, Any]) -> str:
    """What is wrong, as `sub-code: words`; empty when nothing is."""
    if card.get("schema") != "2.0":
        return "200621: schema"
    for name, given, allowed in (
        ("root", card, _ROOT),
        ("config", card.get("config") or {}, _CONFIG),
        ("header", card.get("header") or {}, _HEADER),
    ):
        if unknown := set(given) - allowed:
            return f"200621: unknown property {name}.{unknown.pop()}"
    if (card.get("config") or {}).get("update_multi") is False:
        return "300302: update_multi"
    header = card.get("header") or {}
    if header.get("template", "default") not in _TEMPLATES:
        return "200621: template"
    if len(header.get("text_tag_list") or ()) > 3:
        return "200621: text_tag_list"
    return _elements(card)


def _elements(card: Mapping[str, Any]) -> str:
    names: set[str] = set()
    count = 0
    for element, depth, in_form in walk((card.get("body") or {}).get("elements") or [], 0):
        count += 1
        wrong = _element(element, depth, names, in_form=in_form)
        if wrong:
            return wrong
    return f"11310: {count} elements" if count > _MOST else ""


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
            yield from walk(element.get(name) or [], depth + 1, in_form=inside)


def _element(element: Mapping[str, Any], depth: int, names: set[str], *, in_form: bool) -> str:
    tag = str(element.get("tag"))
    if tag in ("note", "action"):
        return f"200861: {tag}"
    if tag not in _ALLOWED:
        return f"200621: tag {tag}"
    if unknown := set(element) - _BASE - set(_ALLOWED[tag].split()):
        return f"200621: unknown property {tag}.{unknown.pop()}"
    if depth > 5:
        return "200621: nesting"
    if tag == "form":
        return _form(element, depth, names)
    if tag == "button":
        return _button(element, names, in_form=in_form)
    if tag in _INPUTS:
        return _input(element, names, in_form=in_form)
    return ""


def _form(element: Mapping[str, Any], depth: int, names: set[str]) -> str:
    if depth:
        return "200621: form not at the root"
    submits = any(
        one.get("form_action_type") == "submit" for one, _, _ in walk(element["elements"], 1)
    )
    if not submits:
        return "200621: form without a submit button"
    return _named(element, names)


def _button(element: Mapping[str, Any], names: set[str], *, in_form: bool) -> str:
    text = (element.get("text") or {}).get("content") or ""
    if not 0 < len(text) <= 100:
        return "200621: button text"
    for behavior in element.get("behaviors") or ():
        if behavior.get("type") == "open_url" and not str(
            behavior.get("default_url", "")
        ).startswith("http"):
            return "200621: url"
        if behavior.get("type") == "callback" and not isinstance(behavior.get("value"), Mapping):
            return "200621: value"
    return _named(element, names) if in_form else ""


def _input(element: Mapping[str, Any], names: set[str], *, in_form: bool) -> str:
    tag = element["tag"]
    if tag == "multi_select_static" and not in_form:
        return "200621: multi select outside a form"
    if tag.endswith("select_static"):
        values = [option.get("value") for option in element.get("options") or ()]
        if not values or len(set(values)) != len(values):
            return "200621: options"
    if tag == "input" and not 1 <= int(element.get("max_length", 1000)) <= 1000:
        return "200621: max_length"
    return _named(element, names) if in_form else ""


def _named(element: Mapping[str, Any], names: set[str]) -> str:
    name = str(element.get("name") or "")
    if not name or name in names:
        return "200530: name"
    names.add(name)
    return ""
