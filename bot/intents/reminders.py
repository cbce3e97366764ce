"""Intents of those who lead, about what somebody else is to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RemindOwner:
    """提醒: one push about an exception to whose it is; `number` is its list, `record` its row."""

    number: str
    record: str
