"""The names that each of the last few people may mean and misspell, as long as they are what they were."""

from collections import OrderedDict

from bot.turn import Turn
from bot.understanding.likeness import LOOKED_AT, Neighbourhood
from core.people.model import EmployeeId

_PEOPLE = 8


class Neighbours:
    """Neighbourhoods by person.

    What is kept may be older than the newest name: it is only proposed from, and what is chosen is
    read again.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[EmployeeId, tuple[str, Neighbourhood]] = OrderedDict()

    async def of(self, turn: Turn) -> Neighbourhood:
        """Those of whoever speaks, read anew when his own customers have changed."""
        customers, scope = turn.uow.customers, turn.viewer.scope()
        stamp = await customers.stamp(scope, LOOKED_AT)
        kept = self._kept.pop(turn.viewer.id, None)
        if kept is None or kept[0] != stamp:
            kept = stamp, Neighbourhood(await customers.nearest(scope, LOOKED_AT))
        self._kept[turn.viewer.id] = kept
        if len(self._kept) > _PEOPLE:
            self._kept.popitem(last=False)
        return kept[1]
