"""How often something was done lately, counted by all processes in SQL.

A counter of evenly spaced cells (GCRA) would need no list of times, but lets almost twice the amount
into one window after a pause; platforms answer that with errors, or drop in silence.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.direct import Words, run
from storage.tables import shared


class Rate(Protocol):
    """`adapters.limits.Rate`."""

    @property
    def amount(self) -> int: ...
    @property
    def per(self) -> timedelta: ...
    @property
    def spare(self) -> int: ...


Wanted = Mapping[str, Sequence[Rate]]


async def take(
    connection: AsyncConnection, every: Sequence[Wanted], now: datetime
) -> Sequence[float]:
    """For each in its turn: take a slot under every key; else take none and say how many seconds
    there are until there is one."""
    stamp = _milliseconds(now)
    rates = {key: some for wanted in every for key, some in wanted.items() if some}
    taken = await _locked(connection, rates, now)
    closed = await _closed(connection, {key for wanted in every for key in wanted}, now)
    waits, fresh = [], dict[str, Sequence[Rate]]()
    for wanted in every:
        ends = [closed[key] for key in wanted if key in closed]
        ends += [
            _earliest(taken[key], rate, stamp) for key, some in wanted.items() for rate in some
        ]
        start = max([stamp, *ends])
        waits.append((start - stamp) / 1000)
        if start <= stamp:
            counted = {key: some for key, some in wanted.items() if some}
            fresh |= counted
            for key in counted:
                taken[key].append(stamp)
    for key in sorted(fresh):
        row = _row(key, taken[key], fresh[key], now)
        await run(connection, _PUT, Words.of(shared, connection.dialect).given(row))
    return waits


_KEEP = """INSERT INTO shared (name, value, holder, until) VALUES (:name, :value, :holder, :until)
ON CONFLICT (name) DO """
_PUT, _ADD = (
    f"{_KEEP} UPDATE SET value = excluded.value, until = excluded.until",
    f"{_KEEP} NOTHING",
)
_NAMED = shared.c.name.in_(bindparam("names", expanding=True))
_LOCKED = (
    select(shared.c.name, shared.c.value).where(_NAMED).order_by(shared.c.name).with_for_update()
)
_CLOSED = select(shared.c.name, shared.c.until).where(_NAMED, shared.c.until > bindparam("now"))


async def shut(connection: AsyncConnection, key: str, until: datetime) -> None:
    """Give nobody a slot under `key` before `until`."""
    row = {"name": closure(key), "value": "", "holder": "", "until": until}
    await run(connection, _PUT, Words.of(shared, connection.dialect).given(row))


async def _closed(
    connection: AsyncConnection, keys: Collection[str], now: datetime
) -> dict[str, int]:
    """Until when each key is closed that is."""
    names = {closure(key): key for key in keys}
    rows = (await connection.execute(_CLOSED, {"names": list(names), "now": now})).all()
    return {names[row.name]: _milliseconds(row.until) for row in rows}


def closure(key: str) -> str:
    return f"{_name(key)}:closed"


async def _locked(
    connection: AsyncConnection, wanted: Wanted, now: datetime
) -> dict[str, list[int]]:
    """The times under each key; nobody else changes them before the commit."""
    names = {_name(key): key for key in wanted}
    given = {"names": list(names)}
    rows = (await connection.execute(_LOCKED, given)).all()
    if len(rows) < len(names):
        for name in sorted(names.keys() - {row.name for row in rows}):
            row = _row(names[name], [], wanted[names[name]], now)
            await run(connection, _ADD, Words.of(shared, connection.dialect).given(row))
        rows = (await connection.execute(_LOCKED, given)).all()
    return {names[row.name]: json.loads(row.value) for row in rows}


def _row(key: str, taken: Sequence[int], rates: Sequence[Rate], now: datetime) -> dict[str, object]:
    """As many times as the widest rate counts, kept as long as the longest."""
    most, longest = max(rate.amount for rate in rates), max(rate.per for rate in rates)
    value = json.dumps(taken[-most:])
    return {"name": _name(key), "value": value, "holder": "", "until": now + longest}


def _earliest(taken: Sequence[int], rate: Rate, now: int) -> int:
    """When the next may go: once the oldest of the last `amount` has left the window."""
    free = rate.amount - rate.spare
    return now if len(taken) < free else max(now, taken[-free] + _length(rate))


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _length(rate: Rate) -> int:
    return int(rate.per / timedelta(milliseconds=1))


def _name(key: str) -> str:
    return f"slots:{key}"
