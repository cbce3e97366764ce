"""Logs as JSON lines: what happened to which row, never what people wrote and never a secret.

Our own events keep the fields of `FIELDS` and no other; of a library's record only its template is
kept, without what was filled in. What breaks is told by classes and lines.
"""

import json
import logging
import re
import sys
from contextlib import suppress
from datetime import UTC, datetime
from traceback import extract_tb
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

FIELDS = frozenset(
    {
        *("event", "level", "timestamp", "logger", "at", "broken"),
        *("alarm", "loop", "seconds", "seq", "tries", "job", "key", "platform", "state"),
        *("code", "fault", "error", "status", "file", "characters", "count", "role"),
        *("connection", "reason", "command", "again_in"),
    }
)
"""What a line may hold. A new field is put here by whoever knows what it can hold."""
_PLAIN = re.compile(r"[\w\-.:/+@#<> ]{0,300}", re.ASCII)
_MASKED = re.compile(
    r"[^\x20-\x7e]+|(?<==)\S+|'[^']*'|\"[^\"]*\"|\d{4,}|[\w\-]{16,}|https?://\S+", re.ASCII
)
_HIDDEN = "…"


def configure(
    level: int = logging.INFO, libraries: int = logging.WARNING, to: TextIO | None = None
) -> None:
    """Send our own events from `level` and the libraries' from theirs to standard error, one JSON a line."""
    stream = Lines(to or sys.stderr)
    processors: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        broken_at,
        allowed,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(stream),  # type: ignore[arg-type]  # no more of a stream is used
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Library())
    logging.basicConfig(handlers=[handler], level=libraries, force=True)
    logging.captureWarnings(True)


class Lines:
    """A stream that loses what cannot be written: whoever logs on a full disk, or into what is closed, goes on."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):
            return self._stream.write(text)
        return 0

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._stream.flush()


class Library(logging.Formatter):
    """A library's record as one of our lines: its template and its place, not what was filled in."""

    def format(self, record: logging.LogRecord) -> str:
        line: EventDict = {
            "event": masked(str(record.msg).partition("\n")[0]),
            "logger": record.name,
            "level": record.levelname.lower(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "at": f"{record.module}:{record.lineno} {record.funcName}",
        }
        if record.exc_info:
            line = dict(broken_at(None, "", {**line, "exc_info": record.exc_info}))
        return json.dumps(line, ensure_ascii=False)


def masked(template: str) -> str:
    """A library's own words, without whatever may have come from outside.

    >>> masked("found 王 at 13800000000")
    'found … at …'
    """
    return _MASKED.sub(_HIDDEN, template)[:200]


def allowed(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Keep the fields that may be kept; of others only that they were there."""
    kept = {name: _plain(value) for name, value in event.items() if name in FIELDS}
    dropped = sorted(name for name in event if name not in FIELDS)
    return {**kept, "dropped": dropped} if dropped else kept


def _plain(value: object) -> object:
    """Numbers, and texts of the kind that ids, codes and classes are."""
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) else _HIDDEN
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value if isinstance(value, (int, float, type(None))) else _HIDDEN


def broken_at(_: WrappedLogger | None, __: str, event: EventDict) -> EventDict:
    """Say what broke and where: classes and lines, not messages, which may hold people's words."""
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    broken = []
    while isinstance(error, BaseException):
        frames = extract_tb(error.__traceback__)
        at = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        broken.append({"error": type(error).__name__, "at": at})
        error = error.__cause__ or error.__context__
    if broken:
        event["broken"] = broken
    return event
