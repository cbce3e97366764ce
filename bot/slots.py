"""The values a sentence is made of, each with the words it was understood from."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum

from core.customers.model import Attitude, ContactRole, CustomerId, Tier
from core.money import Money
from core.opportunities.model import OpportunityId
from core.plans.model import PlanId


@dataclass(frozen=True, slots=True)
class CustomerRef:
    """Which customer is meant.

    Args:
        ids: one when it is clear, several when the bot has to ask which, none when nobody known.
        words: what was said (恒泰); empty when it came from the context or a contact's name.
        certain: False for a fuzzy or short match that wants a look before it is written.
        guess: the ids only look like the words: asked, even where it is one.
        picked: somebody chose it among several, or among what was proposed.
    """

    ids: tuple[CustomerId, ...] = ()
    words: str = ""
    certain: bool = True
    guess: bool = False
    picked: bool = False

    @property
    def only(self) -> CustomerId | None:
        """The one customer, when it is one."""
        return self.ids[0] if len(self.ids) == 1 and not self.guess else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One row of a list that was shown: a plan, a deal or a customer, and whose it is."""

    customer: CustomerId | None = None
    opportunity: OpportunityId | None = None
    plan: PlanId | None = None

    @property
    def ids(self) -> tuple[CustomerId, ...]:
        return (self.customer,) if self.customer else ()


@dataclass(frozen=True, slots=True)
class When:
    """A day, perhaps with a minute, in the company's zone.

    Args:
        at: only when a clock time was said.
        about: a vague word (过两天, 月底) was turned into this day.
        by: a deadline (周五前).
        part: am, noon, pm, eve, or empty.
        month_only: only the month was said (2027年3月); `day` is its first.
        hour_only: no day was said; `day` is today's, unless something else gives one.
    """

    day: date
    at: time | None = None
    about: bool = False
    by: bool = False
    part: str = ""
    month_only: bool = False
    hour_only: bool = False
    words: str = ""

    def on(self, day: date) -> "When":
        """The same hour on `day`, where no day was said."""
        return replace(self, day=day, hour_only=False) if self.hour_only else self


@dataclass(frozen=True, slots=True)
class Period:
    """A range of days, both inclusive."""

    since: date
    until: date
    words: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """A move relative to what is planned: 推两天, 晚一小时."""

    by: timedelta
    words: str = ""


class AmountRole(StrEnum):
    BUDGET = "budget"
    QUOTE = "quote"
    DEAL = "deal"
    PAYMENT = "payment"
    COMPETITOR = "competitor"
    UNIT_PRICE = "unit_price"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount or a range of amounts; `least` is None for "within".

    Args:
        elided: no unit was said: it is read as 万, and asked.
    """

    least: Money | None
    most: Money | None
    about: bool = False
    role: AmountRole = AmountRole.OTHER
    currency: str = "CNY"
    words: str = ""
    elided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSaid:
    """What is said of somebody at a customer, beside that he was met."""

    name: str = ""
    title: str = ""
    role: ContactRole | None = None
    attitude: Attitude | None = None


class Outcome(StrEnum):
    POSITIVE = "positive"
    NEGATIVE = "negative"
    NOT_MET = "not_met"
    NEUTRAL = "neutral"


EVER = 3_650
"""Days longer ago than anybody was contacted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Conditions on customers, as said.

    Args:
        but_cities, but_industries, but: 不在苏州, 除了模具厂, 除了远帆.
        regions: 江浙, 珠三角: all cities of each.
        entered: when it came into the pool.
        person: whose, by name (老赵).
        unknown: what was said beside them and not understood.
    """

    text: str = ""
    cities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    but_cities: tuple[str, ...] = ()
    but_industries: tuple[str, ...] = ()
    but: tuple[CustomerId, ...] = ()
    tiers: tuple[Tier, ...] = ()
    category: int | None = None
    starred: bool | None = None
    untouched_days: int | None = None
    unclaimed_days: int | None = None
    entered: Period | None = None
    has_opportunity: bool | None = None
    has_contact: bool | None = None
    dealt: bool | None = None
    person: str = ""
    unknown: str = ""
    order: str = ""
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What was said of a customer, kept for its owner."""

    customer: CustomerId
    words: str

    def dumped(self) -> str:
        """As it is kept."""
        return f"{self.customer}\n{self.words}"

    @staticmethod
    def loaded(kept: str) -> "Note":
        """As it was kept."""
        customer, _, words = kept.partition("\n")
        return Note(CustomerId(customer), words)
