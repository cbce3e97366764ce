"""Times, amounts and numbers in our own words, each class of `expressions.jsonl` by `--times`."""

from math import isclose

import pytest

from tests.language.understood import Row, answers, rows

ROWS = rows("expressions.jsonl")
NOW = "2026-11-23T10:00:00+08:00"


def of(kind: str) -> list[object]:
    """Return the rows of a kind, each named by its class and its words."""
    return [
        pytest.param(place, row, id=f"{row['class']}: {row['text']}")
        for place, row in enumerate(ROWS)
        if row["kind"] == kind
    ]


@pytest.fixture(scope="module")
def said() -> list[Row]:
    texts = [
        {"id": str(place), "reference_time": row.get("now", NOW), "text": row["text"]}
        for place, row in enumerate(ROWS)
    ]
    return list(answers(texts, "customers.csv", "--times").values())


@pytest.mark.parametrize(("place", "row"), of("number"))
def test_a_number_has_the_value_that_is_said(said: list[Row], place: int, row: Row) -> None:
    found = [float(one["value"]) for one in said[place]["numbers"]]

    assert len(found) == len(row["values"])
    assert all(isclose(one, meant) for one, meant in zip(found, row["values"], strict=True))


@pytest.mark.parametrize(("place", "row"), of("time"))
def test_a_time_has_the_first_and_the_last_of_it(said: list[Row], place: int, row: Row) -> None:
    found = [
        one["start"] if one["start"] == one["end"] else f"{one['start']}/{one['end']}"
        for one in said[place]["times"]
    ]

    assert found == row["spans"]


@pytest.mark.parametrize(("place", "row"), of("amount"))
def test_an_amount_has_its_bounds_and_its_currency(said: list[Row], place: int, row: Row) -> None:
    found = [[one["min"], one["max"], one["currency"]] for one in said[place]["amounts"]]

    assert found == row["amounts"]
