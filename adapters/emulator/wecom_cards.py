"""What WeCom refuses in a template card. Source: platforms/wecom.md 4 and 5.2, from [D 90236, 90313].

Array lengths and byte limits are errors. The limits in characters are recommendations, at which
the client cuts (adapters.emulator.wecom_shown).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

_ALLOWED = {
    "text_notice": "source action_menu main_title quote_area emphasis_content sub_title_text "
    "horizontal_content_list jump_list card_action",
    "news_notice": "source action_menu main_title quote_area horizontal_content_list jump_list "
    "card_action card_image image_text_area vertical_content_list",
    "button_interaction": "source action_menu main_title quote_area sub_title_text "
    "horizontal_content_list card_action button_selection button_list",
    "vote_interaction": "source main_title checkbox submit_button",
    "multiple_interaction": "source main_title select_list submit_button",
}
PARTS = frozenset(part for parts in _ALLOWED.values() for part in parts.split())
"""What a card may consist of, whatever its type."""
_OBJECTS = {
    "source", "action_menu", "main_title", "quote_area", "emphasis_content", "card_action",
    "card_image", "image_text_area", "button_selection", "checkbox", "submit_button",
}  # fmt: skip
_PARTS = {
    "source": "icon_url desc desc_color",
    "main_title": "title desc",
    "action_menu": "desc action_list",
    "action_list": "text key",
    "quote_area": "type url appid pagepath title quote_text",
    "emphasis_content": "title desc",
    "card_action": "type url appid pagepath",
    "card_image": "url aspect_ratio",
    "image_text_area": "type url appid pagepath title desc image_url",
    "vertical_content_list": "title desc",
    "horizontal_content_list": "type keyname value url media_id userid",
    "jump_list": "type title url appid pagepath",
}
"""What stands in each part, whatever the card."""
_NUMBERS = {"type", "style", "mode", "desc_color", "aspect_ratio", "is_checked", "disable"}
INTERACTIVE = {"button_interaction", "vote_interaction", "multiple_interaction"}
_NOTICES = {"text_notice", "news_notice"}
_TASK_ID = re.compile(r"[0-9A-Za-z_@-]{1,128}")
_KEY, _OPTION_ID, _ADDRESS = 1024, 128, 2048
_LISTS = (
    ("horizontal_content_list", 6, 42035),
    ("vertical_content_list", 4, 42036),
    ("jump_list", 3, 42042),
    ("select_list", 3, 42047),
    ("button_list", 6, 42017),
)

Part = Mapping[str, Any]


def needs_callback(card: Part) -> bool:
    """Whether the card can be pressed: it then gets a response_code, and needs a callback."""
    return card.get("card_type") in INTERACTIVE or "action_menu" in card


def fault(card: Part, *, is_update: bool = False) -> int:
    """The error code of the first thing that is wrong; 0 when nothing is.

    Args:
        is_update: whether the card takes another's place; only then it may be grey.
    """
    kind = card.get("card_type")
    if not isinstance(kind, str) or kind not in _ALLOWED:
        return 42031
    allowed = {"card_type", "task_id", *_ALLOWED[kind].split()}
    if is_update and kind in INTERACTIVE:
        allowed.add("replace_text")
    if set(card) - allowed or not _has_shape(card):
        return 40058
    return (
        _task(card)
        or _titles(card, kind)
        or _lengths(card)
        or _action(card, kind)
        or _menu(card)
        or _areas(card, kind)
        or _questions(card, kind)
    )


def _has_shape(part: Part) -> bool:
    """Lists of objects where lists belong, objects, numbers and texts elsewhere; all the way down."""
    return all(_fits(name, value) for name, value in part.items())


def _fits(name: str, value: object) -> bool:
    if name.endswith("_list"):
        is_list = isinstance(value, list) and all(isinstance(one, dict) for one in value)
        return is_list and all(_is_part(name, one) for one in cast("list[Part]", value))
    if name in _OBJECTS:
        return isinstance(value, dict) and _is_part(name, value)
    return isinstance(value, int | float if name in _NUMBERS else str)


def _is_part(name: str, part: Part) -> bool:
    known = _PARTS.get(name)
    return _has_shape(part) and (known is None or not set(part) - set(known.split()))


def _task(card: Part) -> int:
    task = card.get("task_id")
    if task is None:
        return 42016 if needs_callback(card) else 0
    return 0 if _TASK_ID.fullmatch(str(task)) else 42014


def _titles(card: Part, kind: str) -> int:
    title = card.get("main_title") or {}
    has_text = title.get("title") or (kind == "text_notice" and card.get("sub_title_text"))
    colour = (card.get("source") or {}).get("desc_color", 0)
    if not has_text:
        return 42033
    return 0 if colour in (0, 1, 2, 3) else 40058


def _lengths(card: Part) -> int:
    return next((code for name, most, code in _LISTS if len(card.get(name) or ()) > most), 0)


def _action(card: Part, kind: str) -> int:
    action = card.get("card_action")
    if action is None:
        return 42045 if kind in _NOTICES else 0
    allowed = (1, 2) if kind in _NOTICES else (0, 1, 2)
    if action.get("type") not in allowed:
        return 42045
    return _target(action)


def _target(one: Part) -> int:
    """An address for type 1, a mini program for type 2."""
    if one.get("type") == 1 and not _is_url(one.get("url")):
        return 42028
    return 42030 if one.get("type") == 2 and not one.get("appid") else 0


def _menu(card: Part) -> int:
    if "action_menu" not in card:
        return 0
    actions = card["action_menu"].get("action_list") or []
    if not 1 <= len(actions) <= 3:
        return 40058
    keys = [str(one.get("key") or "") for one in actions]
    if any(not one.get("text") for one in actions) or not all(map(_is_key, keys)):
        return 40058
    return 42051 if len(set(keys)) < len(keys) else 0


def _areas(card: Part, kind: str) -> int:
    quote = card.get("quote_area") or {}
    if quote.get("type", 0) not in (0, 1, 2):
        return 40058
    return _target(quote) or _lines(card) or (_pictures(card) if kind == "news_notice" else 0)


def _lines(card: Part) -> int:
    """Named values and jumps."""
    for one in card.get("horizontal_content_list") or ():
        if not one.get("keyname"):
            return 42027
        needs = {1: ("url", 42028), 2: ("media_id", 42029), 3: ("userid", 42050)}
        name, code = needs.get(one.get("type", 0), ("keyname", 0))
        if not one.get(name) or (name == "url" and not _is_url(one["url"])):
            return code
    for one in card.get("jump_list") or ():
        if not one.get("title"):
            return 42033
        if code := _target(one):
            return code
    return 0


def _pictures(card: Part) -> int:
    image, beside = card.get("card_image"), card.get("image_text_area")
    if not image and not beside:
        return 42044
    if image and not _is_url(image.get("url")):
        return 42044
    if image and not 1.3 <= float(image.get("aspect_ratio", 1.3)) <= 2.25:
        return 42044
    if beside and not _is_url(beside.get("image_url")):
        return 42044
    if beside and beside.get("type", 0) not in (0, 1, 2):
        return 40058
    if code := _target(beside or {}):
        return code
    missing = any(not one.get("title") for one in card.get("vertical_content_list") or ())
    return 42033 if missing else 0


def _questions(card: Part, kind: str) -> int:
    if kind in _NOTICES:
        return 0
    if kind == "button_interaction":
        selection = card.get("button_selection")
        code = _buttons(card.get("button_list") or ())
        return code or (_question(selection, 10) if selection else 0)
    if code := _submit(card):
        return code
    if kind == "vote_interaction":
        checkbox = card.get("checkbox") or {}
        return 40058 if checkbox.get("mode", 0) not in (0, 1) else _question(checkbox, 20)
    return _selects(card.get("select_list") or ())


def _selects(selects: Sequence[Part]) -> int:
    if not selects:
        return 42047
    keys = [one.get("question_key") for one in selects]
    if len(set(keys)) < len(keys):
        return 42043
    return next((code for one in selects if (code := _question(one, 10))), 0)


def _buttons(buttons: Sequence[Part]) -> int:
    if not buttons:
        return 42017
    keys = []
    for one in buttons:
        if not one.get("text"):
            return 42018
        if one.get("type", 0) not in (0, 1) or one.get("style", 1) not in (1, 2, 3, 4):
            return 40058
        if one.get("type", 0) == 1:
            if not _is_url(one.get("url")):
                return 42028
            continue
        key = str(one.get("key") or "")
        if not _is_key(key):
            return 42039
        keys.append(key)
    return 42019 if len(set(keys)) < len(keys) else 0


def _question(one: Part, most: int) -> int:
    options = one.get("option_list") or ()
    if not _is_key(str(one.get("question_key") or "")):
        return 42043
    if not 1 <= len(options) <= most:
        return 42037
    ids = [str(option.get("id") or "") for option in options]
    if any(not id_ or len(id_.encode()) > _OPTION_ID for id_ in ids) or len(set(ids)) < len(ids):
        return 42040
    return 42041 if any(not option.get("text") for option in options) else 0


def _submit(card: Part) -> int:
    button = card.get("submit_button") or {}
    if not button.get("text"):
        return 42049
    return 0 if _is_key(str(button.get("key") or "")) else 42046


def _is_key(key: str) -> bool:
    return 0 < len(key.encode()) <= _KEY


def _is_url(url: object) -> bool:
    return (
        isinstance(url, str)
        and url.startswith(("http://", "https://"))
        and len(url.encode()) <= _ADDRESS
    )
