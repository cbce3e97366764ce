"""When a customer returns to the pool, day by day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.pool.clocks import owned, wound
from core.pool.rules import PROFILES, PROTECTIONS, Deadline, PoolRules, Protection, hold_end, look
from tests.core.builders import BASIC, DAY, KEY_ACCOUNTS, MONDAY, ZHOU, ZONE, at, customer, pooled

TODAY = MONDAY.date()
BARE = replace(BASIC, no_deal_days=0, category_days=(0, 0, 0, 0, 0))


def due(one, rules: PoolRules, day: date) -> Deadline | None:
    return look(one, rules, today=day, zone=ZONE).due(day)


def kept(one, rules: PoolRules, day: date) -> str:
    protected = look(one, rules, today=day, zone=ZONE).protected_by
    return protected.name if protected else ""


def test_D07_day_60_is_kept_and_day_61_returns() -> None:
    one = customer(owned_since=at(TODAY, 23, 59))
    assert due(one, BASIC, TODAY + 60 * DAY) is None
    assert due(one, BASIC, TODAY + 61 * DAY) == Deadline("no_deal", TODAY + 61 * DAY)


def test_D07_days_are_those_of_the_companys_zone() -> None:
    before, after = at(TODAY, 23, 59), at(TODAY + DAY, 0, 1)
    days = [
        look(customer(owned_since=since), BASIC, today=TODAY, zone=ZONE).deadline
        for since in (before, after)
    ]
    assert [one.on - TODAY for one in days if one] == [61 * DAY, 62 * DAY]


def test_D07_a_deal_starts_the_clock_anew() -> None:
    one = customer(won_at=MONDAY + 10 * DAY)
    found = look(one, replace(BASIC, protect_won=False), today=TODAY, zone=ZONE)
    assert found.deadline == Deadline("no_deal", TODAY + 71 * DAY)


def test_D07_a_deal_of_an_earlier_owner_does_not_shorten_the_clock() -> None:
    one = customer(won_at=MONDAY - 50 * DAY)
    assert look(one, BASIC, today=TODAY, zone=ZONE).deadline == Deadline(
        "no_deal", TODAY + 61 * DAY
    )


def test_D08_without_a_visit_it_returns_on_day_4() -> None:
    one = customer()
    assert due(one, KEY_ACCOUNTS, TODAY + 3 * DAY) is None
    assert due(one, KEY_ACCOUNTS, TODAY + 4 * DAY) == Deadline("first_visit", TODAY + 4 * DAY)


@pytest.mark.parametrize(
    ("claimed", "visited", "until"),
    [
        pytest.param(date(2026, 11, 23), date(2026, 11, 26), date(2027, 5, 26), id="day 3"),
        pytest.param(date(2026, 8, 29), date(2026, 8, 31), date(2027, 2, 28), id="month end"),
        pytest.param(date(2027, 8, 27), date(2027, 8, 29), date(2028, 2, 29), id="leap day"),
        pytest.param(date(2027, 8, 29), date(2027, 8, 31), date(2028, 2, 29), id="leap month"),
        pytest.param(date(2028, 2, 28), date(2028, 2, 29), date(2028, 8, 29), id="from leap day"),
        pytest.param(date(2026, 12, 30), date(2026, 12, 31), date(2027, 6, 30), id="over a year"),
    ],
)
def test_D08_a_visit_by_the_end_of_day_3_keeps_for_half_a_year(
    claimed: date, visited: date, until: date
) -> None:
    one = customer(
        owned_since=at(claimed, 0, 1),
        first_effective_at=at(visited, 23, 59),
        last_effective_at=at(visited, 23, 59),
    )
    held = wound(one, KEY_ACCOUNTS, now=at(visited, 23, 59), zone=ZONE)
    assert held.hold_until == until
    assert kept(held, KEY_ACCOUNTS, until) == "hold"
    assert due(held, KEY_ACCOUNTS, until) is None
    assert due(held, KEY_ACCOUNTS, until + DAY) == Deadline("half_year", until + DAY)


def test_D08_a_visit_on_day_4_earns_nothing() -> None:
    late = customer(first_effective_at=at(TODAY + 4 * DAY, 0, 0))
    held = wound(late, KEY_ACCOUNTS, now=MONDAY + 4 * DAY, zone=ZONE)
    assert held.hold_until is None
    assert due(held, KEY_ACCOUNTS, TODAY + 4 * DAY) == Deadline("first_visit", TODAY + 4 * DAY)


@pytest.mark.parametrize("category", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("beyond", [-1, 0, 1])
def test_D10_each_category_has_its_own_limit(category: int, beyond: int) -> None:
    limit = (7, 15, 30, 45, 60)[category - 1]
    rules = replace(BASIC, no_deal_days=0)
    one = customer(category=category, last_effective_at=MONDAY + 5 * DAY)
    day = TODAY + timedelta(days=5 + limit + beyond)
    expected = Deadline("category", day) if beyond == 1 else None
    assert due(one, rules, day) == expected


def test_D10_a_contact_before_the_ownership_does_not_shorten_the_limit() -> None:
    one = customer(category=1, last_effective_at=MONDAY - 5 * DAY)
    found = look(one, BASIC, today=TODAY, zone=ZONE)
    assert found.deadline == Deadline("category", TODAY + 8 * DAY)


def test_D10_without_a_category_there_is_no_category_limit() -> None:
    assert look(customer(), replace(BASIC, no_deal_days=0), today=TODAY, zone=ZONE).clocks == ()


def test_the_earliest_deadline_wins() -> None:
    one = customer(category=1)
    found = look(one, replace(KEY_ACCOUNTS, category_days=(2, 0, 0, 0, 0)), today=TODAY, zone=ZONE)
    assert [clock.rule for clock in found.clocks] == ["first_visit", "category"]
    assert found.deadline == Deadline("category", TODAY + 3 * DAY)


PROTECTED = {
    "won": {"won_at": MONDAY},
    "open_opportunity": {"open_moved_at": MONDAY},
    "lock": {"locked": True},
    "hold": {"hold_until": TODAY},
}


@pytest.mark.parametrize("name", PROTECTED)
def test_D12_each_protection_blocks_the_return_and_is_named(name: str) -> None:
    rules = replace(BASIC, no_deal_days=1)
    old = customer(owned_since=MONDAY - 20 * DAY)
    one = (
        replace(old, **PROTECTED[name]) if name != "won" else replace(old, won_at=MONDAY - 9 * DAY)
    )
    assert due(old, rules, TODAY) == Deadline("no_deal", TODAY - 18 * DAY)
    assert due(one, rules, TODAY) is None
    assert kept(one, rules, TODAY) == name


@pytest.mark.parametrize("name", PROTECTED)
def test_D12_each_protection_is_a_switch(name: str) -> None:
    rules = replace(BASIC, **{f"protect_{name}": False})
    assert kept(customer(**PROTECTED[name]), rules, TODAY) == ""


def test_D12_every_protection_is_listed_in_its_published_order() -> None:
    everything = {name: value for part in PROTECTED.values() for name, value in part.items()}
    found = look(customer(**everything), BASIC, today=TODAY, zone=ZONE, on_leave=True)
    assert found.protections == (
        Protection("won", applies=True, until=TODAY + 180 * DAY),
        Protection("open_opportunity", applies=True, until=TODAY + 30 * DAY),
        Protection("lock", applies=True),
        Protection("hold", applies=True, until=TODAY),
        Protection("leave", applies=True),
    )
    assert tuple(one.name for one in found.protections) == PROTECTIONS
    assert [one.name for one in look(customer(), BASIC, today=TODAY, zone=ZONE).protections] == [
        one.name for one in found.protections
    ]


@pytest.mark.parametrize(
    ("facts", "last"),
    [
        pytest.param({"won_at": MONDAY}, 180, id="half a year after a deal"),
        pytest.param({"open_moved_at": MONDAY}, 30, id="thirty days after a stage move"),
    ],
)
def test_D12_a_protection_ends_after_its_last_day(facts: dict[str, object], last: int) -> None:
    one = customer(**facts)
    assert kept(one, BASIC, TODAY + last * DAY) != ""
    assert kept(one, BASIC, TODAY + (last + 1) * DAY) == ""


def test_D12_an_earned_hold_outlives_the_rule_that_gave_it() -> None:
    held = wound(customer(hold_until=TODAY + 90 * DAY), BASIC, now=MONDAY, zone=ZONE)
    assert held.hold_until == TODAY + 90 * DAY
    assert held.check_on == TODAY + 91 * DAY


def test_D12_the_clock_runs_on_under_a_protection() -> None:
    early = wound(customer(open_moved_at=MONDAY), BASIC, now=MONDAY, zone=ZONE)
    late = wound(
        replace(early, open_moved_at=MONDAY + 50 * DAY), BASIC, now=MONDAY + 50 * DAY, zone=ZONE
    )
    assert (early.recycle_on, early.check_on) == (TODAY + 61 * DAY, TODAY + 61 * DAY)
    assert (late.recycle_on, late.check_on) == (TODAY + 61 * DAY, TODAY + 81 * DAY)


def test_a_locked_customer_is_not_looked_at_until_it_is_unlocked() -> None:
    locked = wound(customer(locked=True), BASIC, now=MONDAY, zone=ZONE)
    free = wound(replace(locked, locked=False), BASIC, now=MONDAY, zone=ZONE)
    assert (locked.check_on, free.check_on) == (None, TODAY + 61 * DAY)


def test_the_pool_itself_has_no_clock() -> None:
    found = look(pooled(), BASIC, today=TODAY, zone=ZONE)
    assert (found.clocks, found.protections, found.check_on) == ((), (), None)


def test_a_warning_counts_for_its_own_deadline_only() -> None:
    warned = replace(wound(customer(category=1), BASIC, now=MONDAY, zone=ZONE), warned_at=MONDAY)
    same = wound(warned, BASIC, now=MONDAY + DAY, zone=ZONE)
    contacted = wound(
        replace(warned, last_effective_at=MONDAY + DAY), BASIC, now=MONDAY + DAY, zone=ZONE
    )
    assert (same.warned_at, contacted.warned_at) == (MONDAY, None)


def test_a_new_owner_begins_with_nothing_of_the_last_one() -> None:
    old = customer(
        owner="E9",
        first_effective_at=MONDAY - 9 * DAY,
        last_effective_at=MONDAY - 9 * DAY,
        hold_until=TODAY + 90 * DAY,
        warned_at=MONDAY,
        locked=True,
        won_at=MONDAY - 200 * DAY,
    )
    new = owned(old, owner=ZHOU, basis="assign", now=MONDAY, zone=ZONE, rules=BASIC)
    expected = customer(
        basis="assign",
        won_at=MONDAY - 200 * DAY,
        recycle_on=TODAY + 61 * DAY,
        recycle_rule="no_deal",
        check_on=TODAY + 61 * DAY,
    )
    assert new == expected


@given(
    since=st.integers(0, 400),
    touched=st.none() | st.integers(0, 400),
    moved=st.none() | st.integers(0, 400),
    won=st.none() | st.integers(0, 400),
    category=st.none() | st.integers(1, 5),
    profile=st.sampled_from(sorted(PROFILES)),
)
def test_the_night_misses_nothing_between_now_and_the_day_it_is_to_look(
    since, touched, moved, won, category, profile
) -> None:
    def ago(days: int | None):
        return None if days is None else MONDAY - days * DAY

    one = customer(
        owned_since=ago(since),
        first_effective_at=ago(touched),
        last_effective_at=ago(touched),
        open_moved_at=ago(moved),
        won_at=ago(won),
        category=category,
    )
    rules = PROFILES[profile]
    held = wound(one, rules, now=MONDAY, zone=ZONE)
    for ahead in range(0, 420, 7):
        day = TODAY + ahead * DAY
        if due(held, rules, day):
            assert held.check_on is not None
            assert held.check_on <= day


@given(st.dates(date(2024, 1, 1), date(2040, 1, 1)), st.integers(1, 24))
def test_months_on_is_the_same_day_or_the_months_last(day: date, months: int) -> None:
    end = hold_end(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end + DAY).day == 1


def test_a_rule_of_zero_days_is_off() -> None:
    rules = replace(BARE, first_visit_days=0)
    assert look(customer(category=1), rules, today=TODAY, zone=ZONE).deadline is None
