"""What an intent must be able to do to be offered as a draft."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from adapters.chat import Card, Content, Input
from bot.dialogue.asks import Ask
from bot.keys import Intent
from bot.slots import CustomerRef
from bot.talk import Correct
from bot.turn import Turn
from core.people.permissions import Command

I = TypeVar("I")  # noqa: E741 - as in the style guide: I is the intent
Form = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving led to.

    Args:
        note: lines under the card's end state.
        more: further messages.
        intent: what was saved, with the ids of the records it became; None: as it was.
    """

    note: str = ""
    more: tuple[Content, ...] = ()
    intent: Intent | None = None


async def _entry_by_entry(intent: object, _: Turn) -> Saved:
    raise TypeError(type(intent).__name__)


async def _no_inputs(_: object, __: Turn) -> Sequence[Input]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draftable(Generic[I]):
    """How a draft of one intent type is drawn, asked about, changed and saved.

    Args:
        face: the card without buttons and state: the values understood, with their sources.
        command: the right that saving takes; who has it over nobody is refused before any draft.
        save: does it; of several entries each is saved alone.
        inputs: the form of 修改.
        filled: the intent with the values of that form.
        customers: the references in the intent, in order; the dialogue settles each of them.
        with_customer: the intent with the reference at a place replaced.
        missing: names of what has to be said before it can be saved, the most important first.
        wanted: names of what would be good to know; asked once, never in the way.
        corrected: the intent after a correction by words; None when the correction says nothing here.
        asks: what it asks with buttons for answers, the most urgent first; one at a time.
        entries: what became of each part that is saved or dropped alone (F05): `open`, `saved`,
            `cancelled`; one for a draft that is one thing.
        picked: the intent of one entry alone, which is asked, changed and saved by its own kind;
            `placed` puts it back.
        ended: the intent with an entry marked as `saved`, by an act, or as `cancelled`.
        acts: the act each of several entries was saved by, empty where it was not.
        records: ids of the records a saved draft became, as far as its card follows them (F10).
        now: the face of a saved draft by what those records say now.

    While `face` and `save` run, `turn.source_text` and `turn.message_id` are the draft's.
    """

    face: Callable[[I, Turn], Awaitable[Card]]
    command: Command
    save: Callable[[I, Turn], Awaitable[Saved]] = _entry_by_entry
    inputs: Callable[[I, Turn], Awaitable[Sequence[Input]]] = _no_inputs
    filled: Callable[[I, Form, Turn], I] = lambda intent, _, __: intent
    customers: Callable[[I], Sequence[CustomerRef]] = lambda _: ()
    with_customer: Callable[[I, int, CustomerRef], I] = lambda intent, _, __: intent
    missing: Callable[[I], Sequence[str]] = lambda _: ()
    wanted: Callable[[I], Sequence[str]] = lambda _: ()
    corrected: Callable[[I, Correct], I | None] = lambda _, __: None
    asks: Callable[[I, Turn], Sequence[Ask]] = lambda _, __: ()
    entries: Callable[[I], Sequence[str]] = lambda _: ("open",)
    picked: Callable[[I, int], I] = lambda intent, _: intent
    placed: Callable[[I, int, I], I] = lambda _, __, one: one
    ended: Callable[[I, int, str, str], I] = lambda intent, _, __, ___: intent
    acts: Callable[[I], Sequence[str]] = lambda _: ()
    records: Callable[[I], Sequence[str]] = lambda _: ()
    now: Callable[[I, Turn], Awaitable[Card]] | None = None


class Draftables:
    """The table of them, by intent type."""

    def __init__(self) -> None:
        self._kinds: dict[type, Draftable[Intent]] = {}

    def add(self, kind: type[I], draftable: Draftable[I]) -> None:
        """Register how `kind` is drafted; twice is a fault of ours."""
        if kind in self._kinds:
            raise ValueError(kind.__name__)
        self._kinds[kind] = draftable  # type: ignore[assignment]  # looked up by the intent's type

    def of(self, intent: Intent) -> Draftable[Intent]:
        return self._kinds[type(intent)]

    def __contains__(self, kind: type) -> bool:
        return kind in self._kinds


draftables = Draftables()
