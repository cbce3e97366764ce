"""The colours of drawings by their part, light, dark and on blue; every text is read at 4.5 to 1 or better."""

from collections.abc import Mapping
from types import MappingProxyType

Palette = Mapping[str, str]
"""The part a thing plays (a class in a page) → its colour."""

LIGHT: Palette = MappingProxyType(
    {
        "ground": "#f2f4f8",
        "band": "#173a8f",
        "on-band": "#ffffff",
        "on-band-quiet": "#d3deff",
        "card": "#ffffff",
        "ink": "#1a2233",
        "quiet": "#5a6579",
        "line": "#e3e7ef",
        "track": "#edf1f8",
        "first": "#2f62e0",
        "second": "#1fa37a",
        "good": "#0f7a55",
        "bad": "#c42b2b",
        "warn": "#9a5b00",
        "accent": "#2450c8",
    }
)
DARK: Palette = MappingProxyType(
    {
        "ground": "#12161f",
        "band": "#1c2b57",
        "on-band": "#f4f7ff",
        "on-band-quiet": "#b9c8f5",
        "card": "#1b212d",
        "ink": "#eef1f7",
        "quiet": "#a3adbf",
        "line": "#2b3341",
        "track": "#262e3c",
        "first": "#5b8cff",
        "second": "#37c799",
        "good": "#5fd6a8",
        "bad": "#ff8f85",
        "warn": "#f2b65a",
        "accent": "#8fb0ff",
    }
)
BLUE: Palette = MappingProxyType(
    {
        "ground": "#12307f",
        "band": "#173991",
        "on-band": "#ffffff",
        "on-band-quiet": "#cfdbff",
        "card": "#2647a3",
        "ink": "#ffffff",
        "quiet": "#cfdbff",
        "line": "#3a59b0",
        "track": "#1d3b90",
        "first": "#8fb3ff",
        "second": "#5fe0b4",
        "good": "#86efc0",
        "bad": "#ffb4ac",
        "warn": "#ffd58a",
        "accent": "#ffdf9b",
    }
)


def sheet(palette: Palette, within: str = "") -> str:
    """The palette as rules of a style sheet.

    Args:
        within: a selector in front of each rule; drawings in a page get theirs this way.
    """
    before = f"{within} " if within else ""
    return "".join(
        f"{before}.d-{part}{{fill:{colour}}}{before}.s-{part}{{fill:none;stroke:{colour}}}"
        for part, colour in palette.items()
    )
