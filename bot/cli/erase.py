"""`liaoke erase`: a customer or a contact is erased on request; without --yes it says what would go."""

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.cli.refused import Refused

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.transfer.erasing import Place
    from storage.erasable import Person
    from storage.store import Store


def run(arguments: argparse.Namespace) -> int:
    asyncio.run(_erase(arguments.who, sure=arguments.yes))
    return 0


async def _erase(who: str, *, sure: bool) -> None:
    from bot.cli.opened import clock_of, opened
    from bot.transfer import erasing

    async with opened() as (store, settings):
        place = place_of(store, settings)
        person = _only(await erasing.find(place, who), who)
        found = await erasing.read(place, person)
        if found is None:
            raise Refused(f"{who} was erased by somebody else just now")
        if not sure:
            _say(person, await erasing.look(place, found))
            sys.stdout.write("nothing was changed; with --yes all of it goes for good\n")
            return
        now = (await clock_of(store, settings))()
        _say(person, await erasing.erase(place, found, now))
        clean = await store.database.compact()
        sys.stdout.write(_erased(settings.backup_keep, clean=clean))


def place_of(store: "Store", settings: "Settings") -> "Place":
    """What the installation keeps, and where it is noted who was erased."""
    from bot.transfer.erasing import Place

    folders = [settings.files_dir, *filter(None, [settings.backup_dir])]
    return Place(store, settings.files_dir, folders)


def _only(found: "Sequence[Person]", who: str) -> "Person":
    """The one that is meant.

    Raises:
        Refused: there is none, or there are several, each of which is named with its number.
    """
    if not found:
        raise Refused(f"no customer and no contact has the number, name or phone {who}")
    if len(found) > 1:
        lines = "\n".join(_line(one) for one in found)
        raise Refused(f"several are called {who}, name one by its number:\n{lines}")
    return found[0]


def _line(person: "Person") -> str:
    return "\t".join(filter(None, (person.kind, person.id, person.name, person.at)))


def _say(person: "Person", counts: Mapping[str, int]) -> None:
    sys.stdout.write(f"{_line(person)}\n")
    for name, count in counts.items():
        sys.stdout.write(f"{name}\t{count}\n")


def _erased(nights: int, *, clean: bool) -> str:
    left = "" if clean else "the file is in use and holds it in free pages until it is vacuumed\n"
    return f"erased; nightly copies made before hold it until {nights} nights are over\n{left}"
