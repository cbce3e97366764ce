"""What a company chose: its pool, its flows, its hours, its fields; without a file the defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from core.fields import CustomFields
from core.opportunities.flows import SHIPPED
from core.opportunities.model import Flow
from core.people.model import Role
from core.people.permissions import Reach
from core.pool.rules import PROFILES, PoolRules
from core.workdays import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRules:
    """What a company chose; without a file everything has its default.

    Args:
        flows: the first is the default.
        quiet_from, quiet_until: when nobody is pushed to, unless by a plan with a minute.
        pushes_per_day: the attention budget of one person.
        brief_minutes: how long before a planned visit its brief is sent; 0: never.
        schedule: job → time of day, for those that were moved.
        holidays, makeups: days that differ from the official calendar.
        reaches: how far a role sees, where that differs from the default (A03).
        fields: what records have beside our own fields (N03).
        past: flows of earlier files by id and version, for the deals that began in them (H01).
        earlier: all flows of each earlier file by its version; 0: the defaults.
        version: rises with each load; 0 for the defaults.
    """

    pool: PoolRules = PROFILES["电销"]
    flows: tuple[Flow, ...] = tuple(SHIPPED.values())
    quiet_from: time = time(21)
    quiet_until: time = time(8)
    pushes_per_day: int = 8
    brief_minutes: int = 60
    schedule: Mapping[str, time] | None = None
    holidays: frozenset[date] = frozenset()
    makeups: frozenset[date] = frozenset()
    reaches: Mapping[Role, Reach] = field(default_factory=dict)
    fields: CustomFields = CustomFields()
    past: Mapping[tuple[str, int], Flow] = field(
        default_factory=lambda: {(flow.id, flow.version): flow for flow in SHIPPED.values()}
    )
    earlier: Mapping[int, tuple[Flow, ...]] = field(
        default_factory=lambda: {0: tuple(SHIPPED.values())}
    )
    version: int = 0

    @property
    def known(self) -> tuple[Flow, ...]:
        """The present flows, and after them, the newest first, those that deals may have begun in."""
        earlier = sorted(self.past.values(), key=lambda flow: -flow.version)
        return (*self.flows, *(flow for flow in earlier if flow not in self.flows))

    def flows_of(self, version: int) -> tuple[Flow, ...]:
        """The flows of an earlier file; the present ones where it cannot be read any more."""
        return self.flows if version == self.version else self.earlier.get(version, self.flows)

    def flow(self, name: str, version: int = 0) -> Flow | None:
        """The flow called `name` in the version a deal pins; the default for an empty name."""
        if not name:
            return self.flows[0]
        if pinned := self.past.get((name, version)):
            return pinned
        return next((flow for flow in self.flows if flow.id == name), None)

    def at(self, job: str, default: time) -> time:
        return (self.schedule or {}).get(job, default)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force, and the calendar they lead to."""

    company: CompanyRules
    calendar: Calendar
