"""Opens the installation for a command: settings, store, schema, rules, acting on its behalf."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot import settings as configuration
from bot.cli.refused import Refused
from bot.clock import ProductClock
from bot.company import WrongFile, parse
from bot.ids import Ids
from bot.installation import RULES, clock_offset, current_rules
from core.clock import machine_now
from storage.store import COMPANY, Store

DEFAULT_FILE = Path("company.toml")


async def ready(url: str) -> Store:
    """A store whose schema is current; SQLite is brought there, PostgreSQL is not.

    Raises:
        Refused: the database does not answer, or its schema is old.
    """
    store = Store(url, new_id=Ids())
    try:
        if store.database.is_sqlite:
            await store.migrate()
        elif not await store.is_current():
            raise Refused("the database has an old schema: run `liaoke migrate`")
    except Refused:
        await store.close()
        raise
    except Exception as error:  # noqa: BLE001 - whatever keeps it from opening is the reason
        await store.close()
        raise Refused(f"the database cannot be opened: {type(error).__name__}") from None
    return store


@asynccontextmanager
async def opened() -> AsyncIterator[tuple[Store, configuration.Settings]]:
    """The installation the environment names."""
    try:
        settings = configuration.read()
    except configuration.Misconfigured as wrong:
        raise Refused(str(wrong)) from None
    store = await ready(settings.database_url)
    try:
        yield store, settings
    finally:
        await store.close()


async def clock_of(store: Store, settings: configuration.Settings) -> ProductClock:
    """The installation's product clock, or the command's own where LIAOKE_NOW is given."""
    clock = ProductClock(machine_now)
    if settings.starts_at:
        clock.start_at(settings.starts_at)
        return clock
    return await clock_of_store(store)


async def clock_of_store(store: Store) -> ProductClock:
    """The clock every process of the installation reads."""
    return ProductClock(machine_now, await clock_offset(store))


def _default() -> Path | None:
    return DEFAULT_FILE if DEFAULT_FILE.exists() else None


async def load_rules(store: Store, file: Path | None) -> int:
    """Make a company file the newest rules, when it differs; returns the version in force.

    Raises:
        Refused: it is wrong; the running version is untouched.
    """
    path = file or _default()
    kept = await store.settings.get(COMPANY, RULES)
    if path is None:
        return kept[0] if kept else 0
    try:
        text = path.read_text(encoding="utf-8")
        parse(text, name=str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{path}: {type(error).__name__}") from None
    except WrongFile as wrong:
        raise Refused(str(wrong)) from None
    if kept and kept[1] == text:
        return kept[0]
    return await store.settings.put(COMPANY, RULES, text)


__all__ = ["clock_of", "clock_of_store", "current_rules", "load_rules", "opened", "ready"]
