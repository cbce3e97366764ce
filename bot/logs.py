"""Logs as JSON lines: what happened to which row, never what people wrote and never a secret."""

import logging
import sys
from traceback import extract_tb

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger


def configure(level: int = logging.INFO) -> None:
    """Send our own messages and the libraries' warnings to standard error, one JSON a line."""
    processors: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        broken_at,
    ]
    structlog.configure(
        processors=[*processors, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            foreign_pre_chain=processors,
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def broken_at(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
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
