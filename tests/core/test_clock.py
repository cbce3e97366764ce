"""Times on the wall, as instants: where clocks are put forward or back each happens once (R10)."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from core.clock import moment


@pytest.mark.parametrize(
    ("zone", "day", "at", "utc"),
    [
        pytest.param("America/New_York", (2027, 3, 14), (2, 30), (14, 7, 0), id="skipped"),
        pytest.param("America/New_York", (2027, 3, 14), (3, 0), (14, 7, 0), id="just after"),
        pytest.param("America/New_York", (2027, 3, 14), (18, 7), (14, 22, 7), id="that evening"),
        pytest.param("America/New_York", (2026, 11, 1), (1, 30), (1, 5, 30), id="shown twice"),
        pytest.param("America/New_York", (2026, 11, 1), (2, 0), (1, 7, 0), id="shown once after"),
        pytest.param("Europe/London", (2027, 3, 28), (1, 30), (28, 1, 0), id="London skips"),
        pytest.param("Europe/London", (2026, 10, 25), (1, 30), (25, 0, 30), id="London twice"),
        pytest.param("Australia/Lord_Howe", (2026, 10, 4), (2, 15), (3, 15, 30), id="half an hour"),
        pytest.param("Australia/Lord_Howe", (2027, 4, 4), (1, 45), (3, 14, 45), id="half, twice"),
        pytest.param("Asia/Shanghai", (2028, 2, 29), (9, 0), (29, 1, 0), id="leap day"),
        pytest.param("Asia/Shanghai", (2026, 12, 31), (23, 59), (31, 15, 59), id="end of the year"),
    ],
)
def test_a_time_on_the_wall_is_one_instant(zone: str, day, at, utc) -> None:
    found = moment(date(*day), time(*at), ZoneInfo(zone)).astimezone(UTC)

    assert (found.day, found.hour, found.minute) == utc
    assert found.tzinfo is UTC
    assert found == datetime(found.year, found.month, *utc, tzinfo=UTC)
