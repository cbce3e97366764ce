"""The page's icons, drawn into it: 24 units square, in the colour of the words beside them."""

from bot.web.desk.drawn.markup import Html

_PATHS = {
    "bot": "M12 3v3M6 8h12a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2zM9 12.5v2M15 12.5v2",
    "mic": "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4",
    "voice": "M5 10v4M9 7v10M13 9v6M17 5v14",
    "file": "M7 3h7l5 5v12a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM14 3v5h5",
    "plus": "M12 5v14M5 12h14",
    "send": "M4 12l16-8-6 16-3-7z",
    "back": "M15 5l-7 7 7 7",
    "more": "M5 12h.01M12 12h.01M19 12h.01",
    "menu": "M5 7h14M5 12h14M5 17h14",
    "picture": "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01",
    "group": "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 19a6 6 0 0 1 12 0M16 5a3 3 0 0 1 0 6M17 14a6 6 0 0 1 4 5",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2",
    "play": "M8 5l11 7-11 7z",
    "pause": "M8 5v14M16 5v14",
    "step": "M6 5l9 7-9 7zM18 5v14",
    "stop": "M6 6h12v12H6z",
    "again": "M4 12a8 8 0 1 1 3 6M4 20v-5h5",
    "right": "M5 12h14M13 6l6 6-6 6",
    "left": "M19 12H5M11 6l-6 6 6 6",
    "signal": "M4 18v-3M9 18v-6M14 18V9M19 18V5",
    "battery": "M3 8h15v8H3zM21 11v2M5 10h9v4H5z",
}


def icon(name: str) -> Html:
    """An icon; it says nothing by itself."""
    return Html(
        f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f'<path d="{_PATHS[name]}"/></svg>'
    )
