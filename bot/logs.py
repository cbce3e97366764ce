"""Logs as JSON lines: what happened to which row, never what people wrote and never a secret."""

import logging
import sys

import structlog


def configure(level: int = logging.INFO) -> None:
    """Send our own and the libraries' messages to standard error, one JSON object a line.

    Tracebacks come without the values of variables: those are people's words.
    """
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    for name in ("httpx", "httpcore", "apscheduler", "aiosqlite", "uvicorn.access"):
        logging.getLogger(name).setLevel(logging.WARNING)
