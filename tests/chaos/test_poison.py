"""A message that hurts is given up after three tries; whoever else writes does not notice (R11).

What ends its process is told apart in `test_deadly.py`.
"""

from time import monotonic

from tests.chaos.fleet import PATIENCE
from tests.chaos.load import until
from tests.chaos.poison import EATS, HANGS, RAISES
from tests.chaos.single import single

SORRY = "处理出错了"
_LEASE = 3.0
"""Seconds: what hangs is given one of them."""


async def test_what_raises_hangs_or_eats_is_given_up_and_its_conversation_goes_on(
    sqlite_url: str,
) -> None:
    async with single(sqlite_url, people=4, lease=_LEASE) as now:
        began = monotonic()
        for person, hurt in enumerate((RAISES, HANGS, EATS)):
            await now.says(hurt, person)
            await now.says("帮助", person)
        await now.says("帮助", 3)
        await until(lambda: now.counts("done", 1), PATIENCE)
        beside = await now.states()

        await until(lambda: now.counts("done", 4), PATIENCE)
        await now.is_over()

        assert "dead" not in {state for state, _ in beside}
        assert sorted(await now.states()) == [("dead", 3)] * 3 + [("done", 1)] * 4
        assert monotonic() - began < 60
        for person in range(3):
            said = now.phones.shown(person)
            assert [SORRY in one for one in said] == [True, False]
