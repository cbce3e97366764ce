"""Who waits for a row waits so long and no longer, whoever waits beside him."""

import asyncio

from bot.web.patience import Patience

SHORT, LONG = 0.02, 60.0


def waiting(many: int) -> list[asyncio.Future[bool]]:
    return [asyncio.get_running_loop().create_future() for _ in range(many)]


async def is_told(one: asyncio.Future[bool]) -> bool:
    """Whether it fails for its time, which is waited for."""
    await asyncio.wait({one}, timeout=30)
    return one.done() and isinstance(one.exception(), TimeoutError)


async def test_who_is_not_answered_in_time_is_told_and_the_others_are_not() -> None:
    patience, (first, answered, given_up, longer) = Patience(), waiting(4)
    for one in (first, answered, given_up):
        patience.hold(one, SHORT)
    patience.hold(longer, LONG)
    answered.set_result(True)
    given_up.cancel()

    assert await is_told(first)
    assert answered.result()
    assert given_up.cancelled()
    assert not longer.done()


async def test_who_comes_later_is_let_go_later() -> None:
    patience, (first, second) = Patience(), waiting(2)
    loop, ends = asyncio.get_running_loop(), dict[str, float]()
    first.add_done_callback(lambda _: ends.update(first=loop.time()))
    second.add_done_callback(lambda _: ends.update(second=loop.time()))
    patience.hold(first, SHORT)
    loop.call_later(SHORT / 2, patience.hold, second, SHORT)

    assert all([await is_told(one) for one in (first, second)])
    assert ends["second"] - ends["first"] >= SHORT / 4


async def test_nobody_is_remembered_who_is_done() -> None:
    patience, futures = Patience(), waiting(100)
    for one in futures:
        one.set_result(True)
        patience.hold(one, SHORT)
    (last,) = waiting(1)
    patience.hold(last, SHORT)

    assert await is_told(last)
    assert not any(patience._lines.values())
