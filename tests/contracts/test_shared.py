"""What processes share for a while: alike without Redis, with it, and with it down."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.limits import Rate
from storage.database import Database
from storage.in_redis import EitherShared, RedisShared
from storage.shared import Shared, SqlShared

LONG, SHORT = timedelta(minutes=10), timedelta(milliseconds=5)
NOBODY = "unix:///nonexistent/liaoke/redis.sock"


class Timer:
    """Seconds that stand until they are moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(params=["sqlite", "postgresql", "redis", "redis down"])
async def shared(request: pytest.FixtureRequest, machine, new_id) -> AsyncIterator[Shared]:
    kind = "sqlite" if request.param.startswith("redis") else request.param
    database = Database(request.getfixturevalue(f"{kind}_url"))
    in_sql = SqlShared(database, machine, new_id)
    address = request.getfixturevalue("redis_url") if request.param == "redis" else NOBODY
    redis = RedisShared(address, new_id)
    either = EitherShared(redis, in_sql, new_id, Timer())
    yield either if request.param.startswith("redis") else in_sql
    await redis.close()
    await database.close()


async def passes(shared: Shared, machine) -> None:
    """Let `SHORT` pass, on the machine's clock and on the server's."""
    await shared.put("tick", "x", SHORT)
    machine.advance(SHORT)
    async with asyncio.timeout(10):
        while await shared.get("tick"):
            pass


async def test_a_value_is_there_until_its_life_is_over(shared, machine) -> None:
    assert await shared.get("token") is None
    await shared.put("token", "甲", LONG)
    await shared.put("token", "乙", LONG)
    assert await shared.get("token") == "乙"
    await shared.put("token", "丙", SHORT)
    await passes(shared, machine)
    assert await shared.get("token") is None


