"""A whole file at a stretch, for the command line."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from bot.transfer import people
from bot.transfer.batch import Batch, Reading
from bot.transfer.fields import of_kind
from bot.transfer.incoming import CHUNK, again, bring_in, columns
from bot.transfer.result import Counts
from bot.transfer.spreadsheets import read
from bot.transfer.tables import Numbered
from core.acting import Acting
from core.fields import NO_FIELDS, CustomFields
from core.people.model import EmployeeId

Transaction: TypeAlias = Callable[[], AbstractAsyncContextManager[Acting]]


async def take_in(
    file: Path, kind: str, transaction: Transaction, fields: CustomFields = NO_FIELDS
) -> Counts:
    """Take every row of a file and say what became of them.

    Args:
        fields: the company's own, which the file may have as columns.
        transaction: opens the unit of work of some hundred rows.

    Raises:
        UnreadableFile: it is no table of this kind.
    """
    named = _named(file) if kind == "people" else frozenset[EmployeeId]()
    reading = Reading(fields=of_kind(kind, fields), named=named)
    rows = read(file, columns(kind, fields))
    while chunk := list(islice(rows, CHUNK)):

        async def step(last: bool, chunk: Sequence[Numbered] = chunk) -> None:
            async with transaction() as acting:
                await bring_in(kind, chunk, Batch(acting, reading), last=last)

        await again(reading, step)
    return reading.counts


def _named(file: Path) -> frozenset[EmployeeId]:
    """Everybody a people file brings: a superior may stand below those he leads."""
    rows = read(file, people.KIND.columns)
    return frozenset(EmployeeId(row.line["employee_no"]) for row in rows)
