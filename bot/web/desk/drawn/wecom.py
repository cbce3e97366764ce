"""WeCom's template cards as its client draws them: all five types, from top to bottom.

Source: platforms/wecom.md 4.1, from [D 90236].
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.web.desk.drawn.frame import Frame, given, lines
from bot.web.desk.drawn.icons import icon
from bot.web.desk.drawn.markup import Html, joined, tag

Card = Mapping[str, Any]
_STYLES = {1: "main", 2: "plain", 3: "danger", 4: "quiet"}
_COLOURS = {1: "black", 2: "red", 3: "green"}


def pressable(card: Card | None) -> list[Mapping[str, Any]]:
    """The buttons in the order they are shown, then the menu's; a grey card has its menu only."""
    if not card:
        return []
    return [*_live(card), *menu(card)]


def menu(card: Card) -> list[Mapping[str, Any]]:
    """What is chosen at the card's corner."""
    return list(given(card.get("action_menu")).get("action_list") or ())


def _live(card: Card) -> list[Mapping[str, Any]]:
    if card.get("replace_text"):
        return []
    submit = card.get("submit_button")
    return [*card.get("button_list", ()), *([submit] if submit else [])]


def draw(card: Card, frame: Frame) -> Html:
    """The card as a form: what is chosen on it goes with each press."""
    parts = (
        _corner(card, frame),
        _source(card),
        _title(card, frame),
        _picture(card, frame),
        _emphasis(card),
        _quote(card, frame),
        lines(card.get("sub_title_text"), "said"),
        _verticals(card),
        _horizontals(card, frame),
        _questions(card, frame),
        _jumps(card, frame),
        _buttons(card, frame),
    )
    return tag("form", *parts, class_=f"card {card.get('card_type', '')}")


def _corner(card: Card, frame: Frame) -> Html | None:
    first = len(_live(card))
    actions = [frame.button(one["text"], first + place, "") for place, one in enumerate(menu(card))]
    if not actions:
        return None
    name = given(card.get("action_menu")).get("desc") or frame.say("desk.menu")
    head = tag("summary", icon("more"), aria_label=str(name), title=str(name))
    return tag("details", head, tag("div", *actions, class_="sheet"), class_="corner")


def _source(card: Card) -> Html | None:
    source = given(card.get("source"))
    if not source.get("desc"):
        return None
    colour = _COLOURS.get(source.get("desc_color", 0), "grey")
    return tag("p", tag("i", class_="app"), source["desc"], class_=f"source {colour}")


def _title(card: Card, frame: Frame) -> Html:
    """A title that leads somewhere makes the whole card lead there."""
    title, action = given(card.get("main_title")), given(card.get("card_action"))
    text = str(title.get("title") or "")
    leads = action.get("type") == 1 and action.get("url")
    shown = frame.link(text, action["url"], "whole") if leads and text else text
    return joined((tag("h3", shown) if text else None, lines(title.get("desc"), "quiet")))


def _picture(card: Card, frame: Frame) -> Html | None:
    image, beside = given(card.get("card_image")), given(card.get("image_text_area"))
    if image.get("url"):
        wide = "wide" if float(image.get("aspect_ratio", 1.3)) > 1.6 else "tall"
        return tag("img", src=_local(image["url"]), alt=frame.say("desk.picture"), class_=wide)
    if not beside:
        return None
    words = joined((tag("b", str(beside.get("title", ""))), lines(beside.get("desc"), "quiet")))
    picture = tag("img", src=_local(beside["image_url"]), alt="")
    return tag("div", picture, tag("div", words), class_="beside")


def _local(url: str) -> str:
    """Pictures are the bot's own: the page asks no other host, so the path alone is taken."""
    return "/" + url.split("/", 3)[3] if url.count("/") >= 3 else url


def _emphasis(card: Card) -> Html | None:
    shown = given(card.get("emphasis_content"))
    if not shown:
        return None
    figure = tag("b", str(shown.get("title", "")))
    return tag("div", figure, lines(shown.get("desc"), "quiet"), class_="emphasis")


def _quote(card: Card, frame: Frame) -> Html | None:
    quote = given(card.get("quote_area"))
    if not quote:
        return None
    title = str(quote.get("title") or "")
    head = frame.link(title, quote["url"], "") if quote.get("type") == 1 and title else title
    text = lines(quote.get("quote_text"), "")
    return tag("blockquote", tag("b", head) if title else None, text)


def _verticals(card: Card) -> Html | None:
    rows = [
        tag("li", tag("b", str(one.get("title", ""))), lines(one.get("desc"), "quiet"))
        for one in card.get("vertical_content_list") or ()
    ]
    return tag("ul", *rows, class_="verticals") if rows else None


def _horizontals(card: Card, frame: Frame) -> Html | None:
    rows = [
        tag("div", tag("dt", one["keyname"]), tag("dd", _value(one, frame)))
        for one in card.get("horizontal_content_list") or ()
    ]
    return tag("dl", *rows) if rows else None


def _value(one: Mapping[str, Any], frame: Frame) -> str:
    value = str(one.get("value") or "")
    return frame.link(value, one["url"], "") if one.get("type") == 1 else value


def _questions(card: Card, frame: Frame) -> Html | None:
    selects = [*(card.get("select_list") or ()), card.get("button_selection")]
    asked = [_select(one, frame) for one in selects if one]
    if box := given(card.get("checkbox")):
        ticked = [one["id"] for one in box["option_list"] if one.get("is_checked")]
        asked.append(
            frame.boxes(
                box["question_key"],
                _options(box),
                ticked,
                is_single=box.get("mode", 0) == 0,
                is_off=bool(box.get("disable")),
            )
        )
    return tag("div", *asked, class_="asked") if asked else None


def _select(one: Mapping[str, Any], frame: Frame) -> Html:
    title = str(one.get("title") or "")
    select = frame.select(
        one["question_key"],
        title,
        _options(one),
        chosen=str(one.get("selected_id") or ""),
        is_off=bool(one.get("disable")),
    )
    return tag("label", tag("span", title) if title else None, select, class_="select")


def _options(one: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    return [(str(option["id"]), str(option["text"])) for option in one["option_list"]]


def _jumps(card: Card, frame: Frame) -> Html | None:
    rows = [
        tag("li", frame.link(one["title"], one["url"], "jump") if one.get("url") else one["title"])
        for one in card.get("jump_list") or ()
    ]
    return tag("ul", *rows, class_="jumps") if rows else None


def _buttons(card: Card, frame: Frame) -> Html | None:
    if replaced := card.get("replace_text"):
        grey = tag("button", str(replaced), type="button", class_="replaced", disabled=True)
        return tag("div", grey, class_="buttons")
    drawn = [_button(place, one, frame) for place, one in enumerate(_live(card))]
    return tag("div", *drawn, class_="buttons") if drawn else None


def _button(place: int, one: Mapping[str, Any], frame: Frame) -> Html:
    looks = _STYLES[one.get("style", 1)]
    if one.get("type") == 1:
        return frame.link(one["text"], one["url"], f"button {looks}")
    waits = frame.bubble.pressed
    is_this = bool(waits) and waits == one.get("key")
    return frame.button(
        one["text"], place, f"{looks} waits" if is_this else looks, is_off=bool(waits)
    )
