"""What an installation holds that no export shows."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.ids import Ids
from core.people.model import Employee
from core.people.permissions import EVERYBODY
from core.reports.model import Target
from storage.store import Store
from storage.unit_of_work import SqlUnitOfWork
from tests.bot.terminal import Terminal

T = TypeVar("T")


def kept(terminal: Terminal, doing: Callable[[Store], Awaitable[T]]) -> T:
    """Do something with what the installation keeps."""

    async def done() -> T:
        store = Store(terminal.database_url, new_id=Ids())
        try:
            return await doing(store)
        finally:
            await store.close()

    return asyncio.run(done())


async def statement(store: Store, words: str) -> None:
    """Change rows behind the product's back."""
    async with store.database.write() as connection:
        await connection.exec_driver_sql(words)


def look(terminal: Terminal, reading: Callable[[SqlUnitOfWork], Awaitable[T]]) -> T:
    async def read(store: Store) -> T:
        async with store.look() as uow:
            return await reading(uow)

    return kept(terminal, read)


def people(terminal: Terminal) -> dict[str, Employee]:
    """Everybody by number."""

    async def reading(uow: SqlUnitOfWork) -> dict[str, Employee]:
        return {one.id: one for one in await uow.people.everybody()}

    return look(terminal, reading)


def accounts(terminal: Terminal, number: str) -> dict[str, str]:
    """From where somebody writes: platform → account."""

    async def reading(uow: SqlUnitOfWork) -> dict[str, str]:
        found = await uow.people.identities(number)
        return {one.platform: one.external_id for one in found}

    return look(terminal, reading)


def targets(terminal: Terminal, period: str) -> set[Target]:
    async def reading(uow: SqlUnitOfWork) -> set[Target]:
        return set(await uow.reports.targets(period, EVERYBODY))

    return look(terminal, reading)
