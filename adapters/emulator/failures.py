"""What goes wrong on an emulated wire, because somebody wants to see it."""

from dataclasses import dataclass


@dataclass(slots=True)
class Failures:
    """All off at first; what counts down goes off by itself.

    Args:
        delay: seconds of real time that each call needs to arrive, and that each answer of the bot
            to a callback needs to come back.
        cuts: how many answers, in either direction, are still lost with their connection.
        repeats: how often a callback is told, and `repeated` how many more are.
    """

    delay: float = 0.0
    cuts: int = 0
    repeats: int = 1
    repeated: int = 0

    def is_cut(self) -> bool:
        """Whether this connection breaks before its answer."""
        if not self.cuts:
            return False
        self.cuts -= 1
        return True

    def times(self, asked: int) -> int:
        """How often a callback is told that was to be told `asked` times."""
        if not self.repeated:
            return asked
        self.repeated -= 1
        return asked * self.repeats
