"""Who does something, when, and under which rules: what every use case is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.clock import NewId
from core.errors import NotFound
from core.opportunities.model import Flow
from core.people.permissions import Viewer
from core.pool.rules import PoolRules
from core.ports import UnitOfWork
from core.workdays import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """One person acting in one unit of work.

    Args:
        now: product time.
        flows: the company's flows by id; the first is the default.
        past: flows of earlier versions, for the deals that pin them (H01).
    """

    uow: UnitOfWork
    viewer: Viewer
    now: datetime
    zone: ZoneInfo
    pool: PoolRules
    flows: Mapping[str, Flow]
    calendar: Calendar
    new_id: NewId
    past: Mapping[tuple[str, int], Flow] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def flow(self, name: str, version: int = 0) -> Flow:
        """The flow called `name` in the version a deal pins, by default the company's first.

        Raises:
            NotFound: no such flow.
        """
        if not name:
            return next(iter(self.flows.values()))
        if pinned := self.past.get((name, version)):
            return pinned
        try:
            return self.flows[name]
        except KeyError:
            raise NotFound(kind="flow", key=name) from None
