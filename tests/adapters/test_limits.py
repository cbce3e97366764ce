from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.limits import Limiter, Rate, earliest

FIVE = Rate(5, timedelta(seconds=1))
TWENTY = Rate(20, timedelta(minutes=1))


class Seconds:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


def test_five_a_second_go_at_once_and_the_sixth_waits(clock: Seconds) -> None:
    limiter = Limiter(clock)

    assert [limiter.wait("a", FIVE, most=0) for _ in range(6)] == [0, 0, 0, 0, 0, 1.0]


def test_who_may_not_wait_takes_no_slot(clock: Seconds) -> None:
    limiter = Limiter(clock)
    waits = [limiter.wait("a", FIVE, most=0) for _ in range(20)]
    clock.now = 1.0

    assert waits[5:] == [1.0] * 15
    assert limiter.wait("a", FIVE, most=0) == 0


def test_who_may_wait_has_the_slot_for_himself(clock: Seconds) -> None:
    limiter = Limiter(clock)
    for _ in range(5):
        limiter.wait("a", FIVE)

    assert limiter.wait("a", FIVE, most=1.0) == 1.0
    clock.now = 1.0
    assert [limiter.wait("a", FIVE, most=0) for _ in range(5)] == [0, 0, 0, 0, 1.0]


def test_keys_do_not_wait_for_each_other(clock: Seconds) -> None:
    limiter = Limiter(clock)
    for _ in range(5):
        limiter.wait("a", FIVE)

    assert limiter.wait("b", FIVE, most=0) == 0


def test_the_slower_of_two_rates_decides(clock: Seconds) -> None:
    limiter = Limiter(clock)
    for second in range(20):
        clock.now = float(second)
        assert limiter.wait("a", FIVE, TWENTY, most=0) == 0

    assert limiter.wait("a", FIVE, TWENTY, most=0) == pytest.approx(41.0)


def test_several_keys_give_a_slot_together_or_not_at_all(clock: Seconds) -> None:
    limiter = Limiter(clock)
    for _ in range(5):
        limiter.wait("full", FIVE)

    assert limiter.wait_all({"full": (FIVE,), "free": (FIVE,)}, most=0) == 1.0
    assert [limiter.wait("free", FIVE, most=0) for _ in range(5)] == [0] * 5


@given(st.lists(st.floats(0, 3), min_size=1, max_size=60))
def test_no_window_holds_more_than_the_rate(pauses: list[float]) -> None:
    clock, gone = Seconds(), []
    limiter = Limiter(clock)
    for pause in pauses:
        clock.now += pause
        if limiter.wait("a", FIVE, most=0) == 0:
            gone.append(clock.now)

    assert all(later - earlier >= 1 for earlier, later in zip(gone, gone[5:], strict=False))


def test_a_slot_is_free_when_the_oldest_call_leaves_the_window() -> None:
    assert earliest([0.0, 0.1, 0.2, 0.3, 0.4], FIVE, now=0.5) == 1.0
    assert earliest([0.0, 0.1, 0.2, 0.3], FIVE, now=0.5) == 0.5


def test_old_keys_are_forgotten(clock: Seconds) -> None:
    limiter = Limiter(clock)
    for number in range(10_000):
        limiter.wait(str(number), FIVE)
    clock.now = 100.0
    limiter.wait("late", FIVE)

    assert len(limiter._taken) == 1
