"""Questions put to the bot one by one, each as the first of its conversation, and what is read of the answer."""

import json
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Any

from sqlalchemy import delete, func, select

from storage.tables.chat import drafts, memory
from tests.e2e.world import World


async def ask(world: World, who: str, text: str) -> str:
    """All that `who` reads in answer to `text`, said out of the blue."""
    async with world.store.database.write() as connection:
        await connection.execute(delete(memory))
        await connection.execute(delete(drafts))
    await world.say(who, text)
    answers = takewhile(
        lambda one: not one.mine, reversed(world.emulator.timeline(world.account(who)))
    )
    return "\n".join(reversed([readable(one) for one in answers]))


async def drafted(world: World) -> bool:
    """Whether the last message opened a draft: it was taken for an order or a report."""
    async with world.store.database.read() as connection:
        found = await connection.execute(select(func.count()).select_from(drafts))
        return bool(found.scalar_one())


def readable(bubble) -> str:
    """The words of a message or a Feishu card, without its buttons."""
    return bubble.text or "\n".join(_words(bubble.card))


def _charted(values: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A line each number: what it is of, which series, how much."""
    for one in values:
        yield " ".join(str(one[name]) for name in ("name", "series", "value") if name in one)


def _words(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        found = json.loads(part) if part.startswith("{") else None
        if found:
            yield from _words(found)
    elif isinstance(part, list):
        for one in part:
            yield from _words(one)
    elif isinstance(part, dict):
        yield from _of_element(part)


def _of_element(part: dict[str, Any]) -> Iterator[str]:
    match part:
        case {"tag": "button"}:
            return
        case {"tag": "chart"}:
            yield from _charted(part["chart_spec"]["data"]["values"])
        case {"tag": "table"}:
            yield from (" · ".join(filter(None, row.values())) for row in part["rows"])
        case {"background_style": "grey"}:
            yield " ".join(one["text"]["content"] for one in part["elements"])
        case _:
            if isinstance(words := part.get("content"), str):
                yield words
            for name, one in part.items():
                if name not in ("content", "summary"):
                    yield from _words(one)
