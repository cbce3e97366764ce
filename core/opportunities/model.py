"""Opportunities, their stages and the flows that order them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from core.customers.model import CustomerId
from core.fields import Custom
from core.money import Money
from core.people.model import EmployeeId

OpportunityId = NewType("OpportunityId", str)
StageCode = NewType("StageCode", str)
"""initial, needs, proposal, sample, bidding, negotiation, contract, or a company's own."""


class OpportunityState(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"
    INVALID = "invalid"


LOSSES = ("lost", "invalid")
"""Where a move ends that is no step forward: it counts as none in a digest (K02)."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a flow: its code, what people read, its rate in per cent, what it wants to be entered."""

    code: StageCode
    name: str
    probability: int
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """The ordered stages of one kind of business; an opportunity pins the flow's version."""

    id: str
    name: str
    stages: tuple[Stage, ...]
    version: int = 1

    def stage(self, code: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.code == code), None)

    def after(self, code: str) -> Stage | None:
        """The next stage in order, None after the last."""
        codes = [stage.code for stage in self.stages]
        place = codes.index(StageCode(code)) + 1
        return self.stages[place] if place < len(self.stages) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """A deal on its way.

    Args:
        amount: the expected amount; `amount_max` above it when a range was said.
        approximate: the amount was said as about.
        probability: per cent; the stage's rate unless `probability_by_hand`.
        stage: while not open, the last open stage, where a reopened one returns to.
        slips: the close dates that were put off, as ISO days, first first (H06).
        custom: the company's own fields (N03).
        moved_at: the last stage move or the creation.
    """

    id: OpportunityId
    customer: CustomerId
    employee: EmployeeId
    name: str
    flow: str
    flow_version: int = 1
    stage: StageCode
    amount: Money | None = None
    amount_max: Money | None = None
    approximate: bool = False
    probability: int = 0
    probability_by_hand: bool = False
    expected_close: date | None = None
    slips: tuple[str, ...] = ()
    state: OpportunityState = OpportunityState.OPEN
    lost_reason: str = ""
    competitor: str = ""
    source: str = ""
    custom: Custom = field(default_factory=dict, hash=False)
    moved_at: datetime
    closed_at: datetime | None = None
    created_at: datetime
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSum:
    """The opportunities of one stage of a flow together, those rated by hand apart.

    Args:
        expected: Σ amount x the rate that each of them has.
    """

    flow: str
    flow_version: int
    stage: StageCode
    by_hand: bool
    count: int
    amount: Money
    expected: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class StageMove:
    """One change of stage or state; `target` is a stage code, won, lost, invalid or reopened."""

    id: str
    opportunity: OpportunityId
    customer: CustomerId
    source: str
    target: str
    by: EmployeeId
    at: datetime
    reason: str = ""
    version: int = 0
