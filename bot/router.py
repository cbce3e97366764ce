"""One table from what a person wants to the function that does it."""

from collections.abc import Awaitable, Callable
from typing import TypeVar, get_args

from adapters.chat import Reply
from bot.asking import Asked
from bot.keys import Intent
from bot.turn import Turn

I = TypeVar("I")  # noqa: E741 - as in the style guide: I is the intent
Handler = Callable[[I, Turn], Awaitable[Reply]]
"""Does what an intent says, inside the turn's unit of work, and answers; it never commits."""

_INTENTS: frozenset[type] = frozenset(get_args(Intent))


class NotAnIntent(TypeError):
    """A handler was registered for a type no sentence and no button can carry."""


class Taken(ValueError):
    """Two handlers were registered for one intent."""


class Unanswered(LookupError):
    """Nobody registered for this intent: a fault of ours, or not built yet."""


class Router:
    """Handlers by the type of their intent."""

    def __init__(self) -> None:
        self._handlers: dict[type, Handler[Intent]] = {}

    def on(self, kind: type[I]) -> Callable[[Handler[I]], Handler[I]]:
        """Register what saying or pressing an intent of `kind` does.

        Raises:
            NotAnIntent: `kind` is no member of `bot.keys.Intent`.
            Taken: it has a handler already.
        """
        return _registers(self._handlers, kind)

    def merge(self, *others: "Router") -> "Router":
        """Take over the handlers of `others` and return this router.

        Raises:
            Taken: an intent has a handler in two of them.
        """
        for other in others:
            _take_over(self._handlers, other._handlers)  # noqa: SLF001 - a router of its own kind
        return self

    async def answer(self, intent: Intent, turn: Turn) -> Reply:
        """Do what `intent` says.

        Raises:
            Unanswered: nobody registered for it.
            CrmError: the CRM refused.
        """
        handler = self._handlers.get(type(intent))
        if handler is None:
            raise Unanswered(type(intent).__name__)
        try:
            return await handler(intent, turn)
        except Asked as asked:
            if turn.gathered is not None:
                turn.gathered.asked += 1
            return asked.reply


def _registers(
    table: dict[type, Handler[Intent]], kind: type[I]
) -> Callable[[Handler[I]], Handler[I]]:
    if kind not in _INTENTS:
        raise NotAnIntent(kind.__name__)
    if kind in table:
        raise Taken(kind.__name__)

    def register(handler: Handler[I]) -> Handler[I]:
        table[kind] = _of(kind, handler)
        return handler

    return register


def _of(kind: type[I], handler: Handler[I]) -> Handler[Intent]:
    async def checked(intent: Intent, turn: Turn) -> Reply:
        if not isinstance(intent, kind):
            raise NotAnIntent(type(intent).__name__)
        return await handler(intent, turn)

    return checked


def _take_over(table: dict[type, Handler[Intent]], other: dict[type, Handler[Intent]]) -> None:
    if twice := table.keys() & other.keys():
        raise Taken(", ".join(sorted(kind.__name__ for kind in twice)))
    table.update(other)
