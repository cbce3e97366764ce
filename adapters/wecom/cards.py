"""WeCom's template cards, drawn from neutral cards. Source: platforms/wecom.md 4, from [D 90236].

Which type:

* a multiple choice with a button that submits → vote_interaction, at most 20 options;
* selects with that button alone → multiple_interaction, at most 3 selects of 10 options;
* a picture, and an address that the card leads to, and nothing that is asked → news_notice;
* buttons, on the card or on its rows → button_interaction, at most 6; one select has a place beside;
* an update that ends in a state → the same with one grey button, which shows the state;
* otherwise → text_notice, which has to lead to an address.

What a card has beyond that is folded:

* The seventh and later named values, those with a label over 5 or a value over 30 characters, rows,
  body, and a figure beside buttons: into lines (`sub_title_text`, or `desc` of a form), cut with `…`
  at 160 characters. What is cut there is sent as a text of its own (`is_cut`).
* Buttons of rows: a choice of the first ten rows (`button_selection`) and each word once.
* Buttons of menus: where they make more than six, one button a menu, which opens a card of them.
* More than six buttons even so: five, and a choice of the others (at most ten) with one to confirm.
* Figures: named values, before the others. Charts, tables and folds: lines.
* Other inputs than selects, and a form's other buttons beside two or more selects: left out.
* A second button with the same key: left out, as WeCom refuses it.
* A tag people wrote loses its `<`, as in texts, which know `<a href>`.
* An option whose value is empty is written `_none`; one with a value over 128 bytes is left out. A
  selected option beyond the tenth takes the tenth's place.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.chat import Button, Card, MultiSelect, Option, Select
from adapters.plain import cut
from adapters.wecom.folds import (
    BUTTONS,
    DESC,
    LINES,
    OPTIONS,
    Folded,
    folded,
    lines,
    still,
)
from adapters.wecom.notices import has_picture, head, line, news_notice, source, text_notice, title

BUTTON, QUESTION, PICKED, SELECTED, TICKED = 10, 12, 16, 10, 17
SELECTS, BOXES = 3, 20
NONE = "_none"
_LONGEST_ID = 128
_GREY = "grey"


def draw(card: Card, task_id: str, *, url: str, is_update: bool = False) -> dict[str, Any]:
    """The template card of `card`.

    Args:
        task_id: unique within the application.
        url: where a card without a link of its own leads; empty when nowhere.
        is_update: whether it takes the place of another, where alone buttons can be grey.
    """
    selects = [one for one in card.inputs if isinstance(one, Select) and _options(one, 1)]
    submit = next((button for button in card.buttons if button.submits), None)
    if submit and not selects and (multi := _multi(card)):
        return _vote(card, multi, submit, task_id)
    if submit and (len(selects) > 1 or (selects and len(card.buttons) == 1)):
        return _form(card, selects[:SELECTS], submit, task_id)
    if has_picture(card, url):
        return news_notice(card, task_id, url=url)
    if can_be_pressed(card):
        return _buttons(card, folded(card, selects[0] if selects else None), task_id, url=url)
    if is_update and (card.state or not (card.link or url)):
        return _ended(card, task_id, url=url)
    return text_notice(card, task_id, url=url)


def can_be_pressed(card: Card) -> bool:
    """Whether there is a button anywhere on it."""
    return bool(card.every_button) or any(one.key for row in card.rows for one in row.buttons)


def is_cut(drawn: Mapping[str, Any]) -> bool:
    """Whether the card's lines are longer than WeCom shows."""
    shown = (drawn.get("sub_title_text", ""), drawn["main_title"].get("desc", ""))
    return any(len(text) == LINES and text.endswith("…") for text in shown)


def _vote(card: Card, multi: MultiSelect, submit: Button, task_id: str) -> dict[str, Any]:
    options = [
        {**each, "is_checked": each["id"] in multi.values}
        for each in _drawn(_usable(multi.options)[:BOXES], TICKED)
    ]
    box = {"question_key": multi.name, "mode": 1, "option_list": options}
    return {"card_type": "vote_interaction", **_asking(card, submit, task_id), "checkbox": box}


def _form(card: Card, selects: Sequence[Select], submit: Button, task_id: str) -> dict[str, Any]:
    return {
        "card_type": "multiple_interaction",
        **_asking(card, submit, task_id),
        "select_list": [_select(one, SELECTED) for one in selects],
    }


def _asking(card: Card, submit: Button, task_id: str) -> dict[str, Any]:
    """What both forms share."""
    text = "\n".join(filter(None, (card.subtitle[:DESC], card.quote, lines(card))))
    return {
        **source(card),
        "main_title": title(card, cut(still(text), LINES)),
        "submit_button": {"text": line(submit.label, BUTTON), "key": submit.key},
        "task_id": task_id,
    }


def _buttons(card: Card, under: Folded, task_id: str, *, url: str) -> dict[str, Any]:
    main = next((place for place, one in enumerate(under.buttons) if one.primary), 0)
    drawn: dict[str, Any] = {
        "card_type": "button_interaction",
        **head(card),
        "button_list": [
            _button(one, is_main=place == main) for place, one in enumerate(under.buttons[:BUTTONS])
        ],
        "task_id": task_id,
    }
    if under.choice:
        drawn["button_selection"] = _select(under.choice, PICKED)
    if card.link or url:
        drawn["card_action"] = {"type": 1, "url": card.link or url}
    return drawn


def _ended(card: Card, task_id: str, *, url: str) -> dict[str, Any]:
    """A card that can no longer be pressed: its state stands where the button was, in grey."""
    state = line(card.state, BUTTON) or "✓"
    under = Folded([Button(state, key=_GREY)])
    return {**_buttons(card, under, task_id, url=url), "replace_text": state}


def _button(one: Button, *, is_main: bool) -> dict[str, Any]:
    style = 3 if one.danger else 1 if is_main else 2
    drawn: dict[str, Any] = {"text": line(one.label, BUTTON) or "…", "style": style}
    return {**drawn, "type": 1, "url": one.url} if one.url else {**drawn, "key": one.key}


def _select(one: Select, most: int) -> dict[str, Any]:
    options = _options(one, OPTIONS)
    drawn: dict[str, Any] = {
        "question_key": one.name,
        "title": line(one.label, QUESTION),
        "option_list": _drawn(options, most),
    }
    if any(one.value == option.value for option in options):
        drawn["selected_id"] = one.value or NONE
    return drawn


def _options(one: Select, most: int) -> list[Option]:
    """The first `most`, among them the one that is selected."""
    usable = _usable(one.options)
    beyond = [option for option in usable[most:] if option.value == one.value]
    return [*usable[: most - len(beyond)], *beyond]


def _usable(options: Sequence[Option]) -> list[Option]:
    distinct = {one.value: one for one in reversed(options)}
    return [
        one
        for one in options
        if distinct[one.value] is one and len(one.value.encode()) <= _LONGEST_ID
    ]


def _drawn(options: Sequence[Option], most: int) -> list[dict[str, Any]]:
    return [{"id": one.value or NONE, "text": line(one.label, most) or "…"} for one in options]


def _multi(card: Card) -> MultiSelect | None:
    return next((one for one in card.inputs if isinstance(one, MultiSelect) and one.options), None)
