"""Asked to end, a process says so first, finishes or gives back what it has in hand, and ends in time (R12)."""

import asyncio
import signal

from adapters.chat import Platform
from tests.chaos.fleet import PATIENCE
from tests.chaos.load import until
from tests.chaos.poison import HANGS, STANDS
from tests.chaos.readiness import following
from tests.chaos.scene import scene
from tests.chaos.single import single
from tests.chaos.tally import Tally, repeated

_LEASE = 300.0
"""Seconds for which nobody else would take up what was not given back."""
TERM, INT = signal.SIGTERM, signal.SIGINT
_SHORT = {"finishing": 1.0, "latest": 4.0}


async def test_one_after_the_other_is_replaced_and_nobody_notices(postgresql_url: str) -> None:
    async with scene(
        Platform.WECOM,
        postgresql_url,
        roles=("web", "web", "worker"),
        people=40,
        each=4,
        lease=_LEASE,
        way=following,
        also={"delay": 1.0},
    ) as now:
        now.load.per_second = 20
        saying = asyncio.create_task(now.load.run())
        took = await now.fleet.replaced()
        await saying
        drained = await now.drained()

        assert now.load.failed == 0
        assert await now.tally() == Tally()
        assert repeated(now.phones) == 0
        assert max(took) < 25
        assert drained < _LEASE / 2


async def test_it_is_not_ready_first_and_still_takes_what_comes(sqlite_url: str) -> None:
    async with single(sqlite_url, delay=15.0) as now:
        assert await now.ready() == 200

        now.post.send(TERM)
        await until(lambda: now.is_(503), PATIENCE)

        assert (await now.http.get("/health/live")).status_code == 200
        assert await now.says("帮助")
        assert await now.states() == [("new", 0)]


async def test_a_second_signal_ends_it_at_once(sqlite_url: str) -> None:
    async with single(sqlite_url, delay=15.0) as now:
        now.post.send(TERM)
        await until(lambda: now.is_(503), PATIENCE)

        status, seconds = await now.ended(INT)

    assert status == 128 + INT
    assert seconds < 5


async def test_a_handler_that_hangs_is_given_back_for_the_next(sqlite_url: str) -> None:
    async with single(sqlite_url, **_SHORT) as now:
        await now.says(HANGS)
        await now.at_work()

        status, seconds = await now.ended(TERM)

        assert status == 0
        assert seconds < _SHORT["latest"]
        assert await now.states() == [("new", 1)]


async def test_what_was_not_begun_is_given_back_untried(sqlite_url: str) -> None:
    async with single(sqlite_url, people=8, **_SHORT) as now:
        for person in range(8):
            await now.says(HANGS, person)
        await until(lambda: now.counts("working", 8), PATIENCE)

        await now.ended(TERM)

        states = await now.states()

    assert {state for state, _ in states} == {"new"}
    assert sorted({tries for _, tries in states}) == [0, 1]
    assert [tries for _, tries in states].count(0) >= 4, "four at a time are begun"


async def test_a_process_that_stands_still_ends_all_the_same(sqlite_url: str) -> None:
    async with single(sqlite_url, finishing=1.0, latest=2.0) as now:
        await now.says(STANDS)
        await now.at_work()

        status, seconds = await now.ended(TERM)

    assert status == 70
    assert seconds < 10


async def test_a_call_that_hangs_is_let_go_and_made_again_under_its_key(sqlite_url: str) -> None:
    async with single(sqlite_url, **_SHORT) as now:
        now.gate.clear()
        await now.says("帮助")
        await until(now.is_called, PATIENCE)

        status, seconds = await now.ended(TERM)
        (letting,) = await now.store.outbox.listed(("sending",))
        now.gate.set()
        await now.post.start()
        await now.is_over()

    assert (status, letting.attempts) == (0, 1)
    assert seconds < _SHORT["latest"]
    assert now.store.now() >= letting.lease_until
    assert len(now.phones.shown(0)) == 1
