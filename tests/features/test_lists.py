"""Lists by what is asked of them: what they leave out and what comes first (L01)."""

from datetime import date, datetime

import pytest

from core.customers.model import Contact, ContactId, CustomerId
from core.customers.queries import CustomerOrder, CustomerQuery
from core.money import Money
from core.opportunities.queries import OpportunityOrder, OpportunityQuery
from core.people.permissions import EVERYBODY, Scope
from tests.core.builders import DAY, MONDAY, ZHOU, act, customer, opportunity, pooled
from tests.features.given import load

_NUMBERS = ("C01", "C02", "C03")


def some(**other: tuple[object, ...]) -> list:
    """Three in the pool, each with its own of the values of `other`."""
    return [
        pooled(number, **{name: values[place] for name, values in other.items()})
        for place, number in enumerate(_NUMBERS)
    ]


async def listed(store, query: CustomerQuery, scope: Scope = EVERYBODY) -> list[str]:
    async with store.look() as uow:
        return [one.id for one in await uow.customers.search(query, scope)]


@pytest.mark.parametrize(
    ("query", "those"),
    [
        (CustomerQuery(but_cities=("苏州",)), {"C02", "C03"}),
        (CustomerQuery(but_industries=("模具", "化工")), {"C03"}),
        (CustomerQuery(entered_pool=(MONDAY - 3 * DAY, MONDAY - DAY)), {"C02"}),
    ],
)
async def test_L01_a_list_leaves_out_what_is_denied(store, query, those: set[str]) -> None:
    entered = (MONDAY - 9 * DAY, MONDAY - 2 * DAY, MONDAY - DAY)
    cities, trades = ("苏州", "宁波", ""), ("化工", "模具", "食品")
    await load(store, *some(city=cities, industry=trades, entered_pool_at=entered))
    assert set(await listed(store, query)) == those


async def test_L01_who_lies_in_the_pool_for_longest_comes_first(store) -> None:
    entered = (MONDAY - 2 * DAY, MONDAY - 9 * DAY, MONDAY - DAY)
    await load(store, *some(entered_pool_at=entered))
    query = CustomerQuery(order=CustomerOrder.LEFT_IN_POOL)
    assert await listed(store, query) == ["C02", "C01", "C03"]


async def person(store, at: str = "C01", mobile: str = "13800000101") -> None:
    known = Contact(
        id=ContactId(f"{at}-0"),
        customer=CustomerId(at),
        name="徐磊",
        mobile=mobile,
        created_at=MONDAY,
    )
    async with store.unit(act(None)) as uow:
        await uow.contacts.add(known)
        await uow.ledger.record("import", "company", "")


async def test_L01_customers_without_anybody_known_are_told_from_the_others(store) -> None:
    await load(store, customer(), customer("C02"))
    await person(store)
    assert await listed(store, CustomerQuery(has_contact=True)) == ["C01"]
    assert await listed(store, CustomerQuery(has_contact=False)) == ["C02"]


async def test_A03_whose_number_it_is_is_told_inside_the_scope_alone(store) -> None:
    await load(store, customer(), pooled("C02"))
    await person(store)
    await person(store, "C02", "13800000700")
    own = Scope(frozenset({ZHOU}), pools=False)
    async with store.look() as uow:
        (known,) = await uow.contacts.reached_at("13800000101", own)
        assert known.name == "徐磊"
        assert await uow.contacts.reached_at("13800000700", own) == []
        assert await uow.contacts.reached_at("13800000101", Scope(frozenset(), pools=True)) == []


ORDERS = {
    OpportunityOrder.LARGEST: ["O2", "O1", "O3"],
    OpportunityOrder.SMALLEST: ["O1", "O2", "O3"],
    OpportunityOrder.FIRST_TO_CLOSE: ["O3", "O1", "O2"],
    OpportunityOrder.LAST_TO_CLOSE: ["O1", "O3", "O2"],
    OpportunityOrder.LIKELIEST: ["O2", "O3", "O1"],
    OpportunityOrder.UNLIKELIEST: ["O1", "O3", "O2"],
    OpportunityOrder.LONGEST_IDLE: ["O3", "O2", "O1"],
}
_DEALS = (
    ("O1", 10, date(2027, 1, 15), 10, MONDAY),
    ("O2", 90, None, 80, MONDAY - DAY),
    ("O3", None, date(2026, 12, 1), 50, MONDAY - 2 * DAY),
)


def _deal(number: str, wan: int | None, closes: date | None, probability: int, moved: datetime):
    amount = Money.yuan(wan * 10_000) if wan else None
    return opportunity(
        number, amount=amount, expected_close=closes, probability=probability, moved_at=moved
    )


async def test_L01_deals_stand_by_what_is_asked_for_first(store) -> None:
    await load(store, customer())
    async with store.unit(act(None)) as uow:
        for row in _DEALS:
            await uow.opportunities.add(_deal(*row))
        await uow.ledger.record("import", "company", "")
    found = {}
    async with store.look() as uow:
        for order in OpportunityOrder:
            deals = await uow.opportunities.search(OpportunityQuery(order=order), EVERYBODY)
            found[order] = [one.id for one in deals]
    assert found == ORDERS
