"""Joins a turn to the understanding: whose customers, which context."""

from collections.abc import Collection, Mapping, Sequence
from importlib import import_module

from bot import understanding
from bot.dialogue import entries
from bot.dialogue.draftable import draftables
from bot.dialogue.drafts import is_counted
from bot.dialogue.learning import choices_of, settled_before
from bot.keys import Intent, decode
from bot.leisure import at_leisure, loading
from bot.neighbours import Neighbours
from bot.shown import Shown, recall
from bot.slots import CustomerRef
from bot.texts import LANGUAGES, texts
from bot.turn import Turn
from bot.understanding.lexicon import Topics, everyday
from bot.understanding.likeness import Neighbourhood
from bot.understanding.patterns import compiling
from bot.understanding.spelling import normalised
from bot.understanding.stages import stage_of
from core.customers.model import CustomerId
from core.customers.names import person_key, person_keys
from core.customers.queries import NameHit


def prepare() -> None:
    """Load in a thread what a first message would wait for, which the loop cannot wait for."""
    with loading():
        import_module(f"{understanding.__name__}.understanding")
        texts(LANGUAGES[0])
        everyday()
        for _ in at_leisure(compiling(), 1):
            pass


class Listener:
    """`bot.dispatch.Understand`; `topics` tells what a text is about once it is loaded."""

    def __init__(self, topics: Topics) -> None:
        self._topics = topics
        self._neighbours = Neighbours()

    async def __call__(self, text: str, turn: Turn) -> Sequence[Intent]:
        colleagues = await turn.uow.people.called_in(normalised(text))
        draft = await turn.uow.drafts.open_in(turn.sender.conversation, turn.now)
        shown = await recall(turn.uow, turn.sender.conversation, turn.now)
        intent = decode(draft.intent) if draft else None
        about = _about(intent, shown)
        spoken = entries.one(intent, entries.current(intent, turn)) if intent else None
        context = understanding.Context(
            draft=type(spoken).__name__ if spoken else "",
            draft_wants=tuple(draftables.of(spoken).missing(spoken)) if spoken else (),
            draft_asks=tuple(draftables.of(spoken).wanted(spoken)) if spoken else (),
            drafts=tuple(type(one).__name__ for one in entries.wishes(intent)) if intent else (),
            draft_customers=about if intent else (),
            draft_unsettled=intent is None or _asks_who(intent),
            focus=CustomerRef(about if len(about) == 1 else ()),
            shown=shown != Shown(),
            listed=len(shown.customers) if len(shown.customers) > 1 else 0,
            rows=() if draft and is_counted(draft, shown.at) else shown.rows or (),
            colleagues=colleagues,
            topics=self._topics.of,
            stages=_own_stages(turn),
        )
        understood = await understanding.understand(
            text,
            names=SeenNames(turn, self._neighbours),
            now=turn.now.astimezone(turn.zone),
            calendar=turn.calendar,
            context=context,
        )
        return understood.intents


def _own_stages(turn: Turn) -> dict[str, str]:
    """The stages that are not called as everybody calls them, the default flow's first."""
    every = [stage for flow in reversed(turn.rules.flows) for stage in flow.stages]
    return {one.name: one.code for one in every if stage_of(one.name) != one.code}


def _about(intent: Intent | None, shown: Shown) -> tuple[CustomerId, ...]:
    """The customers of the open draft; without one those last shown."""
    if intent is None:
        return shown.customers
    named = draftables.of(intent).customers(intent)
    return tuple(dict.fromkeys(one.only for one in named if one.only))


class SeenNames:
    """For one message: the customers the person may see first; only where he sees none, those of others."""

    def __init__(self, turn: Turn, neighbours: Neighbours) -> None:
        self._turn = turn
        self._neighbours = neighbours
        self._near: Neighbourhood | None = None
        self._at: dict[str, tuple[CustomerId, ...]] = {}
        self._people: dict[CustomerId, frozenset[str]] = {}

    async def begun(self, beginnings: Collection[str]) -> Collection[str]:
        return await self._turn.uow.customers.begun(beginnings)

    async def by_keys(self, keys: Sequence[str]) -> Sequence[NameHit]:
        scope = self._turn.viewer.scope()
        choices = choices_of(self._turn)
        hits = await self._turn.uow.customers.by_keys(keys, scope, others=True, choices=choices)
        told = [hit for hit in hits if hit.inside or hit.kind != "pinyin"]
        return await settled_before(told, self._turn)

    async def neighbourhood(self) -> Neighbourhood:
        self._near = self._near or await self._neighbours.of(self._turn)
        return self._near

    async def anywhere(self, contacts: Sequence[str]) -> Mapping[str, Sequence[CustomerId]]:
        keys = {name: person_key(name) for name in contacts}
        at = await self._called(list(dict.fromkeys(keys.values())))
        return {name: at[key] for name, key in keys.items() if key in at}

    async def at(self, contact: str, among: Sequence[CustomerId]) -> Sequence[CustomerId]:
        key = person_key(contact)
        known = await self._known_at(among)
        return [
            one for one in among if any(key in person_keys(name) for name in known.get(one, ()))
        ]

    async def contacts(self, customers: Sequence[CustomerId]) -> Sequence[str]:
        known = await self._known_at(customers)
        return sorted({name for one in customers for name in known.get(one, ())})

    async def _called(self, keys: Sequence[str]) -> Mapping[str, Sequence[CustomerId]]:
        """The customers where somebody is found by each of the keys, as far as anybody is."""
        asked = [key for key in keys if key not in self._at]
        if asked:
            found = await self._turn.uow.customers.by_keys(asked, self._turn.viewer.scope())
            at = {hit.key: hit.customers for hit in found}
            self._at |= {key: at.get(key, ()) for key in asked}
        return {key: self._at[key] for key in keys if self._at[key]}

    async def _known_at(
        self, customers: Sequence[CustomerId]
    ) -> Mapping[CustomerId, frozenset[str]]:
        """The names of those who are known at the customers."""
        if asked := [one for one in customers if one not in self._people]:
            found = await self._turn.uow.contacts.names_at(asked)
            self._people |= {one: found.get(one, frozenset()) for one in asked}
        return self._people


def _asks_who(intent: Intent) -> bool:
    """Whether a customer of the draft is not known yet, or it has none."""
    return bool(entries.unsettled(intent)) or not draftables.of(intent).customers(intent)
