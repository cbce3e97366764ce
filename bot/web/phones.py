"""A bubble of an emulated phone on the desk's page: drawn, and pressed, alike for both platforms."""

from collections.abc import Iterator, Mapping
from typing import Any

from adapters.emulator.exchanges import Bubble


def drawn(platform: str, bubble: Bubble) -> dict[str, Any]:
    """Title, lines, inputs and buttons of a card; or a text."""
    shown: dict[str, Any] = {
        "id": bubble.id,
        "mine": bubble.mine,
        "text": bubble.text,
        "at": bubble.at.isoformat(),
        "pressed": bubble.pressed,
    }
    if bubble.card:
        shown["card"] = _feishu(bubble.card) if platform == "feishu" else _wecom(bubble.card)
    return shown


def pressable(platform: str, card: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    """The card's buttons on the platform's wire, in the order the page shows them."""
    if not card:
        return []
    if platform == "feishu":
        elements = _flat((card.get("body") or {}).get("elements") or [])
        return [one for one in elements if one["tag"] == "button"]
    if card.get("replace_text") and not any(map(_takes_back, card.get("button_list", ()))):
        return []
    submit = card.get("submit_button")
    return [*card.get("button_list", ()), *([submit] if submit else [])]


def _takes_back(button: Mapping[str, Any]) -> bool:
    return bool(button["text"] == "撤销")


def _wecom(card: Mapping[str, Any]) -> dict[str, Any]:
    title = card.get("main_title") or {}
    lines = [title.get("desc", "")]
    if number := card.get("emphasis_content"):
        lines.append(f"{number.get('title', '')} {number.get('desc', '')}")
    lines += [
        f"{one['keyname']}：{one.get('value', '')}"
        for one in card.get("horizontal_content_list", ())
    ]
    lines += str(card.get("sub_title_text", "")).split("\n")
    quote = (card.get("quote_area") or {}).get("quote_text", "")
    selects = [*card.get("select_list", ())]
    if selection := card.get("button_selection"):
        selects.append(selection)
    return {
        "title": title.get("title", ""),
        "lines": [line for line in lines if line],
        "quote": quote,
        "inputs": [
            {
                "name": one["question_key"],
                "label": one.get("title", ""),
                "value": one.get("selected_id", ""),
                "options": [[each["id"], each["text"]] for each in one["option_list"]],
            }
            for one in selects
        ],
        "buttons": [one["text"] for one in pressable("wecom", card)],
        "state": card.get("replace_text", ""),
    }


def _feishu(card: Mapping[str, Any]) -> dict[str, Any]:
    header = card.get("header") or {}
    elements = list(_flat((card.get("body") or {}).get("elements") or []))
    lines = [one["text"]["content"] for one in elements if one["tag"] == "div"]
    subtitle = (header.get("subtitle") or {}).get("content", "")
    tags = [one["text"]["content"] for one in header.get("text_tag_list", ())]
    return {
        "title": (header.get("title") or {}).get("content", ""),
        "tone": header.get("template", "default"),
        "lines": [line for line in (subtitle, *lines) if line],
        "quote": "",
        "inputs": [
            {
                "name": one["name"],
                "label": ((one.get("label") or {}).get("content", "")),
                "value": one.get("default_value", "") or one.get("initial_date", ""),
                "options": [
                    [each["value"], each["text"]["content"]] for each in one.get("options", ())
                ],
            }
            for one in elements
            if one.get("name") and one["tag"] not in ("button", "form")
        ],
        "buttons": [one["text"]["content"] for one in pressable("feishu", card)],
        "state": tags[0] if tags else "",
    }


def _flat(elements: list[Any]) -> Iterator[Mapping[str, Any]]:
    for one in elements:
        yield one
        yield from _flat(one.get("elements") or [])
        yield from _flat(one.get("columns") or [])
