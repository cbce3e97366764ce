"""WeCom's notices, which lead to an address, and the head that they share with cards with buttons.

Source: platforms/wecom.md 4, from [D 90236]. A notice with a picture (news_notice) has the named
values with a place of their own, four paragraphs (notes first, then the other values) and up to three
links; its menu has up to three actions: the main button, the card's menus, then its other buttons,
or what opens the rest of them (`Card.more`).
Figures, rows, charts, tables and folds are not on it: they stand on the picture and on the page
that it leads to.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from adapters.chat import Button, Card, Note, Tone
from adapters.plain import cut
from adapters.wecom.folds import (
    DESC,
    KEYNAME,
    LINES,
    VALUE,
    distinct,
    lines,
    openers,
    short_fields,
    sourced,
    still,
)

TITLE, SENDER = 36, 20
_PARAGRAPHS, _HEADING, _PARAGRAPH = 4, 38, 160
_LINKS, _LINK, _ACTIONS, _ACTION = 3, 18, 3, 10
_COLOUR = {Tone.URGENT: 2, Tone.WARNING: 2, Tone.GOOD: 3, Tone.ACTIVE: 1}


def has_picture(card: Card, url: str) -> bool:
    """Whether the card is best seen as its picture: it leads somewhere, and nothing is asked on it."""
    asks = card.inputs or card.state or any(row.buttons for row in card.rows)
    return bool(card.picture and (card.link or url) and not asks)


def news_notice(card: Card, task_id: str, *, url: str) -> dict[str, Any]:
    """A card with a picture."""
    subtitle = card.subtitle if len(card.subtitle) <= DESC else ""
    beside = replace(card, figures=())
    fields = short_fields(beside)
    others = [*([card.number] if card.number else []), *card.fields]
    folded = [Note(one.label, one.value) for one in others if one not in fields]
    drawn: dict[str, Any] = {
        "card_type": "news_notice",
        **source(card),
        "main_title": title(card, line(subtitle)),
        "card_action": {"type": 1, "url": card.link or url},
        "task_id": task_id,
        **_pictured(card),
        **_paragraphs(_told(card), folded),
        **named_values(beside),
        **quoted(card),
    }
    main = [one for one in card.buttons if one.primary]
    offered = distinct((*main, *openers(card), *card.buttons))
    pressed = _pressed([one for one in offered if one.key], card)
    links = [one for one in card.buttons if one.url][:_LINKS]
    if pressed:
        drawn["action_menu"] = {"desc": line(card.words.more), "action_list": _actions(pressed)}
    if links:
        drawn["jump_list"] = [
            {"type": 1, "title": line(one.label, _LINK), "url": one.url} for one in links
        ]
    return drawn


def _pictured(card: Card) -> dict[str, Any]:
    shown = card.picture
    return {"card_image": {"url": shown.url, "aspect_ratio": shown.ratio}} if shown else {}


def _told(card: Card) -> list[Note]:
    """The first paragraphs; the body stands whole with the last that has room for it, else with the shortest."""
    notes = list(card.notes[:_PARAGRAPHS])
    if not card.body or not notes:
        return notes
    room = max(_PARAGRAPH - len(card.body) - 1, 1)
    roomy = [place for place, one in enumerate(notes) if len(one.text) <= room]
    place = roomy[-1] if roomy else min(range(len(notes)), key=lambda one: len(notes[one].text))
    with_body = replace(notes[place], text=f"{cut(notes[place].text, room)}\n{card.body}")
    return [*notes[:place], with_body, *notes[place + 1 :]]


def _paragraphs(notes: Sequence[Note], beside: Sequence[Note]) -> dict[str, Any]:
    drawn = [
        {"title": line(one.title, _HEADING) or "…", "desc": cut(still(one.text), _PARAGRAPH)}
        for one in (*notes, *beside)[:_PARAGRAPHS]
    ]
    return {"vertical_content_list": drawn} if drawn else {}


def _pressed(offered: Sequence[Button], card: Card) -> Sequence[Button]:
    """The first three; the last of them opens the rest, where the card has such a key."""
    if len(offered) <= _ACTIONS or not card.more:
        return offered[:_ACTIONS]
    return [*offered[: _ACTIONS - 1], Button(card.words.more, card.more)]


def _actions(pressed: Sequence[Button]) -> list[dict[str, str]]:
    return [{"text": line(one.label, _ACTION) or "…", "key": one.key} for one in pressed]


def text_notice(card: Card, task_id: str, *, url: str) -> dict[str, Any]:
    """A card of words."""
    drawn: dict[str, Any] = {
        "card_type": "text_notice",
        **head(card, number=False),
        "card_action": {"type": 1, "url": card.link or url},
        "task_id": task_id,
    }
    if card.number:
        figure, caption = line(card.number.value, 14), line(card.number.label, 22)
        drawn["emphasis_content"] = {"title": figure, "desc": caption}
    return drawn


def head(card: Card, *, number: bool = True) -> dict[str, Any]:
    """What notices of words and cards with buttons share."""
    text = cut(lines(card, beside=short_fields(card), number=number), LINES)
    subtitle = card.subtitle if len(card.subtitle) <= DESC else ""
    drawn: dict[str, Any] = {
        **source(card),
        "main_title": title(card, line(subtitle)),
        **named_values(card),
        **quoted(card),
    }
    return {**drawn, "sub_title_text": text} if text else drawn


def source(card: Card) -> dict[str, Any]:
    """Who writes, in the colour of the card's mood; nothing where nobody is named."""
    sender = line(card.words.sender, SENDER)
    return {"source": {"desc": sender, "desc_color": _COLOUR.get(card.tone, 0)}} if sender else {}


def title(card: Card, desc: str) -> dict[str, str]:
    words = line(card.title, TITLE) or "…"
    return {"title": words, "desc": desc} if desc else {"title": words}


def named_values(card: Card) -> dict[str, Any]:
    drawn = [
        {"keyname": line(one.label, KEYNAME), "value": line(sourced(one), VALUE)}
        for one in short_fields(card)
    ]
    return {"horizontal_content_list": drawn} if drawn else {}


def quoted(card: Card) -> dict[str, Any]:
    return {"quote_area": {"type": 0, "quote_text": line(card.quote)}} if card.quote else {}


def line(text: str, most: int = LINES) -> str:
    """In one line, without a tag."""
    return cut(still(text).replace("\n", " ").strip(), most)
