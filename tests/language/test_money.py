"""Which sums a wording names, and that figures which count something else are none."""

import pytest

from bot.understanding.amounts import amounts, settled
from bot.understanding.unitless import unitless
from core.money import Money
from tests.language.scoring import scored
from tests.language.understood import Row, answers, rows

Sum = tuple[Money | None, Money, str]
LEAST = {"amounts": 0.95, "contacts found": 0.98, "contacts meant": 0.96}


@pytest.mark.parametrize("row", rows("money.jsonl"), ids=lambda row: row["text"])
def test_a_wording_names_just_these_sums(row: Row) -> None:
    text = row["text"]
    found = [one.value for one in settled(unitless(text, amounts(text)), text)]

    said = [(one.least, one.most, one.currency) for one in found]
    free = [_sum(*one) for one in row["free"]]

    assert [one for one in said if one not in free] == [_sum(*one) for one in row["amounts"]]


def _sum(least: str | None, most: str, currency: str) -> Sum:
    return (Money.yuan(least) if least else None, Money.yuan(most), currency)


def test_nearly_all_sums_and_people_of_notes_about_them_are_found_and_hardly_another() -> None:
    notes = rows("notes-money.jsonl")

    score = scored(notes, answers(notes, "customers.csv"))

    assert {name: str(score[name]) for name in LEAST if score[name].share < LEAST[name]} == {}
    assert len(score["amounts nobody said"].wrong) <= 1
