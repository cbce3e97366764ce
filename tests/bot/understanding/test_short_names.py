"""Short names at scale: a rep with his customers and the pool, among 200,000 names (C18)."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import partial

import pytest

from benchmarks.market import Company, market
from benchmarks.short_names import Mention, judged, mentions
from bot.understanding import understand
from bot.understanding.likeness import LOOKED_AT, Neighbourhood
from bot.understanding.linking import FEW
from core.customers.model import CustomerId
from core.customers.names import keys
from core.customers.queries import NameHit
from core.customers.stretches import Stretches
from tests.bot.understanding.moments import clock

ALL, REPS, POOLED = 200_000, 90, 10
OWN, POOL, OTHERS = range(3)
"""Whose a customer is, as one rep sees it; the order in which he is shown them."""


class Market:
    """What the database answers one rep who has some of many customers, all in memory.

    Args:
        asked: the keys that will be asked for; no others are kept.
    """

    def __init__(self, known: Iterable[tuple[int, Company]], asked: set[str]) -> None:
        self._held: dict[str, list[tuple[int, str, str]]] = {}
        self._own: list[tuple[CustomerId, str]] = []
        for whose, one in known:
            if whose == OWN:
                self._own.append((CustomerId(one.id), one.full_name))
            for key, kind in keys(one.full_name):
                if key in asked:
                    self._held.setdefault(key, []).append((whose, one.id, kind))
        self._near = Neighbourhood(self._own[:LOOKED_AT])

    async def begun(self, beginnings: Collection[str]) -> Collection[str]:
        return beginnings

    async def by_keys(self, asked: Sequence[str]) -> Sequence[NameHit]:
        hits = (self._hit(key, self._held[key]) for key in asked if key in self._held)
        return [hit for hit in hits if hit.inside or hit.kind != "pinyin"]

    def _hit(self, key: str, held: Sequence[tuple[int, str, str]]) -> NameHit:
        inside = any(whose != OTHERS for whose, _, _ in held)
        few = sorted(one for one in held if inside is (one[0] != OTHERS))[:FEW]
        ids = tuple(CustomerId(id_) for _, id_, _ in few)
        return NameHit(key, few[0][2], ids, inside=inside, pooled=few[0][0] == POOL)

    async def neighbourhood(self) -> Neighbourhood:
        return self._near

    async def anywhere(self, _: Sequence[str]) -> dict[str, Sequence[CustomerId]]:
        return {}

    async def at(self, _: str, among: Sequence[CustomerId]) -> Sequence[CustomerId]:
        return among[:0]

    async def contacts(self, _: Sequence[CustomerId]) -> Sequence[str]:
        return ()


def whose(number: int) -> int:
    if number % POOLED == 0:
        return POOL
    return OWN if number // POOLED % REPS == 0 else OTHERS


@pytest.fixture(scope="module")
def known() -> list[tuple[int, Company]]:
    return [(whose(number), one) for number, one in enumerate(market(ALL))]


async def verdicts(known: list[tuple[int, Company]], said: list[Mention]) -> Counter[str]:
    asked = {key for one in said for key in Stretches(one.text).sought()}
    at = clock()
    given = partial(understand, names=Market(known, asked), now=at.now, calendar=at.calendar)
    return await judged(said, given)


async def test_C18_a_short_name_of_ones_own_customer_is_found_or_asked_for(known) -> None:
    own = [one for mine, one in known if mine == OWN]
    assert len(own) > 2_000
    found = await verdicts(known, mentions(own))

    assert found["taken"] + found["offered"] >= 970, found
    assert found["wrong"] <= 2, found


async def test_C18_a_short_name_of_the_pool_is_found_or_asked_for(known) -> None:
    found = await verdicts(known, mentions([one for mine, one in known if mine == POOL]))

    assert found["taken"] + found["offered"] >= 770, found
    assert found["taken"] + found["offered"] + found["asked"] >= 970, found
    assert found["wrong"] <= 2, found
