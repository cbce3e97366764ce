"""The product's clock and new ids, passed to whoever needs them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Now = Callable[[], datetime]
"""An aware UTC instant: the product's, or the machine's where a name says so."""

NewId = Callable[[], str]
"""A new unique id of at most 26 characters of [0-9a-z], rising with time."""


def machine_now() -> datetime:
    """The machine's clock, for leases, retries and signatures; never for the CRM's rules."""
    return datetime.now(UTC)


def shifted(now: Now, offset: timedelta) -> Now:
    """The product's clock: `now` moved by the installation's offset."""
    return lambda: now() + offset
