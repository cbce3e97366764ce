"""What a person finds on a WeCom card: buttons by their labels, choices by their words."""

from collections.abc import Mapping
from typing import Any

from adapters.emulator.exchanges import NoSuchButton

Selected = Mapping[str, tuple[str, ...]]
_FOLDED = "pick:more"


def key_of(card: Mapping[str, Any] | None, label: str) -> str:
    """The key of the button with `label`; empty when there is none, or it is grey, or a link."""
    if not card or card.get("replace_text"):
        return ""
    shown = (*card.get("button_list", ()), card.get("submit_button") or {}, *menu(card))
    for one in shown:
        if one.get("text") == label and one.get("key"):
            return str(one["key"])
    return ""


def menu(card: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The actions behind the dots in a card's corner."""
    return list((card.get("action_menu") or {}).get("action_list", ()))


def preselected(card: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """What goes with a press when the person chose nothing himself."""
    chosen: dict[str, tuple[str, ...]] = {
        str(one["question_key"]): (str(one["selected_id"]),)
        for one in _questions(card)
        if one.get("selected_id")
    }
    if box := card.get("checkbox"):
        ticked = [str(one["id"]) for one in box["option_list"] if one.get("is_checked")]
        if ticked:
            chosen[str(box["question_key"])] = tuple(ticked)
    return chosen


def with_option(card: Mapping[str, Any], option: str) -> dict[str, tuple[str, ...]]:
    """The choice of the option with that id, or with these words in its text.

    Raises:
        NoSuchButton: no question of the card has it.
    """
    for one in _questions(card):
        for entry in one["option_list"]:
            if option == entry["id"] or option in entry["text"]:
                chosen = {str(one["question_key"]): (str(entry["id"]),)}
                return {**preselected(card), **chosen}
    raise NoSuchButton(option)


def by_option(card: Mapping[str, Any], label: str) -> tuple[str, Selected] | None:
    """A button that was folded into a choice, with the key of the one that confirms it."""
    selection = card.get("button_selection")
    if not selection or card.get("replace_text"):
        return None
    confirms = any(one.get("key") == _FOLDED for one in card["button_list"])
    for entry in selection["option_list"]:
        if confirms and entry["text"] == label:
            return _FOLDED, {str(selection["question_key"]): (str(entry["id"]),)}
    return None


def _questions(card: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = [*card.get("select_list", ()), card.get("button_selection"), card.get("checkbox")]
    return [one for one in found if one]
