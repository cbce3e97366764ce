"""What the robot's server refuses in a template card: an application's rules with less room. Source: [D 101032]."""

from collections.abc import Iterator, Mapping
from typing import Any

from adapters.emulator.wecom_cards import fault as application_fault

_TITLE, _DESC, _LINES, _VALUE, _SENDER, _JUMP, _SHORT = 26, 30, 112, 26, 13, 13, 10
_KEYNAME = 5

Part = Mapping[str, Any]


def fault(card: Part, *, is_update: bool = False) -> int:
    """The error code of the first thing that is wrong; 0 when nothing is.

    The robot's limits in characters are errors here, so that nothing relies on the client's cutting.
    """
    if code := application_fault(card, is_update=is_update):
        return code
    if any(one.get("type") == 2 for one in card.get("horizontal_content_list") or ()):
        return 42029
    return next((code for text, most, code in _said(card) if len(text) > most), 0)


def _said(card: Part) -> Iterator[tuple[str, int, int]]:
    title, source = card.get("main_title") or {}, card.get("source") or {}
    yield str(title.get("title", "")), _TITLE, 42033
    yield str(title.get("desc", "")), _DESC, 42033
    yield str(source.get("desc", "")), _SENDER, 42033
    yield str(card.get("sub_title_text", "")), _LINES, 42033
    for one in card.get("horizontal_content_list") or ():
        yield str(one.get("keyname", "")), _KEYNAME, 42027
        yield str(one.get("value", "")), _VALUE, 42035
    for one in card.get("jump_list") or ():
        yield str(one.get("title", "")), _JUMP, 42042
    for one in card.get("button_list") or ():
        yield str(one.get("text", "")), _SHORT, 42038
    submit = card.get("submit_button") or {}
    yield str(submit.get("text", "")), _SHORT, 42049
    questions = [card.get("button_selection"), card.get("checkbox"), *card.get("select_list", ())]
    for question in filter(None, questions):
        for option in question.get("option_list") or ():
            yield str(option.get("text", "")), _SHORT, 42041
