"""Notes with several days in them: that of the contact, of a thing, of a deadline, of the next contact."""

import pytest

from tests.language.scoring import Score, scored
from tests.language.understood import answers, rows

# What has been reached, a note or two below: a figure may only be raised.
LEAST = {"intents": 0.96, "visit dates": 0.97, "follow-up dates": 0.98}


@pytest.fixture(scope="module")
def score() -> Score:
    notes = rows("notes-dated.jsonl")
    return scored(notes, answers(notes, "customers.csv"))


@pytest.mark.parametrize("name", LEAST)
def test_each_day_of_a_note_has_its_own_part(score: Score, name: str) -> None:
    assert score[name].share >= LEAST[name], str(score[name])
