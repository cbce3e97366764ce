"""The digest as one long picture, asked for: 发长图, 日报长图, 上周的长图发我."""

from bot.intents import ShowPoster
from bot.understanding.patterns import regex
from bot.understanding.periods import period_of
from bot.understanding.reading import Reading
from bot.understanding.spans import masked

_WHEN = "\x03"
"""What stands for each character of a day."""
_ASKED = regex(
    rf"(?:请|麻烦|帮我?|给我|我要|我想看)*(?:[发来看要出][一]?[下张份个]?|把)?的?{_WHEN}*的?(?:这个|今日)?"
    r"(?:(?:销售|团队)?(?:日报|周报|月报|简报|战报))?的?长图(?:(?:再?发|给)(?:给?我|一?[下份张])?)?(?:看看|看下)?[吧呢啊]?[。.!！]*"
)


def poster(reading: Reading) -> ShowPoster | None:
    """Nothing but the order: a long picture of anything else is none."""
    if reading.customers or reading.contacts:
        return None
    text = masked(reading.text.strip(), reading.times, _WHEN)
    if not _ASKED.fullmatch(text):
        return None
    return ShowPoster(period_of(reading, ahead=False))
