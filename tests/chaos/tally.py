"""What became of everything that was told: nothing of it may be lost, doubled or overtaken."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

from sqlalchemy import select

from storage.store import Store
from storage.tables import ledger
from tests.chaos.load import Load
from tests.chaos.phones import Phones
from tests.chaos.saying import Said, account


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often what went wrong.

    Args:
        lost: acknowledged, and no effect.
        doubled: more effects than one.
        disordered: an effect before that of an earlier message of the same person.
        missing: acknowledged, and no answer.
        twice: an answer that a person saw more than once.
        overtaken: an answer seen before an earlier one.
        renewed: a call repeated under another key.
    """

    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    missing: int = 0
    twice: int = 0
    overtaken: int = 0
    renewed: int = 0

    @property
    def faults(self) -> dict[str, int]:
        return {name: count for name, count in asdict(self).items() if count}


def tally(
    told: Sequence[Sequence[Said]],
    acknowledged: Sequence[Said],
    effects: Sequence[str],
    phones: Phones,
) -> Tally:
    """Compare what was acknowledged with what was done and shown.

    Args:
        effects: the messages' ids as each took effect, in that order.
    """
    done, wanted = Counter(effects), set(acknowledged)
    seen = {said: _seen(said, phones) for words in told for said in words}
    return Tally(
        lost=sum(not done[said.id] for said in wanted),
        doubled=sum(count - 1 for count in done.values() if count > 1),
        disordered=_steps_back([done_at for _, done_at in sorted(_places(told, effects).items())]),
        missing=sum(not seen[said] for said in wanted),
        twice=sum(len(places) - 1 for places in seen.values() if len(places) > 1),
        overtaken=_steps_back([[p for s in words for p in seen[s][:1]] for words in told]),
        renewed=sum(len(set(keys)) - 1 for keys in phones.calls.sent.values()),
    )


def repeated(phones: Phones) -> int:
    """How many calls were made again, under the same key."""
    return sum(len(keys) - len(set(keys)) for keys in phones.calls.sent.values())


def delays(some: Iterable[Said], load: Load) -> list[float]:
    """Seconds from the acknowledgement of each to the first call with its answer."""
    calls: dict[str, list[tuple[str, float]]] = {}
    for (whom, words), first in load.phones.calls.first.items():
        calls.setdefault(whom, []).append((words, first))
    return [
        max(0.0, first - load.at[said])
        for said in some
        for words, first in calls.get(account(load.phones.platform, said.person), ())
        if said.customer in words and said.word in words
    ]


async def starred(store: Store) -> list[str]:
    """The ids of messages that took effect, in the ledger's order."""
    query = select(ledger.c.message_id).where(ledger.c.command.in_(("star", "unstar")))
    async with store.database.read() as connection:
        rows = await connection.execute(query.order_by(ledger.c.seq))
        return [row.message_id.removeprefix("om_") for row in rows]


def _places(told: Sequence[Sequence[Said]], effects: Sequence[str]) -> Mapping[int, list[int]]:
    """Person → the places of his messages, as they took effect first."""
    known = {said.id: said for words in told for said in words}
    found: dict[int, list[int]] = {}
    for id_ in dict.fromkeys(effects):
        said = known[id_]
        found.setdefault(said.person, []).append(said.place)
    return found


def _seen(said: Said, phones: Phones) -> list[int]:
    """Where in what its person sees the answer stands."""
    shown = phones.shown(said.person)
    return [at for at, text in enumerate(shown) if said.customer in text and said.word in text]


def _steps_back(rows: Sequence[Sequence[int]]) -> int:
    return sum(after < before for row in rows for before, after in pairwise(row))
