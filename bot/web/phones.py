"""A bubble of an emulated phone on the desk's page: drawn, and pressed, alike for both platforms."""

from collections.abc import Iterator, Mapping
from typing import Any

from adapters.emulator.exchanges import Bubble

_Part = dict[str, Any]


def drawn(platform: str, bubble: Bubble) -> dict[str, Any]:
    """A text, or a card as its title and its parts from top to bottom.

    A part is one of `text`, `quiet` (a text of less weight), `figure`, `quote`, `state`, `input`,
    `buttons`; a button has its label, its place in
    `pressable` and whether it is the main one.
    """
    shown: dict[str, Any] = {
        "id": bubble.id,
        "mine": bubble.mine,
        "text": bubble.text,
        "at": bubble.at.isoformat(),
    }
    if bubble.card:
        shown["card"] = _feishu(bubble.card) if platform == "feishu" else _wecom(bubble.card)
    return shown


def pressable(platform: str, card: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    """The card's buttons on the platform's wire, in the order the page shows them."""
    if not card:
        return []
    if platform == "feishu":
        elements = (card.get("body") or {}).get("elements") or []
        return [one for one in _flat(elements) if one["tag"] == "button"]
    if card.get("replace_text") and not any(map(_takes_back, card.get("button_list", ()))):
        return []
    submit = card.get("submit_button")
    return [*card.get("button_list", ()), *([submit] if submit else [])]


def _takes_back(button: Mapping[str, Any]) -> bool:
    return bool(button["text"] == "撤销")


def _wecom(card: Mapping[str, Any]) -> dict[str, Any]:
    """From top to bottom as WeCom draws a template card."""
    title = card.get("main_title") or {}
    parts: list[_Part] = _texts(title.get("desc"), "quiet")
    if number := card.get("emphasis_content"):
        parts += _texts(f"{number.get('title', '')} {number.get('desc', '')}", "figure")
    parts += _texts((card.get("quote_area") or {}).get("quote_text"), "quote")
    parts += _texts(card.get("sub_title_text"))
    for one in card.get("horizontal_content_list", ()):
        parts += _texts(f"{one['keyname']}：{one.get('value', '')}")
    selects = [*card.get("select_list", ()), card.get("button_selection")]
    parts += [{"input": _chosen(one)} for one in selects if one]
    buttons = [
        {"place": place, "label": one["text"], "main": one.get("style", 1) == 1}
        for place, one in enumerate(pressable("wecom", card))
    ]
    parts += [{"buttons": buttons}] if buttons else []
    parts += _texts(card.get("replace_text"), "state")
    return {"title": title.get("title", ""), "parts": parts}


def _chosen(select: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": select["question_key"],
        "label": select.get("title", ""),
        "value": select.get("selected_id", ""),
        "options": [[one["id"], one["text"]] for one in select["option_list"]],
    }


def _feishu(card: Mapping[str, Any]) -> dict[str, Any]:
    header = card.get("header") or {}
    parts = _texts((header.get("subtitle") or {}).get("content"), "quiet")
    place = 0
    for one in _flat((card.get("body") or {}).get("elements") or []):
        if one["tag"] == "div":
            parts += _texts(one["text"]["content"], _WEIGHT.get(one["text"].get("text_size", "")))
        elif one["tag"] == "column_set":
            parts.append({"buttons": []})
        elif one["tag"] == "button":
            label, is_main = one["text"]["content"], one.get("type") == "primary"
            parts[-1]["buttons"].append({"place": place, "label": label, "main": is_main})
            place += 1
        elif one.get("name") and one["tag"] != "form":
            parts.append({"input": _asked(one)})
    return {"title": (header.get("title") or {}).get("content", ""), "parts": parts}


_WEIGHT = {"notation": "quiet", "heading": "figure"}


def _asked(element: Mapping[str, Any]) -> dict[str, Any]:
    options = [[one["value"], one["text"]["content"]] for one in element.get("options", ())]
    value = next((element[name] for name in _GIVEN if element.get(name)), "")
    if index := element.get("initial_index"):
        value = options[index - 1][0]
    return {
        "name": element["name"],
        "label": (element.get("label") or {}).get("content", ""),
        "value": value,
        "options": options,
        "type": _TYPES.get(element["tag"], "text"),
    }


_GIVEN = ("default_value", "initial_date", "initial_datetime")
_TYPES = {"date_picker": "date", "picker_datetime": "datetime"}


def _texts(text: str | None, weight: str | None = None) -> list[_Part]:
    """One part a line, none of a text that is empty."""
    return [{weight or "text": line} for line in (text or "").split("\n") if line]


def _flat(elements: list[Any]) -> Iterator[Mapping[str, Any]]:
    for one in elements:
        yield one
        yield from _flat(one.get("elements") or [])
        yield from _flat(one.get("columns") or [])
