"""Phrases that only keep company: thanks, greetings, the weather, an insult."""

import re

from bot.keys import Intent
from bot.talk import SmallTalk
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading

_MANNERS = (
    ("thanks", regex(r"^(?:谢谢|谢[了啦]|多谢|感谢|辛苦|3q|thx|thanks)", re.IGNORECASE)),
    (
        "greeting",
        regex(
            r"^(?:[你您]好[啊呀]?|在吗|在么|hi|hello|嗨|早[啊呀上]?|早上好|下午好)[!！。?？~\s]*$",
            re.IGNORECASE,
        ),
    ),
    ("weather", regex(r"天气|下雨吗|气温")),
    (
        "insult",
        regex(
            r"笨|傻|蠢|垃圾(?!处理|焚烧|分类|填埋|发电|站|车)|废物(?!处)|智障|没用的东西|滚(?![珠筒轮压动子塑])"
        ),
    ),
    (
        "bye",
        regex(
            r"^(?:再见|拜拜|晚安|bye|下班[了啦]?$|(?:今天)?(?:先|就)(?:到这|这样)[吧了啦]?$)",
            re.IGNORECASE,
        ),
    ),
    (
        "other",
        regex(
            r"讲个?笑话|高铁|航班|机票|火车|堵车|^.{0,4}唱首歌|你是(?:谁|机器人|人|真人|什么)|几点了|股票|^哈+$|^呵+$|^\W+$"
        ),
    ),
)


_PHRASE = 14
"""Characters of a phrase that only keeps company; what is longer tells something."""


def small(reading: Reading) -> Intent | None:
    """谢谢, 你真笨, 今天天气怎么样: nothing of it is about work."""
    text = reading.text.strip()
    if reading.customers or len(text) > _PHRASE:
        return None
    return next((SmallTalk(topic) for topic, words in _MANNERS if words.search(text)), None)
