"""At which commit points processes end themselves, one after the other."""

import random
from collections.abc import Sequence

from storage.probes import Step
from tests.chaos.fleet import Arms

WEB = (Step.BEFORE_STORE, Step.STORED)
_PASSINGS = range(1, 8)
"""A process comes by so often before it dies: some die in their first second, some at their work."""


def armed(kills: int) -> dict[str, Arms]:
    """Role → where its processes end themselves: each step of its work `kills` times, in any order."""
    works = [step for step in Step if step not in WEB]
    return {
        "all": iter(_shuffled(list(Step), kills)),
        "web": iter(_shuffled(WEB, kills)),
        "worker": iter(_shuffled(works, kills)),
    }


def _shuffled(steps: Sequence[Step], kills: int) -> list[tuple[str, int]]:
    chance = random.Random(1)
    found = [(str(step), chance.choice(_PASSINGS)) for step in steps for _ in range(kills)]
    chance.shuffle(found)
    return found
