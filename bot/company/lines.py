"""A fault of the company file with the line it stands in."""

from pydantic import ValidationError


def sentence(error: ValidationError, text: str, name: str) -> str:
    """Return the first fault of a TOML text as `name:line: key: reason`."""
    fault = error.errors(include_url=False)[0]
    place = [str(part) for part in fault["loc"] if part != "[key]"]
    line = _line(text, place)
    reason = str(fault["msg"]).removeprefix("Value error, ")
    where = f"{name}:{line}" if line else name
    return ": ".join(filter(None, (where, ".".join(place), reason)))


def _line(text: str, place: list[str]) -> int:
    """The line of the innermost key that stands in the text, searched table by table."""
    lines = text.splitlines()
    found, start = 0, 0
    for part in place:
        if part.isdigit():
            start = _nth_table(lines, found, int(part)) or start
            found = start or found
            continue
        for number in range(start, len(lines)):
            bare = lines[number].strip()
            if bare.partition("=")[0].strip() == part or bare.strip("[] ").split(".")[-1] == part:
                found, start = number + 1, number + 1
                break
    return found


def _nth_table(lines: list[str], first: int, place: int) -> int:
    """Where the n-th table of an array begins, counted from the line of the first."""
    if not first:
        return 0
    head = lines[first - 1].strip()
    places = [number for number, line in enumerate(lines, 1) if line.strip() == head]
    places = [number for number in places if number >= first]
    return places[place] if place < len(places) else first
