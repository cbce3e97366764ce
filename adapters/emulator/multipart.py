"""The parts of an uploaded form."""

import re
from dataclasses import dataclass

_BOUNDARY = re.compile(r'boundary="?([^";]+)"?')
_NAMED = re.compile(r'(?<!file)name="([^"]*)"')
_FILE = re.compile(r'filename="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a form; `filename` is empty unless it is a file."""

    content: bytes
    filename: str = ""


def parts(content_type: str, body: bytes) -> dict[str, Part]:
    """Return the fields of a `multipart/form-data` body by name; none when it is no such body."""
    boundary = _BOUNDARY.search(content_type)
    found: dict[str, Part] = {}
    if boundary is None:
        return found
    for piece in body.split(b"--" + boundary[1].encode("latin-1"))[1:-1]:
        head, _, content = piece.partition(b"\r\n\r\n")
        headers = head.decode("utf-8", errors="replace")
        name, filename = _NAMED.search(headers), _FILE.search(headers)
        if name:
            shown = filename[1] if filename else ""
            found[name[1]] = Part(content.removesuffix(b"\r\n"), shown)
    return found
