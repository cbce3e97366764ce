"""2,700 notes of the open notes' scheme, harder, each set written and labelled before the rules saw it."""

import pytest

from tests.language.scoring import Score, scored
from tests.language.understood import answers, rows

# What has been reached over all twenty, a share below: a figure may only be raised.
LEAST = {
    "intents": 0.96,
    "customers": 0.98,
    "visit dates": 0.97,
    "follow-up dates": 0.96,
    "amounts": 0.97,
    "stages": 0.95,
    "contacts found": 0.97,
    "contacts meant": 0.97,
}
MOST_EXTRA_AMOUNTS = 17


@pytest.fixture(scope="module")
def score() -> Score:
    notes = [note for one in "abcdefghijklmnopqrst" for note in rows(f"notes-unseen-{one}.jsonl")]
    return scored(notes, answers(notes, "customers.csv"))


@pytest.mark.parametrize("name", LEAST)
def test_most_of_what_unseen_notes_say_is_understood(score: Score, name: str) -> None:
    assert score[name].share >= LEAST[name], f"{name}: {score[name].right} right"


def test_hardly_a_figure_is_taken_for_money_that_is_none(score: Score) -> None:
    extra = score["amounts nobody said"]

    assert len(extra.wrong) <= MOST_EXTRA_AMOUNTS, str(extra)


def test_hardly_a_customer_is_taken_for_certain_who_is_not_meant(score: Score) -> None:
    sure = score["sure customers"]

    assert len(sure.wrong) <= 0.01 * (sure.right + len(sure.wrong)), str(sure)


def test_most_orders_are_understood_in_whatever_words() -> None:
    orders = rows("orders.jsonl")
    understood = answers(orders, "customers.csv")

    right = [one for one in orders if understood[one["id"]]["intent"] in one["intents"]]

    assert len(right) >= 0.93 * len(orders), f"{len(right)} of {len(orders)}"
