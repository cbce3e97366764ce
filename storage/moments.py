"""Moments in SQL that are reckoned from others."""

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.expression import FunctionElement

from storage.types import Moment


class later(FunctionElement[Any]):  # noqa: N801 - read as a function of SQL
    """A moment so much later: to be compared, to the millisecond."""

    type = Moment()
    inherit_cache = True
    name = "later"

    def __init__(self, moment: ColumnElement[Any], by: timedelta) -> None:
        super().__init__(moment)
        self.seconds = int(by.total_seconds())

    @property
    def moment(self) -> ColumnElement[Any]:
        return next(iter(self.clauses))


@compiles(later, "sqlite")
def _sqlite(element: later, compiler: Any, **how: Any) -> str:
    moment = compiler.process(element.moment, **how)
    return f"strftime('%Y-%m-%dT%H:%M:%f000+00:00', {moment}, '+{element.seconds} seconds')"


@compiles(later, "postgresql")
def _postgresql(element: later, compiler: Any, **how: Any) -> str:
    return f"({compiler.process(element.moment, **how)} + interval '{element.seconds} seconds')"
