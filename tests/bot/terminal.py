"""A terminal in which `liaoke` is typed: the whole command in this process, its words caught."""

import io
import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.__main__ import main

OURS = ("LIAOKE_", "WECOM_", "FEISHU_")


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left: its status, and the bytes of both outputs."""

    status: int
    output: bytes
    errors: bytes

    @property
    def out(self) -> str:
        return self.output.decode()

    @property
    def err(self) -> str:
        return self.errors.decode()

    @property
    def records(self) -> list[dict[str, Any]]:
        """The JSON lines it wrote."""
        return [json.loads(line) for line in self.out.splitlines()]


@contextmanager
def _logs_as_before() -> Iterator[None]:
    """A command sends logs to its own standard error, which is closed for the tests that follow."""
    config = structlog.get_config() if structlog.is_configured() else None
    handlers, level = logging.root.handlers[:], logging.root.level
    try:
        yield
    finally:
        structlog.reset_defaults()
        if config:
            structlog.configure(**config)
        logging.root.handlers[:] = handlers
        logging.root.setLevel(level)


class Terminal:
    """In a folder of its own, on a database of its own, without any other variable of ours."""

    def __init__(
        self,
        patch: pytest.MonkeyPatch,
        caught: pytest.CaptureFixture[bytes],
        folder: Path,
        database_url: str,
    ) -> None:
        self._patch = patch
        self._caught = caught
        self.folder = folder
        self.database_url = database_url
        for name in list(os.environ):
            if name.startswith(OURS):
                patch.delenv(name)
        patch.chdir(folder)
        self.set(LIAOKE_DATABASE_URL=database_url)

    def set(self, **names: str) -> None:
        for name, value in names.items():
            self._patch.setenv(name, value)

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def __call__(self, *words: str | Path, typed: str = "") -> Done:
        """Run one command to its end."""
        self._caught.readouterr()
        self._patch.setattr(sys, "argv", ["liaoke", *map(str, words)])
        self._patch.setattr(sys, "stdin", io.StringIO(typed))
        with _logs_as_before():
            try:
                status = main()
            except SystemExit as left:
                status = int(left.code or 0)
        return Done(status, *self._caught.readouterr())
