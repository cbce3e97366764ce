"""The pool's rules over many customers, without the database."""

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from benchmarks.measure import Row
from core.customers.model import Customer, CustomerId
from core.people.model import EmployeeId
from core.pool.rules import PoolRules, look

CUSTOMERS = 200_000
NOW = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")


def looking() -> list[Row]:
    """Look at every customer as the nightly job does."""
    customers = [_customer(number) for number in range(CUSTOMERS)]
    rules, today = PoolRules(), NOW.astimezone(ZONE).date()
    begun = time.perf_counter()
    for customer in customers:
        look(customer, rules, today=today, zone=ZONE).due(today)
    return [
        Row(
            "customers looked at by the pool's rules",
            CUSTOMERS / (time.perf_counter() - begun),
            "/s",
        )
    ]


def _customer(number: int) -> Customer:
    since = NOW - timedelta(days=number % 90)
    return Customer(
        id=CustomerId(f"C{number}"),
        full_name=f"客户{number}",
        owner=EmployeeId(f"E{number % 500}"),
        pool="华东",
        category=number % 6 or None,
        owned_since=since,
        last_contact_at=since + timedelta(days=number % 7),
        locked=number % 50 == 0,
        created_at=since,
    )
