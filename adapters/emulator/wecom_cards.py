"""What WeCom refuses in a template card. Source: platforms/wecom.md 4, from [D 90236, 90313]."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

_TYPES = {
    "text_notice",
    "news_notice",
    "button_interaction",
    "vote_interaction",
    "multiple_interaction",
}
_ALLOWED = {
    "text_notice": "source action_menu main_title quote_area emphasis_content sub_title_text "
    "horizontal_content_list jump_list card_action",
    "news_notice": "source action_menu main_title quote_area horizontal_content_list jump_list "
    "card_action card_image image_text_area vertical_content_list",
    "button_interaction": "source action_menu main_title quote_area sub_title_text "
    "horizontal_content_list card_action button_selection button_list replace_text",
    "vote_interaction": "source main_title checkbox submit_button replace_text",
    "multiple_interaction": "source main_title select_list submit_button replace_text",
}
_TASK_ID = re.compile(r"[0-9A-Za-z_@-]{1,128}")
INTERACTIVE = {"button_interaction", "vote_interaction", "multiple_interaction"}


def fault(card: Mapping[str, Any]) -> int:
    """The error code of the first thing that is wrong; 0 when nothing is."""
    kind = str(card.get("card_type", ""))
    if kind not in _TYPES:
        return 42031
    allowed = {"card_type", "task_id", *_ALLOWED[kind].split()}
    if set(card) - allowed:
        return 40058
    task = card.get("task_id")
    if (kind in INTERACTIVE or "action_menu" in card) and not task:
        return 42016
    if task is not None and not _TASK_ID.fullmatch(str(task)):
        return 42014
    return _texts(card, kind) or _lists(card) or _parts(card, kind)


def _texts(card: Mapping[str, Any], kind: str) -> int:
    title = card.get("main_title") or {}
    if kind != "text_notice" and not title.get("title"):
        return 42033
    if kind == "text_notice" and not (title.get("title") or card.get("sub_title_text")):
        return 42033
    if kind in ("text_notice", "news_notice"):
        action = card.get("card_action") or {}
        if action.get("type") not in (1, 2) or (action["type"] == 1 and not _url(action)):
            return 42045
    return 0


def _lists(card: Mapping[str, Any]) -> int:
    limits = (
        ("horizontal_content_list", 6, 42035),
        ("vertical_content_list", 4, 42036),
        ("jump_list", 3, 42042),
        ("select_list", 3, 42047),
        ("button_list", 6, 42017),
    )
    for name, most, code in limits:
        if len(card.get(name) or ()) > most:
            return code
    if any(not one.get("keyname") for one in card.get("horizontal_content_list") or ()):
        return 42027
    return 0


def _parts(card: Mapping[str, Any], kind: str) -> int:
    if kind == "button_interaction":
        selection = card.get("button_selection")
        return _buttons(card.get("button_list") or ()) or (
            _question(selection, 10) if selection else 0
        )
    if kind == "multiple_interaction":
        selects = card.get("select_list") or ()
        if not selects:
            return 42047
        return _submit(card) or next((code for one in selects if (code := _question(one, 10))), 0)
    if kind == "vote_interaction":
        return _submit(card) or _question(card.get("checkbox") or {}, 20)
    return 0


def _buttons(buttons: Sequence[Mapping[str, Any]]) -> int:
    if not buttons:
        return 42017
    keys = []
    for one in buttons:
        if not one.get("text"):
            return 42018
        if one.get("type", 0) == 1:
            if not _url(one):
                return 42028
            continue
        key = str(one.get("key") or "")
        if not key or len(key.encode()) > 1024:
            return 42039
        keys.append(key)
    return 42019 if len(set(keys)) != len(keys) else 0


def _question(one: Mapping[str, Any], most: int) -> int:
    key, options = str(one.get("question_key") or ""), one.get("option_list") or ()
    if not key or len(key.encode()) > 1024:
        return 42043
    if not 1 <= len(options) <= most:
        return 42037
    ids = [str(option.get("id") or "") for option in options]
    if any(not id_ or len(id_.encode()) > 128 for id_ in ids) or len(set(ids)) != len(ids):
        return 42040
    if any(not option.get("text") for option in options):
        return 42041
    return 0


def _submit(card: Mapping[str, Any]) -> int:
    button = card.get("submit_button") or {}
    if not button.get("text"):
        return 42049
    key = str(button.get("key") or "")
    return 0 if 0 < len(key.encode()) <= 1024 else 42046


def _url(one: Mapping[str, Any]) -> bool:
    return str(one.get("url") or "").startswith(("http://", "https://"))
