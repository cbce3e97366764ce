"""The demo company's customers and the people there."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from bot.demo import words
from bot.demo.company import DAYS, Company, Setting
from core.customers.model import Contact, ContactId, ContactRole, Customer, CustomerId, Tier
from core.people.model import Employee
from core.pool.rules import look

CUSTOMERS = 400
_ONE_IN_POOL = 4
KNOWN_LONG = 54
"""Customers owned for longer than is told of; what keeps them is an opportunity."""
_SEVEN_DIGITS = ("珠海", "惠州")
_TIERS = (Tier.A, Tier.B, Tier.B, Tier.C, Tier.C, Tier.C)


def acquire(company: Company, setting: Setting, random: Random) -> None:
    names = _names(random)
    sellers = itertools.cycle(company.sellers)
    owned = itertools.count(1)
    for number in range(1, CUSTOMERS + 1):
        owner = None if number % _ONE_IN_POOL == 0 else next(sellers)
        is_old = owner is not None and next(owned) <= KNOWN_LONG
        day = setting.workday(random, *((DAYS + 5, 170) if is_old else (3, 48)))
        since = setting.at(day, random.randint(9, 17), random.randint(0, 59))
        customer = _customer(number, next(names), owner, since, random)
        company.customers[customer.id] = customer
        company.contacts[customer.id] = list(_contacts(customer, random))


def _names(random: Random) -> Iterator[str]:
    """Short names that differ from each other."""
    pairs = [a + b for a, b in itertools.product(words.FIRST, words.SECOND) if a != b]
    random.shuffle(pairs)
    yield from pairs


def _customer(
    number: int, short: str, owner: Employee | None, since: datetime, random: Random
) -> Customer:
    zone = owner.department[:2] if owner else random.choice(list(words.CITIES))
    city = random.choice(list(words.CITIES[zone]))
    trade = random.choice(list(words.TRADES))
    kind = random.choice(words.TRADES[trade])
    form = random.choice([one for one in words.FORMS if one[:2] != kind[-2:]])
    basis = random.choice(("claim", "claim", "assign", "create")) if owner else ""
    known_before = timedelta() if basis == "create" else timedelta(days=random.randint(20, 300))
    line = f"555{number:04d}" if city in _SEVEN_DIGITS else f"5550{number:04d}"
    return Customer(
        id=CustomerId(f"C{number:04d}"),
        full_name=f"{city}{short}{kind}{form}",
        aliases=(short, short + kind),
        industry=trade,
        city=city,
        mobile=f"{words.CITIES[zone][city]}-{line}",
        source=random.choice(words.SOURCES),
        market=trade,
        tier=random.choice(_TIERS),
        owner=owner.id if owner else None,
        pool=f"{zone}公海",
        starred=owner is not None and random.random() < 0.08,
        owned_since=since if owner else None,
        basis=basis,
        entered_pool_at=None if owner else since,
        created_at=since - known_before,
    )


def _contacts(customer: Customer, random: Random) -> Iterator[Contact]:
    """One or two people, who differ in surname and title."""
    count = random.choice((1, 1, 2))
    surnames, titles = random.sample(words.SURNAMES, count), random.sample(words.TITLES, count)
    for place, (surname, (title, _, role)) in enumerate(zip(surnames, titles, strict=True), 1):
        yield Contact(
            id=ContactId(f"{customer.id}-{place}"),
            customer=customer.id,
            name=surname + random.choice(words.GIVEN),
            title=title,
            mobile=f"138{place:04d}{customer.id[1:]}",
            role=ContactRole(role),
            created_at=customer.created_at,
        )


def addressed(contact: Contact) -> str:
    """How people speak of a contact: 王总."""
    how = next(how for title, how, _ in words.TITLES if title == contact.title)
    return contact.name[0] + how


def classify(company: Company, setting: Setting, random: Random) -> None:
    """Give each owned customer a category whose limit it has kept; one in eight is near its end."""
    for known in company.customers.values():
        if known.owner:
            left = random.choice((1, 8, 8, 8, 8, 8, 8, 8))
            fitting = [one for one in range(1, 6) if _keeps(known, one, left, setting)]
            category = random.choice(fitting[:2]) if fitting else None
            company.customers[known.id] = replace(known, category=category)


def _keeps(known: Customer, category: int, days: int, setting: Setting) -> bool:
    """Whether the limit of `category` leaves it with its owner for more than `days`."""
    given = replace(known, category=category)
    seen = look(given, setting.pool, today=setting.today, zone=setting.zone)
    last = setting.today + timedelta(days=days)
    return all(one.on > last for one in seen.clocks if one.rule == "category")
