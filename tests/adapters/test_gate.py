"""The way to a platform: closed when it says so or fails, tried by one, open again; replies find a slot."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.chat import DeliveryError, Failure
from adapters.gate import FAILURES, HOUR, LONGEST, PAUSE, Gate
from adapters.limits import Rate, at_leisure
from bot.ids import Ids
from storage.store import Store

API = "platform/send"
OPEN = {API: ()}
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


class Time:
    """Stands until it is moved: the machine's clock, and seconds that only rise."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()

    def advance(self, by: timedelta) -> None:
        self.now += by


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def another(tmp_path: Path, time: Time) -> AsyncIterator[Callable[[], Gate]]:
    """Makes the gate of one more process of the installation."""
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}", new_id=Ids(), now=time)
    await store.migrate()
    made = {
        "shuts": ("99991400", "45009"),
        "repeats": ("45009",),
        "crowds": ("45033",),
        "timer": time.seconds,
    }
    yield lambda: Gate(store.shared, **made)
    await store.close()


@pytest.fixture
def gate(another: Callable[[], Gate]) -> Gate:
    return another()


async def call(gate: Gate, answer: DeliveryError | None = None, wanted=OPEN) -> DeliveryError:
    """Pass the gate and be answered; what came of it."""
    try:
        async with gate.passing(API, wanted):
            if answer:
                raise answer
    except DeliveryError as error:
        return error
    return DeliveryError(Failure.DEAD, code="well")


def broken(code: str = "http-502") -> DeliveryError:
    return DeliveryError(Failure.RETRY, code=code)


@pytest.mark.parametrize("code", ["http-500", "http-502", "timeout", "no-json"])
async def test_R6_after_ten_failures_nobody_calls_until_one_has_tried(
    gate: Gate, another: Callable[[], Gate], time: Time, code: str
) -> None:
    for _ in range(FAILURES):
        assert (await call(gate, broken(code))).code == code
    assert (await call(gate)).failure is Failure.WAIT
    assert (await call(another())).failure is Failure.WAIT  # in every process
    time.advance(PAUSE)
    async with gate.passing(API, OPEN):
        assert (await call(gate)).code == "closed"  # one tries, the others wait for what it finds
    assert (await call(gate)).code == "well"


async def test_R6_a_try_that_fails_closes_it_for_longer(gate: Gate, time: Time) -> None:
    for _ in range(FAILURES):
        await call(gate, broken())
    pauses = []
    for _ in range(6):
        waits = await call(gate)
        assert waits.after
        pauses.append(waits.after)
        time.advance(waits.after)
        assert (await call(gate, broken())).code == "http-502"
    assert pauses[:3] == [PAUSE, PAUSE * 2, PAUSE * 4]
    assert pauses[-1] == LONGEST


async def test_R6_what_the_platform_refuses_is_no_failure_of_it(gate: Gate) -> None:
    for _ in range(FAILURES - 1):
        await call(gate, broken())
    await call(gate, DeliveryError(Failure.DEAD, code="81013"))
    for _ in range(FAILURES - 1):
        await call(gate, broken())
    assert (await call(gate)).code == "well"


async def test_R6_nobody_calls_while_the_platform_asks_to_wait(
    gate: Gate, another: Callable[[], Gate], time: Time
) -> None:
    limited = DeliveryError(Failure.WAIT, code="99991400", after=9 * SECOND, scope="api")
    await call(gate, limited)
    other = another()
    for _ in range(8):
        time.advance(SECOND)
        assert (await call(gate)).failure is Failure.WAIT
        assert (await call(other)).failure is Failure.WAIT
    time.advance(SECOND)
    assert (await call(other)).code == "well"


async def test_R6_a_limit_met_again_as_soon_as_it_is_open_closes_it_for_an_hour(
    gate: Gate, time: Time
) -> None:
    def limited() -> DeliveryError:
        return DeliveryError(Failure.WAIT, code="45009", after=MINUTE, scope="api")

    assert (await call(gate, limited())).after == MINUTE
    time.advance(MINUTE)
    assert (await call(gate, limited())).after == HOUR
    time.advance(MINUTE)
    assert (await call(gate)).failure is Failure.WAIT
    time.advance(HOUR * 3)
    assert (await call(gate, limited())).after == MINUTE  # long after it is a first one again


async def test_R6_too_many_at_once_are_halved(gate: Gate) -> None:
    crowded = DeliveryError(Failure.WAIT, code="45033", after=SECOND, scope="api")
    async with gate.passing(API, OPEN), gate.passing(API, OPEN), gate.passing(API, OPEN):
        assert (await call(gate, crowded)).code == "45033"
        assert (await call(gate)).code == "crowded"
    async with gate.passing(API, OPEN):
        assert (await call(gate)).code == "well"  # two of four go


async def test_R7_of_a_flood_almost_all_that_is_allowed_goes_and_no_more(
    another: Callable[[], Gate], time: Time
) -> None:
    """Four senders, Feishu's 1,000 a minute and 50 a second, three minutes; then replies in between."""
    rates = (Rate(50, timedelta(seconds=1.2)), Rate(1_000, timedelta(seconds=60.6)))
    gates = [another() for _ in range(4)]
    sent: list[float] = []
    replies: list[float] = []
    turn = timedelta(milliseconds=20)
    for number in range(int(timedelta(minutes=4) / turn)):
        gate = gates[number % 4]
        while (await call(gate, wanted={API: at_leisure(rates)})).code == "well":
            sent.append(time.seconds())
        if number > int(MINUTE * 3 / turn) and number % 5 == 0:  # ten replies a second
            came = time.seconds()
            if (await call(gate, wanted={API: rates})).code == "well":
                replies.append(time.seconds() - came)
                sent.append(time.seconds())
        time.advance(turn)
    sent.sort()
    assert most_within(sent, 60) <= 1_000
    assert most_within(sent, 1) <= 50
    flood = [at - sent[0] for at in sent if at - sent[0] < 180]
    assert len(flood) >= 0.95 * 3_000
    assert len(replies) >= 0.99 * 599


def most_within(ascending: list[float], seconds: float) -> int:
    """The most that fell into a window of so many seconds."""
    first, most = 0, 0
    for place, at in enumerate(ascending):
        while ascending[first] <= at - seconds:
            first += 1
        most = max(most, place - first + 1)
    return most
