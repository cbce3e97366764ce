"""The moods of what is shown."""

from enum import StrEnum


class Tone(StrEnum):
    PLAIN = "plain"
    ACTIVE = "active"
    GOOD = "good"
    WARNING = "warning"
    URGENT = "urgent"
    MUTED = "muted"
