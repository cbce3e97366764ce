"""Where a card stands: on whose phone, in which message."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from adapters.emulator.exchanges import Bubble
from bot.texts import Texts
from bot.web.desk.drawn.markup import Html, joined, tag

GIVEN = "in:"
"""Before the name of a card's own input, so that it is none of the page's."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Draws what every card needs, with the addresses of one phone's message."""

    platform: str
    user: str
    bubble: Bubble
    say: Texts

    def opening(self, url: str) -> str:
        """Where a link of a card leads: to a page of its own, which knows whose phone it is."""
        user, to = quote(self.user, safe=""), quote(url, safe="")
        return f"/emulator/{self.platform}/open?user={user}&url={to}"

    def media(self, key: str) -> str:
        return f"/emulator/desk/media/{self.platform}/{quote(key, safe='')}"

    def link(self, label: str, url: str, looks: str) -> Html:
        return tag(
            "a", label, class_=looks, href=self.opening(url), target="_blank", rel="noopener"
        )

    def button(self, label: str, place: int, looks: str, *, is_off: bool = False) -> Html:
        """A button that presses the `place`-th of the card, with the form it stands in."""
        return tag(
            "button",
            label,
            type="button",
            class_=looks,
            hx_post=f"/emulator/desk/{self.platform}/{quote(self.user, safe='')}/press",
            hx_vals=json.dumps({"bubble": self.bubble.id, "place": place}),
            hx_swap="none",
            hx_disabled_elt="this",
            disabled=is_off,
        )

    def select(
        self,
        name: str,
        label: str,
        options: Sequence[tuple[str, str]],
        *,
        chosen: str = "",
        empty: str | None = None,
        is_off: bool = False,
    ) -> Html:
        """A choice of one; `empty` is what stands there while nothing is chosen."""
        none = [] if empty is None else [("", empty)]
        shown = joined(
            tag("option", text, value=value, selected=value == chosen and bool(chosen))
            for value, text in (*none, *options)
        )
        label = label or self.say("desk.choose")
        return tag("select", shown, name=f"{GIVEN}{name}", aria_label=label, disabled=is_off)

    def boxes(
        self,
        name: str,
        options: Sequence[tuple[str, str]],
        chosen: Sequence[str],
        *,
        is_single: bool = False,
        is_off: bool = False,
    ) -> Html:
        """A choice of several, or of one that is shown open."""
        kind = "radio" if is_single else "checkbox"
        return joined(
            tag(
                "label",
                tag(
                    "input",
                    type=kind,
                    name=f"{GIVEN}{name}",
                    value=value,
                    checked=value in chosen,
                    disabled=is_off,
                ),
                tag("span", text),
                class_="box",
            )
            for value, text in options
        )


def lines(text: object, looks: str) -> Html | None:
    """A paragraph in lines; None of no text."""
    shown = str(text or "")
    return tag("p", shown, class_=looks) if shown else None


def given(card_part: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """A part of a card, or nothing in it."""
    return card_part or {}
