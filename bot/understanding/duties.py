"""What a plan is about, in the words of whoever set it."""

import re

from bot.understanding.reading import Reading
from bot.understanding.spans import masked

_ALONE = "催问谈签寄"
_UNTIL = re.compile(r"(?<=\u3000)[到至~—-](?=\u3000)")
_BEFORE_NAME = re.compile(r"[在跟和与对向给找]\u3000+(?=[\u4e00-\u9fff])")
_ASKS = re.compile(
    r"[，,]?(?:帮我|给我)?记一?[下上](?=$|[，,。])|再?提醒我?|再?叫我|记得|别忘了?|帮我|到时候?|每(?:隔)?[\d一二两三]*个?(?:周|月|天|(?=\s))|(?<=\s)的"
)


def what(reading: Reading) -> str:
    """What is to be done: the sentence without time, customer and 提醒我."""
    timeless = _UNTIL.sub("", masked(reading.text, reading.times))
    text = masked(timeless.replace("\u3000", " "), reading.customers)
    rest = _ASKS.sub(" ", _BEFORE_NAME.sub("", text).replace("\u3000", " "))
    rest = re.sub(r"(?<=[\u4e00-\u9fff，,])\s+(?=[\u4e00-\u9fff])", "", rest.strip())
    rest = re.sub(r"\s+", " ", rest).strip(" ，,。！!的再")
    return rest if len(rest) > 1 or rest in _ALONE else "跟进"
