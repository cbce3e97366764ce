"""Companies, versioned settings, which jobs ran, what processes share."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from core.clock import Now
from storage.database import Database
from storage.tables import companies, settings, ticks

STEP = "#"
"""Stands in the name of a tick that is a step of an occurrence."""


class Companies:
    def __init__(self, database: Database, machine_now: Now) -> None:
        self._database = database
        self._now = machine_now

    async def add(self, company: int, name: str) -> None:
        async with self._database.write() as connection:
            await connection.execute(
                insert(companies).values(id=company, name=name, created_at=self._now())
            )

    async def name(self, company: int) -> str | None:
        async with self._database.read() as connection:
            query = select(companies.c.name).where(companies.c.id == company)
            return (await connection.execute(query)).scalar()


class Settings:
    """Texts by name, with a version that rises: the company's rules, the clock's offset."""

    def __init__(self, database: Database, machine_now: Now) -> None:
        self._database = database
        self._now = machine_now

    async def get(self, company: int, name: str) -> tuple[int, str] | None:
        """Version and value."""
        async with self._database.read() as connection:
            query = select(settings.c.version, settings.c.value).where(
                settings.c.company_id == company, settings.c.name == name
            )
            row = (await connection.execute(query)).first()
            return (row.version, row.value) if row else None

    async def put(self, company: int, name: str, value: str, *, keeps: bool = False) -> int:
        """Keep a new version and return its number; with `keeps` it also stays as `name:number`."""
        async with self._database.write() as connection:
            place = (settings.c.company_id == company) & (settings.c.name == name)
            query = select(settings.c.version).where(place)
            version = int((await connection.execute(query)).scalar() or 0) + 1
            await connection.execute(delete(settings).where(place))
            row = {
                "company_id": company,
                "version": version,
                "value": value,
                "changed_at": self._now(),
            }
            names = (name, f"{name}:{version}") if keeps else (name,)
            await connection.execute(insert(settings), [{**row, "name": one} for one in names])
            return version

    async def first(self, company: int, name: str, value: str) -> str:
        """What is kept under `name` since somebody asked first; `value` when that is now."""
        async with self._database.write() as connection:
            make: Any = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
            fresh = make(settings).values(
                company_id=company, name=name, version=1, value=value, changed_at=self._now()
            )
            await connection.execute(fresh.on_conflict_do_nothing())
            query = select(settings.c.value).where(
                settings.c.company_id == company, settings.c.name == name
            )
            return str((await connection.execute(query)).scalar())


class Ticks:
    """Which occurrence of which job ran; claimed in the transaction of its work."""

    def __init__(self, database: Database, machine_now: Now) -> None:
        self._database = database
        self._now = machine_now

    async def take(
        self, connection: AsyncConnection, company: int, job: str, due: datetime
    ) -> bool:
        """False when it ran already; otherwise it counts as run once this commits."""
        make: Any = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
        done = await connection.execute(
            make(ticks)
            .values(company_id=company, job=job, due=due, ran_at=self._now())
            .on_conflict_do_nothing()
            .returning(ticks.c.job)
        )
        return done.first() is not None

    async def ran(self, connection: AsyncConnection, company: int, job: str, due: datetime) -> bool:
        query = select(ticks.c.job).where(
            ticks.c.company_id == company, ticks.c.job == job, ticks.c.due == due
        )
        return (await connection.execute(query)).first() is not None

    async def newest(self, company: int, jobs: Sequence[str]) -> dict[str, datetime]:
        """As `last`, for the jobs named: asked through the key, however many have run."""
        found = {}
        async with self._database.read() as connection:
            for job in jobs:
                query = select(func.max(ticks.c.due)).where(
                    ticks.c.company_id == company, ticks.c.job == job
                )
                found[job] = (await connection.execute(query)).scalar()
        return {job: due for job, due in found.items() if due is not None}

    async def last(self, company: int) -> dict[str, datetime]:
        """Job → its last occurrence that ran to its end."""
        async with self._database.read() as connection:
            query = (
                select(ticks.c.job, func.max(ticks.c.due))
                .where(ticks.c.company_id == company, ~ticks.c.job.contains(STEP))
                .group_by(ticks.c.job)
            )
            rows = (await connection.execute(query)).all()
            return {row[0]: row[1] for row in rows}

    async def forget(self, before: datetime) -> int:
        async with self._database.write() as connection:
            done = await connection.execute(delete(ticks).where(ticks.c.due < before))
            return done.rowcount
