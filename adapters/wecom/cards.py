"""WeCom's template cards, drawn from neutral cards. Source: platforms/wecom.md 4, from [D 90236].

Which of the five types: selects only → multiple_interaction (up to 3 selects, one button); buttons →
button_interaction (up to 6); otherwise text_notice. What a card has beyond a type's limits is folded:

* More than six named values, and rows, quote, body: into the text (`sub_title_text`), cut with `…`.
* Rows with buttons: a choice of the rows (`button_selection`) and the union of their buttons once.
* Inputs other than selects are left out; the card's body says how to say it instead.
* More than six buttons: the sixth and later become a choice with one button that opens it.
* A select beside buttons becomes the `button_selection`; only one has a place there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapters.chat import Button, Card, MultiSelect, Option, Row, Select, Tone
from adapters.plain import cut, inert

TITLE, DESC, SUB_TITLE, KEYNAME, VALUE = 36, 44, 160, 5, 30
BUTTON, OPTION, SELECT_OPTION = 10, 16, 10
BUTTONS, FIELDS, OPTIONS, SELECTS = 6, 6, 10, 3
PICK = "pick"
"""The question key of a choice that was folded; its options are the keys of what is chosen."""

_STYLE = {True: 1, False: 2}


@dataclass(frozen=True, slots=True)
class Choice:
    """A folded choice: the option's number leads to a key, by the button that was pressed."""

    keys: dict[str, str]


def draw(card: Card, task_id: str, *, url: str) -> dict[str, Any]:
    """The template card of `card`.

    Args:
        url: where a card without a link of its own leads; WeCom wants one on plain cards.
    """
    selects = [one for one in card.inputs if isinstance(one, Select)][:SELECTS]
    submit = next((button for button in card.buttons if button.submits), None)
    if submit and (selects or _multi(card)):
        return _form(card, selects, submit, task_id)
    if card.buttons or any(row.buttons for row in card.rows):
        return _buttons(card, task_id, url=url)
    return _notice(card, task_id, url=url)


def _form(card: Card, selects: Sequence[Select], submit: Button, task_id: str) -> dict[str, Any]:
    """Selects with one button; a multiple choice alone is a vote."""
    multi = _multi(card)
    title = {"title": _line(card.title, TITLE), "desc": _line(_text(card, 160), 160)}
    button = {"text": _line(submit.label, BUTTON), "key": submit.key}
    drawn: dict[str, Any] = {"main_title": title, "task_id": task_id, "submit_button": button}
    if multi and not selects:
        return {
            "card_type": "vote_interaction",
            **drawn,
            "checkbox": {
                "question_key": multi.name,
                "mode": 1,
                "option_list": [
                    {
                        "id": one.value,
                        "text": _line(one.label, 17),
                        "is_checked": one.value in multi.values,
                    }
                    for one in multi.options[:20]
                ],
            },
        }
    return {
        "card_type": "multiple_interaction",
        **drawn,
        "select_list": [_select(one) for one in selects],
    }


def _select(one: Select) -> dict[str, Any]:
    options = one.options[:OPTIONS]
    drawn: dict[str, Any] = {
        "question_key": one.name,
        "title": _line(one.label, 12),
        "option_list": _options(options),
    }
    if one.value in {option.value for option in options}:
        drawn["selected_id"] = one.value
    return drawn


def _options(options: Sequence[Option]) -> list[dict[str, str]]:
    return [{"id": one.value, "text": _line(one.label, OPTION)} for one in options]


def _buttons(card: Card, task_id: str, *, url: str) -> dict[str, Any]:
    buttons, choice = _folded(card)
    drawn: dict[str, Any] = {
        "card_type": "button_interaction",
        **_head(card),
        "button_list": [_button(one, place == 0) for place, one in enumerate(buttons)],
        "task_id": task_id,
    }
    if choice:
        drawn["button_selection"] = choice
    if card.link or url:
        drawn["card_action"] = {"type": 1, "url": card.link or url}
    return drawn


def _folded(card: Card) -> tuple[list[Button], dict[str, Any] | None]:
    """The buttons that have a place, and the choice the others became."""
    selects = [one for one in card.inputs if isinstance(one, Select)]
    buttons = list(card.buttons)
    if selects:
        return buttons[:BUTTONS], _select(selects[0])
    rows = [row for row in card.rows if row.buttons][:OPTIONS]
    if rows:
        return _of_rows(card, rows)
    if len(buttons) <= BUTTONS:
        return buttons, None
    kept, folded = buttons[: BUTTONS - 1], buttons[BUTTONS - 1 :][:OPTIONS]
    options = [Option(str(place), one.label) for place, one in enumerate(folded, BUTTONS - 1)]
    more = replace(folded[0], label="确定", key=f"{PICK}:more")
    return [*kept, more], {"question_key": PICK, "title": "更多", "option_list": _options(options)}


