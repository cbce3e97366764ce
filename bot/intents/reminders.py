"""Intents of those who lead, about what somebody else is to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RemindOwner:
    """提醒: one push about an exception to whose it is.

    Args:
        number: its list.
        record: its row.
        since, until: the days of the list, where those are not today.
    """

    number: str
    record: str
    since: str = ""
    until: str = ""
