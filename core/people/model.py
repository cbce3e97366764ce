"""Employees and the chat identities they write from."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import NewType

EmployeeId = NewType("EmployeeId", str)
"""The company's own employee number."""


class Role(StrEnum):
    REP = "rep"
    SUPERVISOR = "supervisor"
    EXECUTIVE = "executive"
    SALES_OPS = "sales_ops"
    FINANCE = "finance"
    ADMIN = "admin"


class EmployeeState(StrEnum):
    ACTIVE = "active"
    LEAVE = "leave"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Employee:
    """A person of the company.

    Args:
        department: a path such as 华东战区/苏州组.
        superior: whom he reports to; a team is everybody below, at any depth.
        language: zh-CN or en.
        quiet_from, quiet_until: his own quiet hours in the company's zone; None: the company's.
        push_platform: where pushes go when he is bound twice: the platform used last, or his wish.
    """

    id: EmployeeId
    name: str
    department: str = ""
    superior: EmployeeId | None = None
    roles: frozenset[Role] = frozenset({Role.REP})
    state: EmployeeState = EmployeeState.ACTIVE
    mobile: str = ""
    language: str = "zh-CN"
    quiet_from: time | None = None
    quiet_until: time | None = None
    push_platform: str = ""
    version: int = 0

    @property
    def leads(self) -> bool:
        """Whether he reads the figures of others."""
        return bool(self.roles & {Role.SUPERVISOR, Role.EXECUTIVE, Role.SALES_OPS})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatIdentity:
    """One chat account of one employee; (platform, external_id) is unique, so is (platform, employee)."""

    platform: str
    external_id: str
    employee: EmployeeId
    bound_at: datetime
    last_used_at: datetime | None = None
    welcomed_at: datetime | None = None
    version: int = 0


class RequestState(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    REPLACED = "replaced"
    """He gave another name since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BindingRequest:
    """Somebody unknown who wrote to the bot and says who he is; an admin decides with one tap."""

    id: str
    platform: str
    external_id: str
    claimed_name: str
    asked_at: datetime
    state: RequestState = RequestState.OPEN
    version: int = 0
