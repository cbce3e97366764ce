"""What moves a customer between people and the pool, and what is asked about it."""

from dataclasses import dataclass

from bot.slots import Conditions, CustomerRef, When


@dataclass(frozen=True, slots=True)
class SearchPool:
    where: Conditions = Conditions()
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Customers by name, by their numbers in the last list, or some that meet conditions."""

    customers: tuple[CustomerRef, ...] = ()
    numbers: tuple[int, ...] = ()
    where: Conditions | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """`reason` is a code of `core.pool` or the person's own words; empty: ask. `note` says more."""

    customers: tuple[CustomerRef, ...] = ()
    numbers: tuple[int, ...] = ()
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShowQuota:
    """我还能领几个."""


@dataclass(frozen=True, slots=True)
class ShowReturning:
    """我哪些客户快掉公海了; with `team` those of the team, of whom `person` narrows them to one."""

    days: int = 7
    team: bool = False
    person: str = ""


@dataclass(frozen=True, slots=True)
class ExplainOwnership:
    customer: CustomerRef = CustomerRef()
    on: When | None = None


@dataclass(frozen=True, slots=True)
class Assign:
    customers: tuple[CustomerRef, ...]
    to: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """锁定远帆, 解锁远帆."""

    customer: CustomerRef = CustomerRef()
    on: bool = True
