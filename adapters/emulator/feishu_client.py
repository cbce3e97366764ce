"""What Feishu's client does with a card: finds buttons, fills in forms, takes the answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.emulator.feishu_cards import fault, walk

_CHOICES = {"select_static", "multi_select_static"}
_TOASTS = {"info", "success", "error", "warning"}
_PICKERS = {"date_picker": "date", "picker_time": "time", "picker_datetime": "datetime"}


@dataclass(frozen=True, slots=True)
class PressOutcome:
    """What a person saw of a press.

    Args:
        status: of the callback; 0 when none was sent or none came back.
        toast: the short line over the chat.
        changed: whether the card changed at once.
        error: the code the client shows (200671 …), or what it stopped the press for.
    """

    status: int
    toast: str = ""
    changed: bool = False
    error: str = ""


def elements(card: Mapping[str, Any] | None) -> Iterator[Mapping[str, Any]]:
    """Every element of a card, in order."""
    for element, _, _ in walk(((card or {}).get("body") or {}).get("elements") or [], 0):
        yield element


def button(card: Mapping[str, Any] | None, label: str, option: str) -> Mapping[str, Any] | None:
    """A button by its label; with `option` the first after a text that holds it."""
    seen = not option
    for element in elements(card):
        if element.get("tag") == "div":
            seen = seen or option in str((element.get("text") or {}).get("content", ""))
        if seen and _calls_back(element) and element["text"]["content"] == label:
            return element
    return None


def _calls_back(element: Mapping[str, Any]) -> bool:
    behaviors = element.get("behaviors") or () if element.get("tag") == "button" else ()
    return any(one.get("type") == "callback" for one in behaviors)


def filled(card: Mapping[str, Any] | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """The form's values: what was filled in, else what stands there already."""
    return {
        str(element["name"]): _value(element, given.get(str(element["name"])))
        for element in elements(card)
        if element.get("name") and element["tag"] not in ("form", "button")
    }


def missing(card: Mapping[str, Any] | None, values: Mapping[str, Any]) -> str:
    """The name of a required input that is empty; the client sends nothing then."""
    return next(
        (
            str(element["name"])
            for element in elements(card)
            if element.get("required") and not values.get(str(element.get("name")))
        ),
        "",
    )


def read_answer(answer: object) -> tuple[PressOutcome, dict[str, Any] | None]:
    """What the answer in a callback shows, and the card it brings."""
    if not isinstance(answer, dict):
        return PressOutcome(200, error="200672"), None
    shown = answer.get("toast") or {}
    if shown and shown.get("type", "info") not in _TOASTS:
        return PressOutcome(200, error="200672"), None
    toast, wrapped = shown.get("content", ""), answer.get("card")
    if wrapped is None:
        return PressOutcome(200, toast), None
    card = wrapped.get("data")
    if wrapped.get("type") != "raw" or not isinstance(card, dict):
        return PressOutcome(200, toast, error="200672"), None
    if wrong := fault(card):
        return PressOutcome(200, toast, error="200830" if "schema" in wrong else "200673"), None
    return PressOutcome(200, toast, changed=True), card


def _value(element: Mapping[str, Any], given: Any) -> Any:
    tag = element["tag"]
    if tag in _PICKERS:
        value = element.get(f"initial_{_PICKERS[tag]}", "") if given is None else given
        return f"{value} +0800" if value else ""
    if tag in _CHOICES:
        return _chosen(element, given)
    return element.get("default_value", "") if given is None else str(given)


def _chosen(element: Mapping[str, Any], given: Any) -> Any:
    """An option's value, however it was named: people see labels."""
    labels = {one["text"]["content"]: one["value"] for one in element["options"]}
    if element["tag"] == "multi_select_static":
        chosen = element.get("selected_values", []) if given is None else given
        return [labels.get(one, one) for one in chosen]
    if given is not None:
        return labels.get(given, given)
    place = int(element.get("initial_index", 0))
    return element["options"][place - 1]["value"] if place else ""
