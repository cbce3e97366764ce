"""Opens the installation for a command: settings, store, schema, rules, acting on its behalf."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot import settings as configuration
from bot.cli.refused import Refused
from bot.clock import ProductClock
from bot.company.file import WrongFile, read
from bot.ids import Ids
from bot.installation import RULES, clock_offset, current_rules, keep_rules
from core.acting import Acting
from core.clock import machine_now
from core.ledger.model import Act
from core.people.model import Employee, EmployeeId
from core.people.permissions import Viewer
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
    clock = await clock_of_store(store)
    rehearse(clock, settings)
    return clock


def rehearse(clock: ProductClock, settings: configuration.Settings) -> None:
    """A command beside the service that is given LIAOKE_NOW uses it for itself only."""
    if settings.starts_at:
        clock.start_at(settings.starts_at)


async def clock_of_store(store: Store) -> ProductClock:
    """The clock every process of the installation reads."""
    return ProductClock(machine_now, await clock_offset(store))


@asynccontextmanager
async def acting(
    store: Store, settings: configuration.Settings, *, name: str, keeps: bool = True
) -> AsyncIterator[Acting]:
    """One transaction in which a command acts by itself; rolled back when it keeps nothing."""
    rules = await current_rules(store)
    now = (await clock_of(store, settings))()
    act = Act(id=f"{name}:{store.new_id()}", actor=None, channel="cli", at=now)
    try:
        async with store.unit(act) as uow:
            yield Acting(
                uow=uow,
                viewer=Viewer(Employee(id=EmployeeId(""), name=name), frozenset()),
                now=now,
                zone=settings.zone,
                pool=rules.company.pool,
                flows={flow.id: flow for flow in rules.company.flows},
                past=rules.company.past,
                calendar=rules.calendar,
                new_id=store.new_id,
            )
            if not keeps:
                raise _NothingKept
    except _NothingKept:
        return


class _NothingKept(Exception):
    """Rolls back what was done."""


def company_file() -> Path | None:
    """The file that is read where none is named."""
    return DEFAULT_FILE if DEFAULT_FILE.exists() else None


async def first_rules(store: Store, file: Path | None) -> None:
    """Load the company file where no rules were loaded yet: files come in before the first start.

    Raises:
        Refused: it is wrong.
    """
    if await store.settings.get(COMPANY, RULES) is None:
        await load_rules(store, file)


async def load_rules(store: Store, file: Path | None) -> int:
    """Make a company file the newest rules, when it differs; returns the version in force.

    Raises:
        Refused: it is wrong; the running version is untouched.
    """
    path = file or company_file()
    kept = await store.settings.get(COMPANY, RULES)
    if path is None:
        return kept[0] if kept else 0
    try:
        read(path)
    except WrongFile as wrong:
        raise Refused(str(wrong)) from None
    text = path.read_text(encoding="utf-8")
    if kept and kept[1] == text:
        return kept[0]
    return await keep_rules(store, text)


__all__ = [
    "acting",
    "clock_of",
    "clock_of_store",
    "company_file",
    "current_rules",
    "first_rules",
    "load_rules",
    "opened",
    "ready",
    "rehearse",
]
