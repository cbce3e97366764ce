"""What WeCom's client cuts in a template card. Source: platforms/wecom.md 4.1 and 4.4, from [D 90236]."""

from collections.abc import Iterator, Mapping
from typing import Any

Part = Mapping[str, Any]


def longer_than_shown(card: Part) -> list[str]:
    """The names of the texts the client cuts."""
    return [name for name, text, most in _shown(card) if len(str(text or "")) > most]


def _shown(card: Part) -> Iterator[tuple[str, object, int]]:
    """Every text with a recommended length: its name, the text, the length in characters."""
    asks = card.get("card_type") in ("vote_interaction", "multiple_interaction")
    title = card.get("main_title") or {}
    emphasis, quote = card.get("emphasis_content") or {}, card.get("quote_area") or {}
    yield "source", (card.get("source") or {}).get("desc"), 20
    yield "title", title.get("title"), 36
    yield "desc", title.get("desc"), 160 if asks else 44
    yield "emphasis title", emphasis.get("title"), 14
    yield "emphasis desc", emphasis.get("desc"), 22
    yield "sub_title_text", card.get("sub_title_text"), 160
    yield "quote", quote.get("quote_text"), 160
    for one in card.get("horizontal_content_list") or ():
        yield "keyname", one.get("keyname"), 5
        yield "value", one.get("value"), 30
    for one in (*(card.get("button_list") or ()), card.get("submit_button") or {}):
        yield "button", one.get("text"), 10
    for one in card.get("vertical_content_list") or ():
        yield "heading", one.get("title"), 38
        yield "paragraph", one.get("desc"), 160
    for one in card.get("jump_list") or ():
        yield "jump", one.get("title"), 18
    yield from _shown_options(card)


def _shown_options(card: Part) -> Iterator[tuple[str, object, int]]:
    for name, most in (("button_selection", 16), ("checkbox", 17)):
        for one in (card.get(name) or {}).get("option_list") or ():
            yield "option", one.get("text"), most
    for select in card.get("select_list") or ():
        yield "select", select.get("title"), 12
        for one in select.get("option_list") or ():
            yield "option", one.get("text"), 10
