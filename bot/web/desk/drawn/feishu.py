"""Feishu's card JSON 2.0 as its client draws it. Source: platforms/feishu.md 9, from [D 38-40]."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from bot.web.desk.drawn.charts import chart
from bot.web.desk.drawn.frame import GIVEN, Frame, given, lines
from bot.web.desk.drawn.markup import Html, joined, tag
from bot.web.desk.drawn.tables import table

Element = Mapping[str, Any]
_SIZES = {"notation": "quiet", "heading": "heading", "heading-0": "large", "heading-1": "large"}
_LARGE = ("xx", "x-large", "xxx")


def pressable(card: Element | None) -> list[Element]:
    """Every button, in the order they are shown."""
    return [one for one in flat(given(card)) if one.get("tag") == "button"]


def flat(card: Element) -> Iterator[Element]:
    """Every element of a card, from top to bottom."""
    yield from _below(given(card.get("body")).get("elements") or ())


def _below(elements: Sequence[Element]) -> Iterator[Element]:
    for one in elements:
        yield one
        if one.get("tag") != "table":
            for name in ("elements", "columns"):
                yield from _below(one.get(name) or ())


def draw(card: Element, frame: Frame) -> Html:
    """Head and body; a card that leads somewhere as a whole does so by its title."""
    places = {id(one): place for place, one in enumerate(pressable(card))}
    drawer = _Drawer(frame, places)
    elements = given(card.get("body")).get("elements") or ()
    return tag(
        "div", _head(card, frame), tag("div", drawer.all(elements), class_="in"), class_="card"
    )


def _head(card: Element, frame: Frame) -> Html | None:
    header = given(card.get("header"))
    title = text_of(header.get("title"))
    if not title:
        return None
    url = given(card.get("card_link")).get("url")
    shown = frame.link(title, url, "whole") if url else title
    tags = joined(
        tag("span", text_of(one.get("text")), class_=f"tag {one.get('color', 'neutral')}")
        for one in header.get("text_tag_list") or ()
    )
    subtitle = lines(text_of(header.get("subtitle")), "quiet")
    return tag("header", tag("h3", shown, tags), subtitle, class_=header.get("template", "default"))


def text_of(text: Element | None) -> str:
    """The words of a text object."""
    return str(given(text).get("content") or "")


class _Drawer:
    """Draws elements; each button knows its place on the card."""

    def __init__(self, frame: Frame, places: Mapping[int, int]) -> None:
        self._frame = frame
        self._places = places
        self._ways: dict[str, Callable[[Element], Html | None]] = {
            "div": self._text,
            "markdown": lambda one: lines(one.get("content"), _size(one)),
            "hr": lambda _: tag("hr"),
            "img": self._image,
            "button": self._button,
            "column_set": self._columns,
            "column": self._column,
            "form": lambda one: tag("form", self.all(one.get("elements") or ()), class_="form"),
            "input": self._input,
            "select_static": self._select,
            "multi_select_static": self._selects,
            "date_picker": lambda one: self._date(one, "date", "initial_date"),
            "picker_time": lambda one: self._date(one, "time", "initial_time"),
            "picker_datetime": lambda one: self._date(one, "datetime-local", "initial_datetime"),
            "table": lambda one: table(one, frame.say),
            "chart": chart,
            "collapsible_panel": self._panel,
            "interactive_container": lambda one: tag(
                "div", self.all(one.get("elements") or ()), class_="container"
            ),
        }

    def all(self, elements: Sequence[Element]) -> Html:
        return joined(self._one(one) for one in elements)

    def _one(self, element: Element) -> Html | None:
        draw_it = self._ways.get(str(element.get("tag")))
        return draw_it(element) if draw_it else lines(f"[{element.get('tag')}]", "quiet")

    def _text(self, one: Element) -> Html | None:
        text = given(one.get("text"))
        return lines(text_of(text), _size(text))

    def _image(self, one: Element) -> Html:
        alt = text_of(one.get("alt")) or self._frame.say("desk.picture")
        return tag("img", src=self._frame.media(str(one["img_key"])), alt=alt)

    def _button(self, one: Element) -> Html:
        looks = " ".join(("button", str(one.get("type", "default")), str(one.get("size", ""))))
        label, place = text_of(one.get("text")), self._places[id(one)]
        for behavior in one.get("behaviors") or ():
            if behavior.get("type") == "open_url":
                return self._frame.link(label, behavior["default_url"], looks)
        return self._frame.button(label, place, looks, is_off=bool(one.get("disabled")))

    def _columns(self, one: Element) -> Html:
        looks = f"columns {one.get('flex_mode', 'none')} {one.get('background_style', '')}"
        return tag("div", self.all(one.get("columns") or ()), class_=looks.strip())

    def _column(self, one: Element) -> Html:
        is_weighted = one.get("width", "weighted") == "weighted"
        looks = f"w{one.get('weight', 1)}" if is_weighted else "auto"
        looks += f" {one.get('background_style', '')}"
        return tag("div", self.all(one.get("elements") or ()), class_=f"column {looks}".strip())

    def _panel(self, one: Element) -> Html:
        title = text_of(given(one.get("header")).get("title"))
        inside = tag("div", self.all(one.get("elements") or ()), class_="in")
        return tag("details", tag("summary", title), inside, open=bool(one.get("expanded")))

    def _input(self, one: Element) -> Html:
        label, name = text_of(one.get("label")), f"{GIVEN}{one.get('name', '')}"
        common: dict[str, str | int | bool | None] = {
            "name": name,
            "maxlength": one.get("max_length", 1000),
            "placeholder": text_of(one.get("placeholder")) or None,
            "aria_label": label or self._frame.say("desk.fill_in"),
        }
        value = str(one.get("default_value") or "")
        is_long = one.get("input_type") == "multiline_text"
        field = (
            tag("textarea", value, rows=one.get("rows", 3), **common)
            if is_long
            else tag("input", type="text", value=value, **common)
        )
        return self._named(label, field)

    def _select(self, one: Element) -> Html:
        options = _options(one)
        place = int(one.get("initial_index") or 0)
        chosen = options[place - 1][0] if 0 < place <= len(options) else ""
        empty = text_of(one.get("placeholder")) or self._frame.say("desk.choose")
        drawn = self._frame.select(
            str(one.get("name", "")), "", options, chosen=chosen, empty=empty
        )
        return self._named("", drawn)

    def _selects(self, one: Element) -> Html:
        chosen = one.get("selected_values") or ()
        boxes = self._frame.boxes(str(one.get("name", "")), _options(one), chosen)
        return tag("div", boxes, class_="boxes")

    def _date(self, one: Element, kind: str, initial: str) -> Html:
        value = str(one.get(initial) or "").replace(" ", "T")
        name, label = f"{GIVEN}{one.get('name', '')}", self._frame.say("desk.when")
        return self._named("", tag("input", type=kind, name=name, value=value, aria_label=label))

    def _named(self, label: str, field: Html) -> Html:
        return tag("label", tag("span", label) if label else None, field, class_="field")


def _options(one: Element) -> list[tuple[str, str]]:
    return [(str(each["value"]), text_of(each["text"])) for each in one.get("options") or ()]


def _size(text: Element) -> str:
    size, colour = str(text.get("text_size") or ""), str(text.get("text_color") or "")
    looks = "large" if size.startswith(_LARGE) else _SIZES.get(size, "said")
    return f"{looks} in-{colour}" if colour else looks
