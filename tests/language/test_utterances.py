"""The examples of the chat grammar, and others in other words: 周明, Monday 2026-11-23, ten."""

from collections.abc import Iterator

import pytest

from tests.language.scoring import Measure
from tests.language.understood import Row, answers, rows

FILES = {name: rows(f"{name}.jsonl") for name in ("utterances", "utterances-own")}
UTTERANCES = [one for file in FILES.values() for one in file]

# Figures that may only be raised.
LEAST_INTENTS = {"utterances": 0.99, "utterances-own": 0.99}
LEAST_CUSTOMERS = 0.98

_LOOKING = ("Show", "Search", "Explain", "Last")
_HARMLESS = {"Today", "Help", "SmallTalk", "Cancel", "NotSupported", "NotUnderstood"}


def is_write(intent: str) -> bool:
    return not intent.startswith(_LOOKING) and intent not in _HARMLESS


@pytest.fixture(scope="module")
def understood() -> dict[str, Row]:
    """The answers by the words."""
    notes = [
        {"id": one["text"], "rep": "E01", "reference_time": "2026-11-23T10:00:00+08:00"}
        | {"text": one["text"]}
        for one in UTTERANCES
    ]
    return answers(notes, "utterances-customers.csv", "--fine")


def misread(understood: dict[str, Row]) -> Iterator[tuple[Row, str]]:
    """Yield each utterance that is taken for something else, and for what."""
    for one in UTTERANCES:
        intent = understood[one["text"]]["fine"]["intent"]
        if intent not in one["intents"]:
            yield one, intent


@pytest.mark.parametrize("file", FILES)
def test_most_of_what_people_say_is_understood(understood: dict[str, Row], file: str) -> None:
    measure = Measure()
    for one in FILES[file]:
        said = understood[one["text"]]["fine"]["intent"]
        measure.count(said in one["intents"], f"{one['text']} | {one['intents']}, not {said}")

    assert measure.share >= LEAST_INTENTS[file], str(measure)


def test_nothing_is_read_as_the_order_to_write_something_else(understood: dict[str, Row]) -> None:
    assert {one["text"]: said for one, said in misread(understood) if is_write(said)} == {}


def test_what_is_not_built_yet_is_recognised(understood: dict[str, Row]) -> None:
    wanted = [one["text"] for one in UTTERANCES if one["intents"] == ["NotSupported"]]
    unknown = {text for text in wanted if understood[text]["fine"]["intent"] == "NotUnderstood"}

    assert len(wanted) > 120
    assert unknown == set()


def test_the_customers_of_an_utterance_are_found_and_no_others(understood: dict[str, Row]) -> None:
    measure = Measure()
    for one in UTTERANCES:
        records = understood[one["text"]]["records"]
        found = sorted({id_ for record in records for id_ in record["customer_ids"]})
        measure.count(found == one["customers"], f"{one['text']} | {one['customers']}, not {found}")

    assert measure.share >= LEAST_CUSTOMERS, str(measure)
