"""What one asks to be reminded of beside what a message tells or orders."""

from itertools import pairwise

from bot.understanding.clauses import Stretch, clauses
from bot.understanding.once import once
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading, within
from bot.understanding.reported import is_contacted
from bot.understanding.spans import masked
from bot.understanding.telling import SAID

REMIND = regex(r"提醒(?:一?下)?我|(?:到时候?|记得|提前)[^，,。；;]{0,4}叫我|(?:定|设|加)个?提醒")
_GOES_ON = regex(
    r"(?<=.)(?=(?:顺便|顺带|另外|对了|同时|然后)(?:也|再|还|帮我|给我|请)*(?:提醒|把|将|建个|认领|推[到进]))"
)
"""推到谈判顺便提醒我周三再去: where a dictation without marks goes on to want something else."""
_HAPPENED = regex(r"(?<![约定忘算])了|过|刚|没[见打去]")


def pieces(text: str) -> list[Stretch]:
    """The clauses, cut also where one goes on to want something else."""
    found: list[Stretch] = []
    for start, end in clauses(text, 0, len(text)):
        inner = [one.start() for one in _GOES_ON.finditer(text, start, end)]
        found += pairwise([start, *inner, end])
    return found


@once
def reminders(reading: Reading) -> list[int]:
    """Where each of them begins; with a time alone before it at that time: 周四十点 提醒我打电话."""
    found = pieces(reading.text)
    plain = masked(reading.text, reading.times)
    begins: list[int] = []
    for place, (start, end) in enumerate(found):
        if REMIND.search(reading.text[start:end]):
            before = found[place - 1] if place else (0, 0)
            timed = before[0] < before[1] and not plain[slice(*before)].strip("\u3000 ")
            begins.append(before[0] if timed else start)
    return begins


def before_reminders(reading: Reading) -> Reading:
    """What stands before the first of them; everything where there is none."""
    begins = reminders(reading)
    return within(reading, [(0, begins[0])]) if begins else reading


def is_told_before(reading: Reading) -> bool:
    """今天去了远帆，王总同意了，提醒我周三再去: the reminder is what a report agrees on."""
    if not REMIND.search(reading.text):
        return False
    head = before_reminders(reading)
    told = is_contacted(head) or (head.contacts and SAID.search(head.text))
    return bool(told and _HAPPENED.search(head.text))
