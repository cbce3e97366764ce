"""JSON from outside: an object of what can be kept, or nothing."""

import json
import math
import re
from typing import Any, NoReturn

from adapters.chat import Refused

_DEEPEST = 64
_SPACE = " \t\n\r"
_BRACKETS = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[][{}]', re.DOTALL)
"""Strings whole, however they end, and never tried a second way: no room and no time is lost on them."""


def parse(body: bytes) -> dict[str, Any]:
    """A JSON object, not deeper than anything a platform sends.

    Raises:
        Refused: no UTF-8, no object, too deep, or with a number that is none.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("utf-8") from None
    return load(text)


def load(text: str) -> dict[str, Any]:
    """As `parse`, of text; half surrogates and NUL, which no database keeps, are taken out.

    Raises:
        Refused: no object, too deep, or with a number that is none.
    """
    if _is_too_deep(text):
        raise Refused("depth")
    try:
        found, end = _DECODER.raw_decode(text := text.strip(_SPACE))
    except (ValueError, RecursionError):
        raise Refused("json") from None
    if not isinstance(found, dict) or end != len(text):
        raise Refused("json")
    clean: dict[str, Any] = _cleaned(found) if "\\u" in text else found
    return clean


def _finite(number: str) -> float:
    found = float(number)
    if not math.isfinite(found):
        raise ValueError(number[:20])
    return found


def _none(name: str) -> NoReturn:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_float=_finite, parse_constant=_none)


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return value.replace("\x00", "").encode(errors="replace").decode()
        case dict():
            return {_cleaned(name): _cleaned(inner) for name, inner in value.items()}
        case list():
            return [_cleaned(inner) for inner in value]
        case _:
            return value


def _is_too_deep(text: str) -> bool:
    """Whether brackets nest deeper outside of strings than anything honest; read no further."""
    if text.count("{") + text.count("[") <= _DEEPEST:
        return False
    depth = 0
    for mark in _BRACKETS.finditer(text):
        if mark[0] in "[{":
            depth += 1
        elif mark[0] in "]}":
            depth -= 1
        if depth > _DEEPEST:
            return True
    return False
