"""From a sentence to intents: deterministic, offline, each value with the characters it came from."""

from bot.understanding.linking import Names
from bot.understanding.reading import Context, Reading
from bot.understanding.understanding import Understood, understand

__all__ = ["Context", "Names", "Reading", "Understood", "understand"]
