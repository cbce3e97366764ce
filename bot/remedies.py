"""What mends a fault that a platform names by its code: the step in its console, in its own words."""

from bot.texts import Texts


def remedy(say: Texts, platform: str, code: str) -> str:
    """What to do about `code`; empty where nothing is known but the code."""
    key = f"doctor.{platform}.{code}"
    return say(key) if say.has(key) else ""
