"""When a long connection that is silent counts as lost: a half-open one brings no error of its own."""

from dataclasses import dataclass

SILENCE = 27.0
"""Seconds after its last sign of life by which a connection is given up, at the latest."""


@dataclass(slots=True)
class Pulse:
    """What was heard of one connection, in seconds of a clock that only runs on.

    A ping goes out with each beat, a third of `silence`; two beats without any frame and the
    connection is lost, which is seen with the next beat: three beats at most.
    """

    silence: float
    heard_at: float = 0.0

    @property
    def beat(self) -> float:
        return self.silence / 3

    def heard(self, now: float) -> None:
        self.heard_at = now

    def is_lost(self, now: float) -> bool:
        return now - self.heard_at > 2 * self.beat
