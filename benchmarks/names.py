"""The keys of a customer's name, which an import makes once a row."""

from itertools import cycle

from benchmarks.companies import companies
from benchmarks.measure import Row, rate
from core.customers.names import keys


def keying() -> list[Row]:
    """Make the keys of one customer."""
    names = cycle([(row["full_name"], [row["aliases"]]) for row in companies(5_000)])
    per_second, n = rate(lambda: keys(*next(names)))
    return [Row("customer names turned into keys", per_second, "/s", n)]
