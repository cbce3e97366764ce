"""Which of two days that are over is the contact's: the surer, the exact one, what it was corrected to."""

from dataclasses import replace
from datetime import date, timedelta

from bot.slots import When
from bot.understanding.clauses import after
from bot.understanding.evidence import Evidence, evidence, says_which
from bot.understanding.joints import SLIP
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading
from bot.understanding.said import monday_of
from bot.understanding.spans import Found
from bot.understanding.words import NOT_MET

CORRECTS = regex(
    rf"(?:{SLIP}|不是|[哦啊呃噢]不|[，,\s]不(?=[，,\s]))[^，,。；;]{{0,4}}[，,\s]{{0,2}}(?:应该)?是?$"
)
"""昨天下午去的，不对是前天: the later of two holds."""


def takes_over(between: str) -> bool:
    """Whether the day behind these words is meant, and not the one before them."""
    return bool(CORRECTS.search(between)) or says_which(between)


_ONCE = regex(r"过(?:一?[轮次回面])?(?:$|[，,。\s])")
_STILL = regex(r"还[^，,。；;\s]{0,4}?[说讲嫌没不在想要]")
"""上礼拜还在犹豫: what has changed since."""
_TURNS = regex(
    r"又|正式|才|终于|[^，,。\s]{0,4}?(?:找|送)上门|主动|改口|变卦|反悔|[^，,。\s]{0,4}?(?:来?电话|来电|打来|来信|回[了电信话])|补去|补上|催|当面|总算|(?:[上下]午)?[交送报签递](?:了|的|过?去)"
)
_CONTACT = regex(r"[^，,。]{0,6}?(?:去|见|面?谈|聊|拜访|碰|跑|打了|通了|[跟给找]我|对接)")


def the_contacts(known: Found[When] | None, found: Found[When], reading: Reading) -> Found[When]:
    """A second time of the same day adds its hour to the first; what is corrected is dropped."""
    if known is None or takes_over(reading.text[known.end : found.start]):
        return found
    same = found.value.day == known.value.day
    if same and known.value.at is None:
        return replace(known, value=_merged(known.value, found.value))
    if _is_within(found.value, known.value, reading.clock.today):
        return found
    surer = _surer(known, found, reading)
    if surer is not None and not same:
        return surer
    told = [after(reading.text, one.end) for one in (found, known)]
    today = reading.clock.today
    if known.value.day == today and not same:
        return found if _CONTACT.match(told[0]) and not _CONTACT.match(told[1]) else known
    if found.value.day == today:
        return found if _is_met_today(*told) else known
    return found if found.value.day > known.value.day else known


_WEEK = timedelta(days=7)


def _is_within(exact: When, vague: When, today: date) -> bool:
    """上周来出差，周四晚上吃了个饭: a day that is over, of a week that is told of."""
    over = vague.about and not exact.about and exact.day < today
    same = monday_of(vague.day) == monday_of(exact.day)
    return over and (same or vague.day <= exact.day < vague.day + _WEEK)


_THEN = ("当场", "当天", "当晚")
"""On the day that is told before."""


def _surer(one: Found[When], two: Found[When], reading: Reading) -> Found[When] | None:
    """Of two days the one that is told to be the contact's by the stronger evidence."""
    if reading.text.startswith(_THEN, two.start):
        return one
    first, second = (evidence(reading.text, day.start, day.end) for day in (one, two))
    if first is second or (first is Evidence.THERE and two.value.day == reading.clock.today):
        return None
    return one if first > second else two


def _is_met_today(today: str, earlier: str) -> bool:
    """今天才见到, 今天又改口, 今天正式签的, after a day of which no more is told than that it came to nothing."""
    if _STILL.match(earlier) and len(today) > 1:
        return True
    once = _ONCE.search(earlier) or NOT_MET.search(earlier)
    met = _CONTACT.match(today) or _TURNS.match(today)
    return bool(met) and (bool(once) or not _CONTACT.match(earlier))


def _merged(first: When, second: When) -> When:
    return replace(first, at=first.at or second.at, part=first.part or second.part)
