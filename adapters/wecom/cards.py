"""WeCom's template cards, drawn from neutral cards. Source: platforms/wecom.md 4, from [D 90236].

Which type:

* a multiple choice with a button that submits → vote_interaction, at most 20 options;
* selects with that button alone → multiple_interaction, at most 3 selects of 10 options;
* buttons, on the card or on its rows → button_interaction, at most 6; one select has a place beside;
* an update that ends in a state → the same with one grey button, which shows the state;
* otherwise → text_notice, which has to lead to an address. news_notice needs a picture on the open
  internet, which no neutral card has.

What a card has beyond that is folded:

* The seventh and later named values, those with a label over 5 or a value over 30 characters, rows,
  body, and a figure beside buttons: into lines (`sub_title_text`, or `desc` of a form), cut with `…`
  at 160 characters. What is cut there is sent as a text of its own (`is_cut`).
* Buttons of rows: a choice of the first ten rows (`button_selection`) and each word once.
* More than six buttons: five, and a choice of the others (at most ten) with a button to confirm.
* Other inputs than selects, and a form's other buttons beside two or more selects: left out.
* A second button with the same key: left out, as WeCom refuses it.
* A tag people wrote loses its `<`, as in texts, which know `<a href>`.
* An option whose value is empty is written `_none`; one with a value over 128 bytes is left out. A
  selected option beyond the tenth takes the tenth's place.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.chat import Button, Card, MultiSelect, Option, Select, Tone
from adapters.plain import cut
from adapters.wecom.folds import (
    BUTTONS,
    DESC,
    KEYNAME,
    LINES,
    OPTIONS,
    VALUE,
    Folded,
    folded,
    lines,
    short_fields,
    sourced,
    still,
)

TITLE, BUTTON, QUESTION, PICKED, SELECTED, TICKED = 36, 10, 12, 16, 10, 17
SELECTS, BOXES = 3, 20
NONE = "_none"
_LONGEST_ID = 128
_GREY = "grey"
_COLOUR = {Tone.URGENT: 2, Tone.WARNING: 2, Tone.GOOD: 3, Tone.ACTIVE: 1}


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
    if can_be_pressed(card):
        return _buttons(card, folded(card, selects[0] if selects else None), task_id, url=url)
    if is_update and (card.state or not (card.link or url)):
        return _ended(card, task_id, url=url)
    return _notice(card, task_id, url=url)


def can_be_pressed(card: Card) -> bool:
    """Whether there is a button anywhere on it."""
    return bool(card.buttons) or any(one.key for row in card.rows for one in row.buttons)


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
        "source": _source(card),
        "main_title": _title(card, cut(still(text), LINES)),
        "submit_button": {"text": _line(submit.label, BUTTON), "key": submit.key},
        "task_id": task_id,
    }


def _buttons(card: Card, under: Folded, task_id: str, *, url: str) -> dict[str, Any]:
    main = next((place for place, one in enumerate(under.buttons) if one.primary), 0)
    drawn: dict[str, Any] = {
        "card_type": "button_interaction",
        **_head(card),
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
    state = _line(card.state, BUTTON) or "✓"
    under = Folded([Button(state, key=_GREY)])
    return {**_buttons(card, under, task_id, url=url), "replace_text": state}


def _notice(card: Card, task_id: str, *, url: str) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "card_type": "text_notice",
        **_head(card, number=False),
        "card_action": {"type": 1, "url": card.link or url},
        "task_id": task_id,
    }
    if card.number:
        figure, caption = _line(card.number.value, 14), _line(card.number.label, 22)
        drawn["emphasis_content"] = {"title": figure, "desc": caption}
    return drawn


def _head(card: Card, *, number: bool = True) -> dict[str, Any]:
    """What notices and cards with buttons share."""
    fields = short_fields(card)
    text = cut(lines(card, beside=fields, number=number), LINES)
    subtitle = card.subtitle if len(card.subtitle) <= DESC else ""
    drawn: dict[str, Any] = {"source": _source(card), "main_title": _title(card, _line(subtitle))}
    if fields:
        drawn["horizontal_content_list"] = [
            {"keyname": _line(one.label, KEYNAME), "value": _line(sourced(one), VALUE)}
            for one in fields
        ]
    if text:
        drawn["sub_title_text"] = text
    if card.quote:
        drawn["quote_area"] = {"type": 0, "quote_text": _line(card.quote, LINES)}
    return drawn


def _source(card: Card) -> dict[str, Any]:
    return {"desc": "聊客", "desc_color": _COLOUR.get(card.tone, 0)}


def _title(card: Card, desc: str) -> dict[str, str]:
    title = _line(card.title, TITLE) or "…"
    return {"title": title, "desc": desc} if desc else {"title": title}


def _button(one: Button, *, is_main: bool) -> dict[str, Any]:
    style = 3 if one.danger else 1 if is_main else 2
    drawn: dict[str, Any] = {"text": _line(one.label, BUTTON) or "…", "style": style}
    return {**drawn, "type": 1, "url": one.url} if one.url else {**drawn, "key": one.key}


def _select(one: Select, most: int) -> dict[str, Any]:
    options = _options(one, OPTIONS)
    drawn: dict[str, Any] = {
        "question_key": one.name,
        "title": _line(one.label, QUESTION),
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
    return [{"id": one.value or NONE, "text": _line(one.label, most) or "…"} for one in options]


def _multi(card: Card) -> MultiSelect | None:
    return next((one for one in card.inputs if isinstance(one, MultiSelect) and one.options), None)


def _line(text: str, most: int = LINES) -> str:
    return cut(still(text).replace("\n", " ").strip(), most)
