"""Short messages of ours that tell of a stage, plan, lead or handing over, in the most varied wordings."""

from collections.abc import Iterator

import pytest

from tests.language.scoring import Measure
from tests.language.understood import Row, answers, rows

MESSAGES = rows("told.jsonl")

# Figures that may only be raised.
LEAST = {"intents": 0.96, "stages": 0.98, "customers": 0.99}


@pytest.fixture(scope="module")
def understood() -> dict[str, Row]:
    return answers(MESSAGES, "customers.csv")


def judged(message: Row, answer: Row) -> Iterator[tuple[str, bool]]:
    """Yield each measure's name, and whether the answer to the message is right by it."""
    records = answer["records"]
    stages = [one["stage"] for one in records if one.get("stage")]
    customers = sorted({id_ for one in records for id_ in one["customer_ids"]})
    yield "intents", answer["intent"] in message["intents"]
    yield "stages", (stages[-1] in message["stages"]) if stages else not message["stages"]
    yield "customers", customers == message["customers"]


@pytest.mark.parametrize("name", LEAST)
def test_what_a_short_message_tells_is_understood(understood: dict[str, Row], name: str) -> None:
    measure = Measure()
    for message in MESSAGES:
        answer = understood[message["id"]]
        right = dict(judged(message, answer))[name]
        measure.count(right, f"{message['text']} | {message}, not {answer}")

    assert measure.share >= LEAST[name], str(measure)
