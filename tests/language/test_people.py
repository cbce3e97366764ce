"""Whom a wording names at the customer, and that words which only look like names name nobody."""

import pytest

from bot.understanding.people import people
from tests.language.understood import rows


@pytest.mark.parametrize("row", rows("people.jsonl"), ids=lambda row: row["text"])
def test_a_wording_names_just_these_people(row) -> None:
    assert [one.value for one in people(row["text"])] == row["people"]
