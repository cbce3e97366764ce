"""Whom a wording names at the customer, and that words which only look like names name nobody."""

from importlib.metadata import files

import pytest

from bot.understanding.people import people
from tests.language.understood import rows


@pytest.mark.parametrize("row", rows("people.jsonl"), ids=lambda row: row["text"])
def test_a_wording_names_just_these_people(row) -> None:
    assert [one.value for one in people(row["text"])] == row["people"]


COMMON, OFTEN = 0.0005, 300
"""How many of the dictionary's words may look like somebody, and how often those were counted."""
NAMES = ("nr", "nz", "ns", "nt")


@pytest.mark.parametrize("sentence", ["{}", "今天{}了", " {} 定了", "先{}，再说", "这个{}的事"])
def test_hardly_a_word_of_the_dictionary_names_anybody(sentence: str) -> None:
    [dictionary] = [one for one in files("jieba") or () if one.match("jieba/dict.txt")]
    entries = (line.split() for line in dictionary.read_text("utf-8").splitlines())
    words = [
        word
        for word, count, tag in entries
        if int(count) > OFTEN and len(word) > 1 and tag not in NAMES and word[0] not in "老小"
    ]

    named = [word for word in words if people(sentence.format(word))]

    assert len(named) <= COMMON * len(words), named
