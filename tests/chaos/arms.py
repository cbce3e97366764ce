"""At which commit points processes end themselves, one after the other."""

import random
from collections.abc import Sequence

from storage.probes import Step
from tests.chaos.fleet import Arms

WEB = (Step.BEFORE_STORE, Step.STORED)
EARLY = range(1, 8)
"""How often a process comes by before it dies: some die in their first second, some at their work."""
LATE = range(60, 121, 10)
"""It lives long enough to try what those before it had in hand (decision 0030)."""


def armed(kills: int, passings: Sequence[int] = EARLY) -> dict[str, Arms]:
    """Role → where its processes end themselves: each step of its work `kills` times, in any order."""
    works = [step for step in Step if step not in WEB]
    return {
        "all": iter(_shuffled(list(Step), kills, passings)),
        "web": iter(_shuffled(WEB, kills, passings)),
        "worker": iter(_shuffled(works, kills, passings)),
    }


def _shuffled(steps: Sequence[Step], kills: int, passings: Sequence[int]) -> list[tuple[str, int]]:
    chance = random.Random(1)
    found = [(str(step), chance.choice(passings)) for step in steps for _ in range(kills)]
    chance.shuffle(found)
    return found
