"""`liaoke backup`, `liaoke restore`."""

import argparse
import asyncio
import sys
from pathlib import Path

from bot.cli.refused import Refused


def backup(arguments: argparse.Namespace) -> int:
    asyncio.run(_backup(arguments.file))
    return 0


def restore(arguments: argparse.Namespace) -> int:
    if not arguments.file.is_file():
        raise Refused(f"{arguments.file}: there is no such file")
    asyncio.run(_restore(arguments.file))
    return 0


async def _backup(path: Path) -> None:
    from bot.cli.opened import opened
    from storage import backup as copying

    async with opened() as (store, settings):
        try:
            rows = await copying.backup(store.database, path, settings.files_dir)
        except OSError as error:
            raise Refused(f"{path}: {error.strerror or error}") from None
    sys.stdout.write(f"{rows} rows\n")


async def _restore(path: Path) -> None:
    from bot.cli.erase import place_of
    from bot.cli.opened import clock_of, opened
    from bot.transfer.erased import noted
    from bot.transfer.erasing import again
    from storage import backup as copying

    async with opened() as (store, settings):
        try:
            rows = await copying.restore(store.database, path, settings.files_dir)
        except copying.NotEmpty as full:
            raise Refused(f"the database is not empty: {full} has rows") from None
        except copying.NoBackup as broken:
            raise Refused(str(broken)) from None
        place = place_of(store, settings)
        gone = noted([*place.lists, path.parent])
        erased = await again(place, gone, (await clock_of(store, settings))())
        if erased:
            await store.database.compact()
    sys.stdout.write(f"{rows} rows\n")
    if erased:
        sys.stdout.write(f"{erased} who had been erased since were erased again\n")
