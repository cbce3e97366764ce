"""The chain of hashes over the ledger."""

import pytest

from core.ledger.chain import GENESIS, broken_at, digest_of, link

CONTENT = [
    {"seq": number, "command": "claim", "subject": f"客户{number}"} for number in range(1, 6)
]


def chained(contents) -> list[tuple[int, str, dict[str, object]]]:
    rows, previous = [], GENESIS
    for number, content in enumerate(contents, 1):
        previous = link(previous, content)
        rows.append((number, previous, content))
    return rows


def test_an_untouched_chain_holds() -> None:
    assert broken_at(chained(CONTENT)) is None


def test_an_empty_chain_holds() -> None:
    assert broken_at([]) is None


@pytest.mark.parametrize("place", range(5))
def test_O01_one_changed_character_is_located(place: int) -> None:
    rows = chained(CONTENT)
    number, stored, content = rows[place]
    rows[place] = (number, stored, {**content, "subject": "客户X"})
    assert broken_at(rows) == place + 1


@pytest.mark.parametrize("place", range(4))
def test_O01_a_missing_event_breaks_the_next_one(place: int) -> None:
    rows = chained(CONTENT)
    del rows[place]
    assert broken_at(rows) == place + 2


def test_O01_events_that_changed_places_are_noticed() -> None:
    rows = chained(CONTENT)
    rows[1], rows[2] = rows[2], rows[1]
    assert broken_at(rows) == 3


def test_a_later_part_is_checked_from_where_it_begins() -> None:
    rows = chained(CONTENT)
    assert broken_at(rows[2:], rows[1][1]) is None
    assert broken_at(rows[2:]) == 3


def test_a_scrubbed_event_holds_as_it_was_scrubbed_and_not_otherwise() -> None:
    rows = chained(CONTENT)
    number, stored, content = rows[1]
    scrubbed = {**content, "subject": "███"}
    known = {number: digest_of(scrubbed)}

    rows[1] = (number, stored, scrubbed)
    assert broken_at(rows) == number
    assert broken_at(rows, scrubbed=known) is None

    rows[1] = (number, stored, {**scrubbed, "command": "release"})
    assert broken_at(rows, scrubbed=known) == number

    rows[1] = (number, stored[::-1], scrubbed)
    assert broken_at(rows, scrubbed=known) == number + 1


def test_the_order_of_fields_does_not_matter_and_their_values_do() -> None:
    one = {"a": 1, "b": "二"}
    assert link(GENESIS, one) == link(GENESIS, {"b": "二", "a": 1})
    assert link(GENESIS, one) != link(GENESIS, {"a": "1", "b": "二"})
    assert link(GENESIS, one) != link(link(GENESIS, one), one)
