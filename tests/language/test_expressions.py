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