async def test_one_at_a_time_holds_a_lock(shared) -> None:
    inside, most = 0, 0

    async def work() -> None:
        nonlocal inside, most
        async with shared.hold("token"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    async with asyncio.timeout(20):
        await asyncio.gather(*(work() for _ in range(5)))
    assert most == 1


async def test_locks_do_not_stand_in_each_others_way(shared) -> None:
    async with asyncio.timeout(20), shared.hold("a"), shared.hold("b"):
        assert await shared.get("a") is None


async def test_a_lock_is_given_back_after_an_error(shared) -> None:
    async def fails() -> None:
        async with shared.hold("a"):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    async with asyncio.timeout(20), shared.hold("a"):
        assert await shared.get("a") is None


async def test_a_lease_is_prolonged_by_its_holder_only(shared, machine) -> None:
    assert await shared.lease("clock", "one", LONG)
    assert await shared.lease("clock", "one", SHORT)
    await passes(shared, machine)
    assert await shared.lease("clock", "two", LONG)
    assert not await shared.lease("clock", "one", LONG)
    await shared.give_back("clock", "one")
    assert not await shared.lease("clock", "one", LONG)
    await shared.give_back("clock", "two")
    assert await shared.lease("clock", "one", LONG)


async def test_redis_is_left_alone_for_a_while_and_then_used_again(
    sqlite_url, redis_url, machine, new_id
) -> None:
    database = Database(sqlite_url)
    in_sql, timer = SqlShared(database, machine, new_id), Timer()
    redis = RedisShared(redis_url, new_id)
    either = EitherShared(redis, in_sql, new_id, timer)
    await either.put("token", "in redis", LONG)
    await in_sql.put("token", "in sql", LONG)
    assert await either.get("token") == "in redis"
    await redis.close()
    down = EitherShared(RedisShared(NOBODY, new_id), in_sql, new_id, timer)
    assert await down.get("token") == "in sql"
    down._first = redis
    assert await down.get("token") == "in sql"
    timer.now += 60
    assert await down.get("token") == "in redis"
    await down.close()
    await database.close()


class Slow:
    """A Redis that is never heard of again; `asked` counts who waits for it."""

    asked = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked += 1
        await reader.read()
        writer.close()


async def test_of_many_at_once_one_finds_out_whether_redis_is_back(
    sqlite_url, tmp_path, machine, new_id, monkeypatch
) -> None:
    monkeypatch.setattr("storage.in_redis._PATIENCE", 0.05)
    slow, timer, database = Slow(), Timer(), Database(sqlite_url)
    async with await asyncio.start_unix_server(slow.serve, tmp_path / "redis"):
        redis = RedisShared(f"unix://{tmp_path / 'redis'}", new_id)
        either = EitherShared(redis, SqlShared(database, machine, new_id), new_id, timer)
        await either.get("token")
        asked = slow.asked
        timer.now += 60
        await asyncio.gather(*(either.get("token") for _ in range(20)))
        await either.close()
    await database.close()

    assert slow.asked == asked + 1


async def test_what_redis_forgets_lets_nobody_through(
    sqlite_url, redis_server, redis_url, machine, new_id
) -> None:
    database = Database(sqlite_url)
    redis = RedisShared(redis_url, new_id)
    either = EitherShared(redis, SqlShared(database, machine, new_id), new_id, Timer())
    await either.take({"a": [Rate(1, LONG)]})
    await either.shut("b", LONG)
    assert await either.lease("line", "one", LONG)

    redis_server.flush()

    assert await either.take({"a": [Rate(1, LONG)]}) > 0
    assert await either.take({"b": []}) > 0
    assert not await either.lease("line", "two", LONG)
    await either.close()
    await database.close()


FIVE, TWENTY = Rate(5, timedelta(minutes=1)), Rate(20, timedelta(hours=1))


async def test_P09_five_go_at_once_the_sixth_waits_and_another_key_does_not(shared) -> None:
    waits = [await shared.take({"a": [FIVE]}) for _ in range(6)]

    assert waits[:5] == [0] * 5
    assert 0 < waits[5] <= 60
    assert await shared.take({"b": [FIVE]}) == 0


async def test_P09_who_has_to_wait_takes_nothing(shared, machine) -> None:
    once = Rate(1, SHORT)
    await shared.take({"full": [Rate(1, LONG)]})

    assert await shared.take({"full": [Rate(1, LONG)], "free": [once]}) > 0
    assert await shared.take({"free": [once]}) == 0
    await passes(shared, machine)
    assert await shared.take({"free": [once]}) == 0


async def test_P09_the_slower_of_two_rates_decides(shared) -> None:
    once = Rate(1, LONG)

    assert await shared.take({"a": [FIVE, once]}) == 0
    assert 60 < await shared.take({"a": [FIVE, once]}) <= 600


async def test_P09_who_comes_at_the_same_time_counts_too(shared) -> None:
    wanted = {"one": [FIVE], "all": [TWENTY]}

    waits = await asyncio.gather(*(shared.take(wanted) for _ in range(7)))

    assert waits.count(0) == 5


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_P09_processes_count_together(request, machine, new_id, kind: str) -> None:
    waits = []
    for _ in range(6):
        database = Database(request.getfixturevalue(f"{kind}_url"))
        waits.append(await SqlShared(database, machine, new_id).take({"a": [FIVE]}))
        await database.close()

    assert waits == [0, 0, 0, 0, 0, 60]


async def test_P09_no_window_holds_more_than_the_rate(sqlite_url, machine, new_id) -> None:
    database, gone = Database(sqlite_url), []
    shared = SqlShared(database, machine, new_id)
    for turn in range(60):
        machine.advance(timedelta(seconds=turn * 7 % 23))
        if await shared.take({"a": [FIVE]}) == 0:
            gone.append(machine())
    await database.close()

    assert len(gone) > 15
    assert all(later - first >= FIVE.per for first, later in zip(gone, gone[5:], strict=False))


async def test_what_is_shut_gives_no_slot_until_it_is_open_again(shared, machine) -> None:
    wanted = {"api": (Rate(5, LONG),), "member": (Rate(5, LONG),)}
    await shared.shut("api", SHORT * 4)
    assert 0 < await shared.take(wanted) <= 0.02
    assert await shared.take({"member": (Rate(1, LONG),)}) == 0  # a refused call took nothing
    for _ in range(4):
        await passes(shared, machine)
    assert await shared.take(wanted) == 0


async def test_a_key_without_a_rate_is_only_asked_whether_it_is_shut(shared) -> None:
    wanted = {"api": (), "member": (Rate(100, LONG),)}
    for _ in range(20):
        assert await shared.take(wanted) == 0
    await shared.shut("api", LONG)
    assert await shared.take(wanted) > 0


async def test_who_has_no_hurry_leaves_slots_to_those_who_have(shared) -> None:
    hurried, unhurried = {"api": (Rate(5, LONG),)}, {"api": (Rate(5, LONG, spare=2),)}
    for _ in range(3):
        assert await shared.take(unhurried) == 0
    assert await shared.take(unhurried) > 0
    assert await shared.take(hurried) == 0
    assert await shared.take(hurried) == 0
    assert await shared.take(hurried) > 0


async def test_many_at_once_take_no_more_than_there_are(shared) -> None:
    wanted = {"api": (Rate(7, LONG),)}
    waits = await asyncio.gather(*(shared.take(wanted) for _ in range(40)))
    assert waits.count(0) == 7
