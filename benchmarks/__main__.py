"""Measure, print one table, keep it in benchmarks/results.json; a word chooses the parts named so."""

import sys
from collections.abc import Awaitable, Callable, Sequence
from inspect import isawaitable

import uvloop

from benchmarks import (
    callbacks,
    conversing,
    digests,
    flooding,
    importing,
    limiting,
    names,
    nightly,
    pictures,
    saving,
    starting,
    understanding,
)
from benchmarks.measure import Row
from benchmarks.results import keep, report

PARTS: dict[str, Callable[[], Sequence[Row] | Awaitable[Sequence[Row]]]] = {
    "callbacks": callbacks.acknowledging,
    "waiting": callbacks.waiting,
    "saving": saving.saving,
    "conversing": conversing.conversing,
    "flooding": flooding.flooding,
    "limiting": limiting.limiting,
    "understanding": understanding.understanding,
    "names": names.keying,
    "importing": importing.importing,
    "nightly": nightly.nightly,
    "digests": digests.digests,
    "pictures": pictures.pictures,
    "starting": starting.starting,
}


async def rows(wanted: Sequence[str]) -> list[Row]:
    """Return all rows, measured one after the other."""
    found: list[Row] = []
    for name in wanted:
        measured = PARTS[name]()
        found += await measured if isawaitable(measured) else measured
    return found


def main() -> None:
    measured = uvloop.run(rows(sys.argv[1:] or list(PARTS)))
    print(report(measured))
    keep(measured)


if __name__ == "__main__":
    main()
