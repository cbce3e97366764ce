"""Why an act cannot be taken back, by whom, and what to do instead."""

from collections.abc import Sequence

from bot.texts import Texts
from core.errors import Obstacle, Way


def blocked(obstacles: Sequence[Obstacle], say: Texts) -> str:
    """Which records stand in the way: what, how many, the first few names, who; then what can be done."""
    told: dict[tuple[Way, str], list[str]] = {}
    for one in obstacles:
        key = (one.why, say("draft.and").join(one.by))
        told.setdefault(key, []).append(_records(one, say))
    sentences = [_because(why, by, some, say) for (why, by), some in told.items()]
    instead = [_said(f"obstacles.instead.{why}", by, say) for why, by in told]
    return say(
        "obstacles.blocked",
        what=say("obstacles.and").join(sentences),
        instead="".join(dict.fromkeys(instead)),
    )


def _because(why: Way, by: str, some: Sequence[str], say: Texts) -> str:
    return _said(f"obstacles.{why}", by, say, what=say("draft.and").join(some))


def _said(key: str, by: str, say: Texts, **names: str) -> str:
    """In the words for when it is known by whom, where there are such."""
    named = f"{key}_by"
    return say(named if by and say.has(named) else key, by=by, **names)


def _records(one: Obstacle, say: Texts) -> str:
    what = say(f"obstacles.count.{one.kind}", count=one.count)
    if not one.names:
        return what
    key = "obstacles.named_some" if one.count > len(one.names) else "obstacles.named"
    return say(key, what=what, names=say("draft.and").join(one.names))
