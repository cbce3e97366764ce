"""Figures told for each of many, the most of them first."""

from dataclasses import dataclass

from bot.slots import CustomerRef, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """谁打电话最多, 哪个客户我跑得最多, 我见过几个人, 给远帆打过几次电话.

    Args:
        measure: of `core.reports.tallies.Measure`.
        by: person, customer or contact; empty lists the records that are counted.
        people: whose, by name or `ME`; empty: everybody's whose figures one sees.
        customer, contact: with whom, where one is named.
        but: kinds of contacts that are not counted, by their measures.
        least: who has the least stands first.
    """

    measure: str
    by: str = ""
    period: Period | None = None
    people: tuple[str, ...] = ()
    customer: CustomerRef = CustomerRef()
    contact: str = ""
    but: tuple[str, ...] = ()
    least: bool = False
