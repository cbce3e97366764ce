"""A name that more have than are looked at: one's own customer is still found, on both databases."""

from dataclasses import replace

import pytest

from core.customers.model import CustomerId
from core.customers.names import person_key
from storage import names
from tests.contracts.given import E1, E2, contact, customer, kept, scope, take_back

OWN, POOLED = CustomerId("Z8"), CustomerId("Z9")
OTHERS = [CustomerId(f"C{n:03}") for n in range(130)]


@pytest.fixture
async def common(store, act):
    """More customers of a colleague than are looked at, then one's own, then one in the pool."""
    called = {"full_name": "福州恒泰建设集团有限公司", "aliases": ("恒泰", "锦程")}
    await kept(
        store,
        act,
        *(customer(one, owner=E2, **called) for one in OTHERS),
        customer(OWN, owner=E1, **called),
        customer(POOLED, owner=None, **called),
    )
    async with store.unit(act(id="people")) as uow:
        await uow.contacts.add_many(
            [contact(f"P{one}", customer=one, name="王建国") for one in (*OTHERS, OWN, POOLED)]
        )
        await uow.ledger.record("import", "contact", "")


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (scope(E1), [OWN]),
        (scope(E1, pools=True), [OWN, POOLED]),
        (scope(pools=True), [POOLED]),
        (scope(), []),
    ],
    ids=["one's own", "one's own and the pool", "the pool", "nobody's"],
)
async def test_what_one_may_see_of_a_name_that_many_have(store, seen, expected) -> None:
    async with store.look() as uow:
        hits = await uow.customers.by_keys(["恒泰", "没有", "锦程", "~hen'tai"], seen)
        assert {hit.key: list(hit.customers) for hit in hits} == (
            dict.fromkeys(["恒泰", "锦程", "~hen'tai"], expected) if expected else {}
        )
        for called in ("王总", "王建国"):
            hits = await uow.customers.by_keys([person_key(called)], seen)
            assert [one for hit in hits for one in hit.customers] == expected
            people = await uow.contacts.named(called, seen)
            assert [one.customer for one in people] == expected


async def seen_by(store, who) -> list[CustomerId]:
    async with store.look() as uow:
        hits = await uow.customers.by_keys(["锦程"], who)
    return [one for hit in hits for one in hit.customers]


@pytest.mark.parametrize("many", [False, True], ids=["one", "many"])
async def test_a_name_goes_with_its_customer_to_whoever_has_it_now(store, act, many) -> None:
    known = customer(OWN, owner=E1, aliases=("锦程",))
    await kept(store, act, known)
    assert (await seen_by(store, scope(E1)), await seen_by(store, scope(E2))) == ([OWN], [])

    async with store.unit(act(id="handed over")) as uow:
        handed = replace(known, owner=E2)
        await (uow.customers.save_many([handed]) if many else uow.customers.save(handed))
        await uow.ledger.record("assign", "customer", OWN)
    assert (await seen_by(store, scope(E1)), await seen_by(store, scope(E2))) == ([], [OWN])

    async with store.unit(act(id="pooled")) as uow:
        now = await uow.customers.get(OWN, scope(E2))
        await uow.customers.save(replace(now, owner=None))
        await uow.ledger.record("release", "customer", OWN)
    pooled = await seen_by(store, scope(E1, pools=True)), await seen_by(store, scope(E2))
    assert pooled == ([OWN], [])

    await take_back(store, act, "pooled")
    assert (await seen_by(store, scope(E1, pools=True)), await seen_by(store, scope(E2))) == (
        [],
        [OWN],
    )


async def test_there_are_more_of_that_name_than_are_looked_at() -> None:
    """Else the tests above would say nothing."""
    assert len(OTHERS) > names._SHOWN
