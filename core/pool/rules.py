"""When a customer returns to the pool, and what keeps it: one pure function for everybody who asks.

The nightly job, the countdown on a card, the explanation and a rehearsal of other rules all call
`look`. Days are whole days of the company's zone: the day of claim, assignment or contact is day 0,
day N is kept, the customer returns on day N+1 (interfaces.md 5, product.md 4.4).
"""

import calendar
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.customers.model import Customer

RELEASE_REASONS = (
    "no_need",
    "no_budget",
    "unreachable",
    "lost_to_rival",
    "bad_fit",
    "mistake",
    "busy",
    "other",
)


LONG_AGO = date(1970, 1, 1)
"""Where a list of those who return begins: who is overdue and was never warned is among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolRules:
    """The figures of the company file's pool part; 0 switches a rule off."""

    profile: str = "电销"
    claims_per_day: int = 20
    cooldown_days: int = 30
    no_deal_days: int = 60
    first_visit_days: int = 0
    category_days: tuple[int, ...] = (7, 15, 30, 45, 60)
    contract_end_days: int = 0
    warn_days: tuple[int, ...] = (7, 3, 1)
    hold_months: int = 6
    deal_days: int = 180
    open_opportunity_days: int = 30
    protect_won: bool = True
    protect_open_opportunity: bool = True
    protect_lock: bool = True
    protect_hold: bool = True
    locks_per_person: int = 10
    version: int = 0


PROFILES = {
    "电销": PoolRules(),
    "大客户": PoolRules(
        profile="大客户",
        no_deal_days=0,
        first_visit_days=3,
        category_days=(0, 0, 0, 0, 0),
        contract_end_days=90,
    ),
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A rule and the day on which it returns the customer."""

    rule: str
    on: date


@dataclass(frozen=True, slots=True)
class Protection:
    """Something that keeps a customer, whether it applies, and its last day (None: open end)."""

    name: str
    applies: bool
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the rules say about one customer on one day.

    Args:
        deadline: the earliest of `clocks`; None: it never returns by itself.
        protections: every one that was looked at, in order; the first that applies is named.
        check_on: the first day on which the answer may be another.
    """

    clocks: tuple[Deadline, ...]
    protections: tuple[Protection, ...]
    check_on: date | None

    @property
    def deadline(self) -> Deadline | None:
        return min(self.clocks, key=lambda one: one.on, default=None)

    @property
    def protected_by(self) -> Protection | None:
        return next((one for one in self.protections if one.applies), None)

    def due(self, today: date) -> Deadline | None:
        """The rule that returns it today, when nothing protects it."""
        first = self.deadline
        return first if first and first.on <= today and not self.protected_by else None


def look(
    customer: Customer, rules: PoolRules, *, today: date, zone: ZoneInfo, on_leave: bool = False
) -> Look:
    """Look at an owned customer with `rules` on `today`; `on_leave`: its owner is.

    A leave ends whenever it ends, so it blocks a return without moving `check_on`.
    """
    if customer.owner is None or customer.owned_since is None:
        return Look(clocks=(), protections=(), check_on=None)
    clocks = _clocks(customer, rules, zone)
    lasting = tuple(find(customer, rules, today, zone) for find in _PROTECTIONS)
    first = min((one.on for one in clocks), default=None)
    protections = (*lasting, Protection("leave", applies=on_leave))
    return Look(clocks=clocks, protections=protections, check_on=_check_on(first, lasting))


def limit_of(rule: str, customer: Customer, rules: PoolRules) -> int:
    """The days that a rule gives `customer`; 0 for a rule without a figure of its own."""
    if rule == "category" and customer.category:
        return dict(enumerate(rules.category_days, 1)).get(customer.category, 0)
    return {"no_deal": rules.no_deal_days, "first_visit": rules.first_visit_days}.get(rule, 0)


def hold_end(first_visit: date, months: int) -> date:
    """The same day `months` on, or the month's last day where there is no such day."""
    place = first_visit.month - 1 + months
    year, month = first_visit.year + place // 12, place % 12 + 1
    return date(year, month, min(first_visit.day, calendar.monthrange(year, month)[1]))


def _clocks(customer: Customer, rules: PoolRules, zone: ZoneInfo) -> tuple[Deadline, ...]:
    since = _day(customer.owned_since, zone)
    if since is None:
        return ()
    found = list(_visit_clocks(customer, rules, zone, since))
    touched = _day(customer.last_effective_at, zone) or since
    if limit := limit_of("category", customer, rules):
        found.append(Deadline("category", _after(max(since, touched), limit)))
    if rules.no_deal_days:
        won = _day(customer.won_at, zone) or since
        found.append(Deadline("no_deal", _after(max(since, won), rules.no_deal_days)))
    return tuple(found)


def _visit_clocks(
    customer: Customer, rules: PoolRules, zone: ZoneInfo, since: date
) -> Iterator[Deadline]:
    """The first visit, and the half year that it earns."""
    if not rules.first_visit_days:
        return
    if not _visited_in_time(customer, rules, zone):
        yield Deadline("first_visit", _after(since, rules.first_visit_days))
    if customer.hold_until:
        yield Deadline("half_year", customer.hold_until + timedelta(days=1))


def _visited_in_time(customer: Customer, rules: PoolRules, zone: ZoneInfo) -> bool:
    since, first = _day(customer.owned_since, zone), _day(customer.first_effective_at, zone)
    if since is None or first is None:
        return False
    return first <= since + timedelta(days=rules.first_visit_days)


def _won(customer: Customer, rules: PoolRules, today: date, zone: ZoneInfo) -> Protection:
    won = _day(customer.won_at, zone)
    if not rules.protect_won or won is None:
        return Protection("won", applies=False)
    until = won + timedelta(days=rules.deal_days)
    return Protection("won", applies=today <= until, until=until)


def _open_opportunity(
    customer: Customer, rules: PoolRules, today: date, zone: ZoneInfo
) -> Protection:
    moved = _day(customer.open_moved_at, zone)
    if not rules.protect_open_opportunity or moved is None:
        return Protection("open_opportunity", applies=False)
    until = moved + timedelta(days=rules.open_opportunity_days)
    return Protection("open_opportunity", applies=today <= until, until=until)


def _lock(customer: Customer, rules: PoolRules, _: date, __: ZoneInfo) -> Protection:
    return Protection("lock", applies=rules.protect_lock and customer.locked)


def _hold(customer: Customer, rules: PoolRules, today: date, _: ZoneInfo) -> Protection:
    until = customer.hold_until
    applies = rules.protect_hold and until is not None and today <= until
    return Protection("hold", applies=applies, until=until)


PROTECTIONS = ("won", "open_opportunity", "lock", "hold", "leave")
"""Their published order."""
_PROTECTIONS: Sequence[Callable[[Customer, PoolRules, date, ZoneInfo], Protection]] = (
    _won,
    _open_opportunity,
    _lock,
    _hold,
)
"""In the order of product.md 4.4, a leave last; contract, project and grace join with their areas."""


def _check_on(first: date | None, protections: Sequence[Protection]) -> date | None:
    """Nothing to look at while an open-ended protection holds; else after the last dated one."""
    if first is None:
        return None
    applying = [one for one in protections if one.applies]
    if any(one.until is None for one in applying):
        return None
    ends = [one.until + timedelta(days=1) for one in applying if one.until]
    return max([first, *ends])


def _after(start: date, days: int) -> date:
    return start + timedelta(days=days + 1)


def _day(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return moment.astimezone(zone).date() if moment else None
