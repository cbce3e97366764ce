"""Bodies of the wire laid out for reading; whatever is neither JSON nor XML stays as it is."""

import json
import re
from typing import Any

_PART = re.compile(r"<!\[CDATA\[.*?\]\]>|</?[^>]*>|[^<]+", re.DOTALL)


def pretty(text: str) -> str:
    """The same values, one a line; JSON inside JSON is opened."""
    start = text.lstrip()[:1]
    if start in ("{", "["):
        return _json(text)
    return _xml(text) if start == "<" else text


def _json(text: str) -> str:
    try:
        return json.dumps(_opened(json.loads(text)), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return text


def _opened(value: Any) -> Any:
    match value:
        case dict():
            return {name: _opened(one) for name, one in value.items()}
        case list():
            return [_opened(one) for one in value]
        case str() if value[:1] == "{" and value[-1:] == "}":
            return _read(value)
    return value


def _read(text: str) -> Any:
    try:
        return _opened(json.loads(text))
    except (ValueError, RecursionError):
        return text


def _xml(text: str) -> str:
    """A value beside its tags, deeper elements further in."""
    lines: list[str] = []
    depth, is_open = 0, False
    for part in _PART.findall(text):
        is_tag = part.startswith("<") and not part.startswith("<![CDATA[")
        if not is_tag:
            lines[-1:] = [lines[-1] + part.strip()] if lines else [part]
            continue
        if part.startswith("</"):
            depth -= 1
            if is_open:
                lines[-1] += part
            else:
                lines.append("  " * depth + part)
            is_open = False
            continue
        lines.append("  " * depth + part)
        is_open = not part.endswith("/>")
        depth += is_open
    return "\n".join(lines)
