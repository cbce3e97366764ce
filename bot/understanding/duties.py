"""What a plan is about, in the words of whoever set it."""

import re

from bot.understanding.patterns import regex
from bot.understanding.reading import Reading
from bot.understanding.spans import masked

_ALONE = "催问谈签寄"
_UNTIL = regex(r"(?<=\u3000)[到至、~—-](?=\u3000)")
_BEFORE_NAME = regex(r"(?<!打)[在跟和与对向给找]\u3000+(?=[\u4e00-\u9fff])")
_SETS = regex(
    r"(?:[给帮替为](?:\s*(?:[它他她]|[这那]家|第[\d一二两三四五六七八九十]+[个家]))?\s*)?"
    r"(?:再?[定建加设做排]|安排)一?[个条]?(?:计划|提醒|日程|闹钟)(?!书|表|的)"
)
_ASKS = regex(
    r"[，,]?(?:帮我|给我)?记一?[下上](?=$|[，,。])|再?提醒我?|再?叫我|记得|别忘了?|帮我|到时候?|每(?:隔)?[\d一二两三]*个?(?:周|月|天|(?=\s))|(?<=\s)的|分别[于在]?|各自"
)


_WHOLE = {"打": "打电话", "打给": "打电话", "去": "去一趟", "去趟": "去一趟"}


def what(reading: Reading) -> str:
    """What is to be done: the sentence without time, customer, 提醒我 and 给它定个计划."""
    timeless = _UNTIL.sub("", masked(reading.text, reading.times))
    text = _SETS.sub(" ", masked(timeless.replace("\u3000", " "), reading.customers))
    rest = _ASKS.sub(" ", _without_preposition(text, reading).replace("\u3000", " "))
    rest = re.sub(r"(?<=[\u4e00-\u9fff，,])\s+(?=[\u4e00-\u9fff])", "", rest.strip())
    rest = re.sub(r"\s+", " ", rest).strip(" ，,。！!的再")
    rest = _WHOLE.get(rest, rest)
    return rest if len(rest) > 1 or rest in _ALONE else "跟进"


def _without_preposition(text: str, reading: Reading) -> str:
    """给远帆送样 is 送样; whom one calls keeps his word: 给远帆王总回电话 is 给王总回电话."""
    people = tuple(one.value for one in reading.contacts)

    def left(found: re.Match[str]) -> str:
        return found.group() if people and text.startswith(people, found.end()) else ""

    return _BEFORE_NAME.sub(left, text)
