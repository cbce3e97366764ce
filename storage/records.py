"""Frozen values as versioned rows: get, add, save."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from typing import Any, Generic, Protocol, TypeVar, cast

from sqlalchemy import ColumnElement, Select, Table, and_, select

from core.errors import NotFound, Stale
from storage.session import Session

_MANY = 500


class Value(Protocol):
    """A frozen dataclass whose fields are the table's columns."""

    @property
    def version(self) -> int: ...


V = TypeVar("V", bound=Value)


class Records(Generic[V]):
    """The rows of one table in one company, as values of one type.

    Args:
        noun: what a person calls it, for `NotFound` and `Stale`.
        key: the names of the key's columns beside the company.
    """

    def __init__(
        self,
        session: Session,
        table: Table,
        kind: type[V],
        noun: str,
        key: tuple[str, ...] = ("id",),
    ) -> None:
        self.session = session
        self.table = table
        self._kind = kind
        self._noun = noun
        self._key = key
        self._names = _names(kind)

    @property
    def mine(self) -> ColumnElement[bool]:
        return self.table.c.company_id == self.session.company

    def query(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        return select(self.table).where(self.mine, *conditions)

    async def one(self, *conditions: ColumnElement[bool]) -> V | None:
        row = await self.session.first(self.query(*conditions))
        return self.value(row) if row else None

    async def by(self, **values: object) -> V | None:
        """The one that has exactly these values."""
        found = await self.session.find(self.table, values)
        return self.of(found[0]) if found else None

    async def many(self, query: Select[Any]) -> Sequence[V]:
        return [self.value(row) for row in await self.session.all(query)]

    async def get(self, key: str, *conditions: ColumnElement[bool]) -> V:
        """The value of `key` that meets the conditions.

        Raises:
            NotFound: there is none.
        """
        at = self.table.c[self._key[0]] == key
        found = await (self.one(at, *conditions) if conditions else self.by(**{self._key[0]: key}))
        if found is None:
            raise NotFound(kind=self._noun, key=key)
        return found

    async def several(self, ids: Iterable[object]) -> list[V]:
        """Those of the ids that are there, in the order of the ids."""
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            return []
        key = self._key[0]
        place = {one: number for number, one in enumerate(wanted)}
        found = await self.session.among(self.table, key, wanted)
        return [self.of(row) for row in sorted(found, key=lambda row: place[row[key]])]

    async def add(self, value: V) -> None:
        await self.session.add(self.table, self.row(value))

    async def save(self, value: V) -> V:
        """Write over the version that was read.

        Raises:
            Stale: it is another by now.
        """
        saved = replace(cast(Any, value), version=value.version + 1)
        if not await self.session.replace(self.table, self.row(saved), value.version):
            raise Stale(kind=self._noun, key=str(getattr(value, self._key[0])))
        return cast(V, saved)

    async def save_many(self, values: Sequence[V]) -> None:
        """As `save`, in few statements however many they are.

        Raises:
            Stale: one of them is another by now.
        """
        for start in range(0, len(values), _MANY):
            some = values[start : start + _MANY]
            saved = [self.row(replace(cast(Any, one), version=one.version + 1)) for one in some]
            if gone := await self.session.replace_many(self.table, saved, self._key[0]):
                raise Stale(kind=self._noun, key=gone)

    def row(self, value: V) -> dict[str, object]:
        return {
            "company_id": self.session.company,
            **{name: getattr(value, name) for name in self._names},
        }

    def value(self, row: Any) -> V:
        return self.of(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name

    def of(self, row: Mapping[str, Any]) -> V:
        """The value of a row that was found."""
        return self._kind(**{name: row[name] for name in self._names})

    def among(self, column: str, values: Iterable[object]) -> ColumnElement[bool]:
        return self.table.c[column].in_(list(values))


def every(conditions: Iterable[ColumnElement[bool] | None]) -> ColumnElement[bool]:
    """All conditions that are there."""
    given = [one for one in conditions if one is not None]
    return and_(True, *given)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
