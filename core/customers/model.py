"""Customers and contacts."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import NewType

from core.fields import Custom
from core.people.model import EmployeeId

CustomerId = NewType("CustomerId", str)
"""The company's own customer number, kept on import; made by us for new ones."""
ContactId = NewType("ContactId", str)


class Tier(StrEnum):
    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A company we sell to, with who owns it and the facts the pool's clocks run on.

    Args:
        owner: None while it lies in the public pool.
        pool: the name of its pool; kept while owned, as the place it returns to.
        category: 1 to 5, or None.
        owned_since: start of the present ownership (claim, assignment, import).
        basis: create, claim, assign, import, transfer.
        entered_pool_at: since when it lies in the pool.
        last_contact_at: any logged contact.
        first_effective_at: the first effective visit of the present ownership (D08).
        last_effective_at: the last effective contact of any kind (D10).
        won_at: the last won deal.
        open_moved_at: the last stage move of an open opportunity; None without an open one.
        locked: kept by a supervisor whatever the clocks say.
        hold_until: the earned half year's last day.
        warned_at: when the warning for the present deadline was delivered.
        recycle_on: the day it returns by its clocks (day N+1), whatever protects it; None: never.
        recycle_rule: the rule behind `recycle_on`.
        check_on: the first night on which the engine has to look: `recycle_on`, or the end of what
            protects it.
        parent: the customer whose branch or subsidiary it is.
        custom: the company's own fields (N03); those it declares no more are kept.
    """

    id: CustomerId
    full_name: str
    aliases: tuple[str, ...] = ()
    industry: str = ""
    city: str = ""
    mobile: str = ""
    source: str = ""
    market: str = ""
    parent: CustomerId | None = None
    tier: Tier | None = None
    category: int | None = None
    owner: EmployeeId | None = None
    pool: str = ""
    starred: bool = False
    owned_since: datetime | None = None
    basis: str = ""
    entered_pool_at: datetime | None = None
    last_contact_at: datetime | None = None
    first_effective_at: datetime | None = None
    last_effective_at: datetime | None = None
    won_at: datetime | None = None
    open_moved_at: datetime | None = None
    locked: bool = False
    hold_until: date | None = None
    warned_at: datetime | None = None
    recycle_on: date | None = None
    recycle_rule: str = ""
    check_on: date | None = None
    custom: Custom = field(default_factory=dict, hash=False)
    created_at: datetime
    version: int = 0

    @property
    def short(self) -> str:
        """What people call it: the first alias, else the full name."""
        return self.aliases[0] if self.aliases else self.full_name


class ContactRole(StrEnum):
    DECIDER = "decider"
    APPROVER = "approver"
    EVALUATOR = "evaluator"
    USER = "user"
    BUYER = "buyer"
    COACH = "coach"
    UNKNOWN = "unknown"


class Attitude(IntEnum):
    """How somebody stands to us."""

    STRONGLY_FOR = 2
    FOR = 1
    NEUTRAL = 0
    NOT_FOR = -1
    AGAINST = -2


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person at a customer. `name` is as people say it (李总) or in full (李明)."""

    id: ContactId
    customer: CustomerId
    name: str
    title: str = ""
    mobile: str = ""
    role: ContactRole = ContactRole.UNKNOWN
    attitude: int | None = None
    birthday: str = ""
    created_at: datetime
    version: int = 0
