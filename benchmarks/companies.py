"""Customers by the thousand, invented, the same in every run."""

from collections.abc import Iterator

from bot.demo.words import CITIES, FIRST, FORMS, SECOND, TRADES

_CITIES = [city for cities in CITIES.values() for city in cities]
_TRADES = [trade for trades in TRADES.values() for trade in trades]


def companies(count: int) -> Iterator[dict[str, str]]:
    """Yield `count` rows of a customers file, each with another name."""
    for number in range(count):
        rest, first = divmod(number, len(FIRST))
        rest, second = divmod(rest, len(SECOND))
        third, trade = divmod(rest, len(_TRADES))
        brand = FIRST[first] + SECOND[second] + (FIRST[third % len(FIRST)] if third else "")
        yield {
            "customer_id": f"C{number:07}",
            "full_name": _CITIES[number % len(_CITIES)]
            + brand
            + _TRADES[trade]
            + FORMS[number % len(FORMS)],
            "aliases": brand + _TRADES[trade],
            "owner_rep": "",
            "contacts": "王总",
        }
