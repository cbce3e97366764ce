"""H7, its short version: ownership is as one model says; `make chaos` tries it for longer."""

import pytest

from core.pool.model import PoolEventKind
from tests.features import ownership
from tests.features.ownership import replayed


def test_H7_ownership_is_as_the_model_says(database_url: str) -> None:
    assert ownership.run(database_url, examples=6, steps=20) >= 6


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([("claim", "W1"), ("claim", "W2")], id="two owners"),
        pytest.param([("release", "W1")], id="lost by who had it not"),
        pytest.param([("claim", "W1"), ("recycle", "W2")], id="lost by another"),
        pytest.param([("claim", "W1"), ("assign", "W1")], id="given to who has it"),
        pytest.param([("claim", "W1"), ("enter", "W1")], id="entered while owned"),
    ],
)
def test_H7_a_history_that_does_not_join_up_is_noticed(events: list[tuple[str, str]]) -> None:
    with pytest.raises(AssertionError):
        replayed([(PoolEventKind(kind), who) for kind, who in events])
