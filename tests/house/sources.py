"""The repository's own files, as the house tests read them."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
ROOMS = ("bot", "core", "adapters", "storage")
_SKIPPED = {".git", ".venv", "__pycache__", "var", "dist", "node_modules"}


@dataclass(frozen=True, slots=True)
class Source:
    """One file: `path` is relative to the repository, with slashes."""

    path: str
    text: str

    @property
    def room(self) -> str:
        return self.path.split("/")[0]

    def tree(self) -> ast.Module:
        return ast.parse(self.text)


def tracked() -> list[str]:
    """Return the paths of all files of the repository; of a tarball, all files there are."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=TOP, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0 and listed.stdout:
        return [path for path in listed.stdout.split("\0") if path and (TOP / path).is_file()]
    found = (path.relative_to(TOP) for path in TOP.rglob("*") if path.is_file())
    return [path.as_posix() for path in found if not _SKIPPED & set(path.parts)]


def texts() -> Iterator[Source]:
    """Yield every tracked file that is text."""
    for path in tracked():
        content = (TOP / path).read_bytes()
        if b"\0" not in content:
            yield Source(path, content.decode("utf-8"))


def modules(*rooms: str) -> list[Source]:
    """Return the Python files of `rooms`, by default of all four."""
    wanted = rooms or ROOMS
    return [s for s in texts() if s.path.endswith(".py") and s.room in wanted]
