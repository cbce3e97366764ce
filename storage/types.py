"""Column types: how the core's values lie in a row, and as JSON in the ledger's row images."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import BigInteger, Date, DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from core.fields import Custom
from core.money import Money
from core.visits.model import Figure, SourceSpan

T = TypeVar("T")
Plain = str | int | bool | None
"""What a value is in a row image."""


class Kept(TypeDecorator[T], Generic[T]):
    """A value kept as something plainer; the plain form is also its form in a row image."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = Text
    cache_ok = True

    def plain(self, value: T) -> Plain:
        raise NotImplementedError

    def value(self, plain: Plain) -> T:
        raise NotImplementedError

    def process_bind_param(self, value: T | None, dialect: Dialect) -> object:  # noqa: ARG002
        return None if value is None else self.plain(value)

    def process_result_value(self, value: object, dialect: Dialect) -> T | None:  # noqa: ARG002
        return None if value is None else self.value(value)  # type: ignore[arg-type]  # what plain made


class Moment(Kept[datetime]):
    """An instant: timestamptz on PostgreSQL, sortable UTC text on SQLite."""

    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(Text())

    def plain(self, value: datetime) -> Plain:
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def value(self, plain: Plain) -> datetime:
        at = datetime.fromisoformat(str(plain))
        return at if at.tzinfo is UTC else at.astimezone(UTC)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> object:
        if value is None or dialect.name == "postgresql":
            return value
        return self.plain(value)

    def process_result_value(self, value: object, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return None if value is None else self.value(str(value))


class Day(Kept[date]):
    impl = Date
    cache_ok = True

    def plain(self, value: date) -> Plain:
        return value.isoformat()

    def value(self, plain: Plain) -> date:
        return date.fromisoformat(str(plain))

    def process_bind_param(self, value: date | None, dialect: Dialect) -> object:  # noqa: ARG002
        return value

    def process_result_value(self, value: object, dialect: Dialect) -> date | None:  # noqa: ARG002
        return value if isinstance(value, date) else None


class Clock(Kept[time]):
    cache_ok = True

    def plain(self, value: time) -> Plain:
        return value.isoformat("minutes")

    def value(self, plain: Plain) -> time:
        return time.fromisoformat(str(plain))


class Fen(Kept[Money]):
    impl = BigInteger
    cache_ok = True

    def plain(self, value: Money) -> Plain:
        return value.fen

    def value(self, plain: Plain) -> Money:
        return Money(int(plain or 0))


class Word(Kept[StrEnum]):
    """One of an enumeration's words."""

    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind
        self._words = {str(word): word for word in kind}

    def plain(self, value: StrEnum) -> Plain:
        return str(value)

    def value(self, plain: Plain) -> StrEnum:
        return self._words.get(str(plain)) or self.kind(str(plain))


class Words(Kept[tuple[str, ...]]):
    cache_ok = True

    def plain(self, value: Iterable[str]) -> Plain:
        return json.dumps(list(value), ensure_ascii=False)

    def value(self, plain: Plain) -> tuple[str, ...]:
        return tuple(json.loads(str(plain)))


class Figures(Kept[tuple[Figure, ...]]):
    """Amounts with their roles, in fen."""

    cache_ok = True

    def plain(self, value: Iterable[Figure]) -> Plain:
        return json.dumps(
            [
                [
                    one.role,
                    *(end.fen if end else None for end in (one.least, one.most)),
                    one.about,
                    one.currency,
                ]
                for one in value
            ]
        )

    def value(self, plain: Plain) -> tuple[Figure, ...]:
        return tuple(
            Figure(
                role=role,
                least=None if least is None else Money(least),
                most=None if most is None else Money(most),
                about=about,
                currency=currency,
            )
            for role, least, most, about, currency in json.loads(str(plain))
        )


class CustomValues(Kept[Custom]):
    """The values of a company's own fields by their keys, sorted."""

    cache_ok = True

    def plain(self, value: Custom) -> Plain:
        return json.dumps(dict(value), ensure_ascii=False, sort_keys=True)

    def value(self, plain: Plain) -> Custom:
        kept: Custom = json.loads(str(plain))
        return kept


class WordSet(Kept[frozenset[StrEnum]]):
    """A set of an enumeration's words, sorted."""

    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind
        self._sets: dict[Plain, frozenset[StrEnum]] = {}

    def plain(self, value: Iterable[StrEnum]) -> Plain:
        return json.dumps(sorted(str(word) for word in value))

    def value(self, plain: Plain) -> frozenset[StrEnum]:
        if plain not in self._sets:
            self._sets[plain] = frozenset(self.kind(word) for word in json.loads(str(plain)))
        return self._sets[plain]


class Spans(Kept[tuple[SourceSpan, ...]]):
    cache_ok = True

    def plain(self, value: Iterable[SourceSpan]) -> Plain:
        return json.dumps([[span.slot, span.start, span.end] for span in value])

    def value(self, plain: Plain) -> tuple[SourceSpan, ...]:
        return tuple(SourceSpan(*span) for span in json.loads(str(plain)))
