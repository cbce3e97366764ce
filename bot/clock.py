"""The product's clock: the machine's, moved by the installation's offset."""

from datetime import UTC, datetime, timedelta

from core.clock import Now


class ProductClock:
    """Tells product time; the offset is read from the installation and may change while it runs."""

    def __init__(self, machine: Now, offset: timedelta = timedelta()) -> None:
        self._machine = machine
        self.offset = offset

    def __call__(self) -> datetime:
        return self._machine() + self.offset

    def at(self, moment: datetime) -> datetime:
        """Product time when the machine's clock showed `moment`; never later than now."""
        return min(moment, self._machine()).astimezone(UTC) + self.offset

    def start_at(self, instant: datetime) -> None:
        """Make it `instant` now."""
        self.offset = instant - self._machine()
