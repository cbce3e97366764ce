"""Who was erased, by kind and id, in a list beside the copies: an older copy loses them again once restored (0032)."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from storage.backup import ERASED


class Gone(NamedTuple):
    """Somebody who was erased."""

    kind: str
    id: str


def note(folders: Iterable[Path], gone: Iterable[Gone], at: datetime) -> None:
    """Add them to the list in each of the folders."""
    when = at.isoformat(timespec="seconds")
    for folder in folders:
        known = set(noted([folder]))
        fresh = [one for one in dict.fromkeys(gone) if one not in known]
        if fresh:
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / ERASED).open("a", encoding="utf-8") as file:
                file.writelines(json.dumps([*one, when]) + "\n" for one in fresh)


def noted(folders: Iterable[Path]) -> Sequence[Gone]:
    """Whoever is on the list of one of the folders, each once."""
    lists = [folder / ERASED for folder in folders if (folder / ERASED).is_file()]
    lines = [line for one in lists for line in one.read_text(encoding="utf-8").splitlines()]
    return list(dict.fromkeys(Gone(*json.loads(line)[:2]) for line in lines if line.strip()))