def _of_rows(card: Card, rows: Sequence[Row]) -> tuple[list[Button], dict[str, Any]]:
    """A choice of the rows; each word of their buttons once, its key naming the word."""
    words = list(dict.fromkeys(button.label for row in rows for button in row.buttons))
    places = {id(row): place for place, row in enumerate(card.rows)}
    options = [
        Option(str(places[id(row)]), f"{places[id(row)] + 1} {row.short or row.title}")
        for row in rows
    ]
    room = BUTTONS - min(len(card.buttons), BUTTONS - 1)
    unions = [
        Button(word, f"{PICK}:{word}", primary=place == 0)
        for place, word in enumerate(words[:room])
    ]
    choice = {
        "question_key": PICK,
        "title": "选一个",
        "option_list": _options(options),
        "selected_id": options[0].value,
    }
    return [*unions, *card.buttons[: BUTTONS - len(unions)]], choice


def chosen(card: Card, key: str, option: str) -> str | None:
    """The key behind a folded choice: of the button with that word on the row that was chosen.

    >>> chosen(Card(title="t", rows=(Row("a", buttons=(Button("认领", "k1"),)),)), "pick:认领", "0")
    'k1'
    """
    word = key.removeprefix(f"{PICK}:")
    if not option.isdigit():
        return None
    place = int(option)
    if word == "more":
        return card.buttons[place].key if place < len(card.buttons) else None
    if place >= len(card.rows):
        return None
    return next((one.key for one in card.rows[place].buttons if one.label == word), None)


def needs_choice(card: Card) -> bool:
    """Whether drawing folds buttons into a choice, so that a press has to be looked up."""
    return len(card.buttons) > BUTTONS or any(row.buttons for row in card.rows)


def _button(one: Button, first: bool) -> dict[str, Any]:
    style = 3 if one.danger else _STYLE[one.primary or first]
    drawn: dict[str, Any] = {"text": _line(one.label, BUTTON), "style": style}
    return {**drawn, "type": 1, "url": one.url} if one.url else {**drawn, "key": one.key}


def _notice(card: Card, task_id: str, *, url: str) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "card_type": "text_notice",
        **_head(card),
        "card_action": {"type": 1, "url": card.link or url},
        "task_id": task_id,
    }
    if card.number:
        drawn["emphasis_content"] = {
            "title": _line(card.number.value, 14),
            "desc": _line(card.number.label, 22),
        }
    return drawn


_COLOUR = {Tone.URGENT: 2, Tone.WARNING: 2, Tone.GOOD: 3, Tone.ACTIVE: 1}


def _head(card: Card) -> dict[str, Any]:
    """What all but forms share."""
    drawn: dict[str, Any] = {
        "source": {"desc": "聊客", "desc_color": _COLOUR.get(card.tone, 0)},
        "main_title": {"title": _line(card.title, TITLE), "desc": _line(card.subtitle, DESC)},
    }
    short = [field for field in card.fields if len(field.label) <= KEYNAME][:FIELDS]
    if short:
        drawn["horizontal_content_list"] = [
            {"keyname": _line(one.label, KEYNAME), "value": _line(one.value, VALUE)}
            for one in short
        ]
    text = _text(card, SUB_TITLE, left_out=[one for one in card.fields if one not in short])
    if text:
        drawn["sub_title_text"] = text
    if card.quote:
        drawn["quote_area"] = {"type": 0, "quote_text": _line(card.quote, 160)}
    return drawn


def _text(card: Card, most: int, *, left_out: Sequence[Any] = ()) -> str:
    """State, rows, body and what had no place of its own, in lines."""
    lines = [f"【{card.state}】"] if card.state else []
    lines += [f"{field.label}：{field.value}" for field in left_out]
    lines += [
        f"{number}. {'★' if row.starred else ''}{row.title}"
        + (f"：{row.detail}" if row.detail else "")
        for number, row in enumerate(card.rows, 1)
    ]
    lines += [card.body] if card.body else []
    return cut(inert("\n".join(lines)), most)


def full_text(card: Card) -> str:
    """The text that did not fit into the card, to be sent before it; empty when all did."""
    whole = _text(card, 100_000)
    return whole if len(whole) > SUB_TITLE else ""


def _multi(card: Card) -> MultiSelect | None:
    return next((one for one in card.inputs if isinstance(one, MultiSelect)), None)


def _line(text: str, most: int) -> str:
    return cut(inert(text).replace("\n", " "), most)
