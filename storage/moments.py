"""Moments in SQL that are reckoned from others."""

from datetime import timedelta
from typing import Any

from sqlalchemy import literal
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
        super().__init__(moment, literal(int(by.total_seconds())))


@compiles(later, "sqlite")
def _sqlite(element: later, compiler: Any, **how: Any) -> str:
    moment, seconds = (compiler.process(one, **how) for one in element.clauses)
    return f"strftime('%Y-%m-%dT%H:%M:%f000+00:00', {moment}, '+' || {seconds} || ' seconds')"


@compiles(later, "postgresql")
def _postgresql(element: later, compiler: Any, **how: Any) -> str:
    moment, seconds = (compiler.process(one, **how) for one in element.clauses)
    return f"({moment} + make_interval(secs => {seconds}))"
