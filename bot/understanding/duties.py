"""What a plan is about, in the words of whoever set it."""

import re

from bot.understanding.reading import Reading

_ALONE = "催问谈签寄"


def what(reading: Reading) -> str:
    """What is to be done: the sentence without time, customer and 提醒我."""
    text = list(reading.text)
    places = [(one.start, one.end) for one in reading.times]
    places += [(one.start, one.end) for one in reading.customers]
    for start, end in places:
        text[start:end] = " " * (end - start)
    rest = re.sub(
        r"再?提醒我?|再?叫我|记得|别忘了?|帮我|到时候?|每(?:隔)?[\d一二两三]*个?(?:周|月|天|(?=\s))|(?<=\s)的",
        " ",
        "".join(text),
    )
    rest = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", rest.strip())
    rest = re.sub(r"\s+", " ", rest).strip(" ，,。！!的再")
    return rest if len(rest) > 1 or rest in _ALONE else "跟进"
