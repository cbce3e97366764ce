"""What WeCom refuses in a message. Source: platforms/wecom.md 3, from [D 90236, 90313]."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from adapters.emulator.wecom_cards import fault as card_fault
from adapters.emulator.wecom_cards import needs_callback
from adapters.emulator.wecom_corp import Corp

TEXT = 2048
_MEDIA = ("image", "voice", "video", "file")
_TITLE, _DESCRIPTION, _URL = 128, 512, 2048
_NEVER_SAFE = ("news", "markdown", "template_card", "miniprogram_notice")
_LONGEST_INTERVAL = 14_400


def head_fault(body: Mapping[str, Any], corp: Corp) -> int:
    """What is wrong with sender, receivers and flags; it is looked at before the duplicate check."""
    return agent_fault(body.get("agentid"), corp) or _receivers(body) or _flags(body)


def agent_fault(agent: object, corp: Corp) -> int:
    """Whether `agentid` is an integer, and the token's own application."""
    if not isinstance(agent, int) or isinstance(agent, bool):
        return 40056
    return 0 if agent == corp.app.agent_id else 301002


def receivers(body: Mapping[str, Any], corp: Corp) -> tuple[list[str], list[str]]:
    """Who gets the message, and who was named and cannot, in lower case."""
    named = [one for one in str(body.get("touser") or "").split("|") if one]
    if "@all" in named:
        return list(corp.people), []
    known = [found for one in named if (found := corp.known(one))]
    return list(dict.fromkeys(known)), [one.lower() for one in named if not corp.known(one)]


def fingerprint(body: Mapping[str, Any]) -> str:
    """The whole request, as the duplicate check compares it."""
    whole = json.dumps(body, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()


def _receivers(body: Mapping[str, Any]) -> int:
    limits = (("touser", 1_000, 40032), ("toparty", 100, 82002), ("totag", 100, 82003))
    for name, most, code in limits:
        named = body.get(name) or ""
        if not isinstance(named, str):
            return 40058
        if len([one for one in named.split("|") if one]) > most:
            return code
    return 0 if any(body.get(name) for name, _, _ in limits) else 82001


def _flags(body: Mapping[str, Any]) -> int:
    safe = body.get("safe", 0)
    kinds = [body.get(name, 0) for name in ("safe", "enable_duplicate_check", "enable_id_trans")]
    if not all(isinstance(one, int) for one in kinds):
        return 40058
    if safe not in (0, 1, 2) or body.get("enable_duplicate_check", 0) not in (0, 1):
        return 40058
    if safe and body.get("msgtype") in _NEVER_SAFE:
        return 40074
    interval = body.get("duplicate_check_interval", 1)
    good = isinstance(interval, int) and 1 <= interval <= _LONGEST_INTERVAL
    return 0 if good else 40058


def fault(body: Mapping[str, Any], corp: Corp) -> int:
    """The error code of the first thing that is wrong with what is sent; 0 when nothing is."""
    kind = body.get("msgtype")
    part = body.get(kind) if isinstance(kind, str) else None
    if not isinstance(part, dict):
        return 40008
    if kind == "text":
        return 0 if isinstance(part.get("content"), str) and part["content"] else 44004
    if kind in _MEDIA:
        return _media(str(kind), part, corp)
    if kind == "template_card":
        return _card(part, corp)
    return _WRITTEN[kind](part) if kind in _WRITTEN else 40008


def _media(kind: str, part: Mapping[str, Any], corp: Corp) -> int:
    if code := corp.file_fault(str(part.get("media_id") or ""), kind):
        return code
    return _too_long(part) if kind == "video" else 0


def _card(card: Mapping[str, Any], corp: Corp) -> int:
    if code := card_fault(card):
        return code
    if needs_callback(card) and not corp.has_callback:
        return 43012
    return 42014 if card.get("task_id") in corp.tasks else 0


def _textcard(part: Mapping[str, Any]) -> int:
    if not part.get("title"):
        return 41016
    return _too_long(part) or (0 if _url(part) else 40063)


def _news(part: Mapping[str, Any]) -> int:
    articles = part.get("articles")
    if not isinstance(articles, list) or not 1 <= len(articles) <= 8:
        return 45008
    for one in articles:
        if not isinstance(one, dict):
            return 40058
        if code := _textcard(one):
            return code
    return 0


def _markdown(part: Mapping[str, Any]) -> int:
    content = part.get("content")
    if not isinstance(content, str) or not content:
        return 44004
    return 45002 if len(content.encode()) > TEXT else 0


_WRITTEN = {"textcard": _textcard, "news": _news, "markdown": _markdown}


def _too_long(part: Mapping[str, Any]) -> int:
    title, description = str(part.get("title", "")), str(part.get("description", ""))
    is_long = len(title.encode()) > _TITLE or len(description.encode()) > _DESCRIPTION
    return 45002 if is_long else 0


def _url(part: Mapping[str, Any]) -> bool:
    url = str(part.get("url") or "")
    return url.startswith(("http://", "https://")) and len(url.encode()) <= _URL
