"""The day that a report opens with: 周三下午陶陶轩复盘会, 5号谈崩, 周二鲁信小许 不考虑了."""

from bot.slots import Outcome
from bot.understanding.beside import Beside, is_fact
from bot.understanding.clauses import after
from bot.understanding.joints import SLIP
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading
from bot.understanding.reported import is_noted
from bot.understanding.said import directed
from bot.understanding.spans import masked
from bot.understanding.telling import HAPPENED, SAID
from bot.understanding.theirs import is_theirs
from bot.understanding.words import outcome_of

_LEAD = regex(
    rf"(?:(?:(?!说|讲|提醒|计划|安排|待办|步|闹钟|日程|记得)[^，,。；;：:\n]){{0,12}}[：:\n])?"
    rf"(?:\d{{1,2}}[.、)）]|[①-⑩]|[-·•*]|跟进|拜访|汇报一?下|补[记录个]?|记一?[下个条笔]?|[那这]边|那里|{SLIP}|不是|[哦啊呃]不|[喂嗯啊哦]"
    r"|[\u4e00-\u9fff]{1,3}[房间部处科室线仓](?=[，,\s])|[\s\u3000，,。：:、]++|[的在跟和与是就])*+"
)
_AHEAD = regex(
    r"再|还?要(?!求)|得(?![很了到])|准备|打算|计划|提醒|记得|别忘|约(?!了?见)|定在|叫我|等|到时|可能|应该|安排|有(?:空|时间)|方便"
)
_GOES = regex(r"(?:[我咱俺]们?)?(?:过去|上门|去|来)[^，,。；\s了的过完]{0,10}")
_CALLED_TO = regex(r"[叫约请]我们?(?=[去来过到上在吃喝])")
_THERE = regex(r"[，,。；;\s]+[^，,。；;\s再]{0,4}?[谈聊看喝吃试量查](?:了(?!解|吧)|过|的)")
_I_WAS = regex(
    r"[^，,。；;\s]{0,10}[，,\s]+我(?:(?!再|要|得|准备)[^，,。；;\s]){0,14}?(?:了(?!解|吧)|[见碰]到)"
)
_FROM_AFAR = regex(r"电话|微信|来电|催|[让叫要喊][我咱俺]|让[带准提]")
_CAME_OUT = regex(
    r"不[签认肯收给接买批]|得(?:很|厉害|要命|够呛|慌)|[砍压降涨抹]到|差[了\d一二三四五六七八九十几]|[签谈弄搞拿定调]不(?:下|了|来|动|成|通)"
    r"|了[\d一二两三四五六七八九十几半]|没(?!问题|准|事)|才[\d千百一二两三四五六七八九十几]|[刷退掉撤]下来|打架|吵"
)
"""How it went, in words that no plan has."""


def opens(place: Beside) -> bool:
    """Whether a weekday or a day of the month is the first thing said, and what follows was told after it."""
    said = place.one.value
    if said.past is not None or not said.weekday or said.when is None or said.when.by:
        return False
    if not begins_at(place.one.start, place.reading) or _is_planned(place):
        return False
    return _is_told_after(place)


def begins_at(start: int, reading: Reading) -> bool:
    """Whether nothing is said before that place but who and when."""
    plain = masked(masked(reading.text, reading.customers), reading.contacts)
    return bool(_LEAD.fullmatch(masked(plain, reading.times), 0, start))


def _is_planned(place: Beside) -> bool:
    """周五我要去, 周五开标, 周五过去送样，他电话里说…: what is to be done, or happens among them."""
    tail, text = place.tail, place.reading.text
    goes = _GOES.fullmatch(tail) and _FROM_AFAR.search(text) and not _is_followed(place)
    event = (is_fact(place) or is_theirs(place)) and not _I_WAS.match(text, place.one.end)
    return bool(
        _AHEAD.search(_without_calls(place))
        or is_noted(text)
        or goes
        or (event and not _is_over(place, lately=False))
    )


def _without_calls(place: Beside) -> str:
    """周六叫我去厂里喝茶 谈了下鞋材: what we were asked to come to, and where something was done."""
    done = _THERE.match(place.reading.text, place.one.end + len(place.tail))
    return _CALLED_TO.sub("", place.tail) if done else place.tail


def _is_followed(place: Beside) -> bool:
    """周五去看场地，邵总叫我后天再去, on a Monday: what comes next is said with a day of its own."""
    later = (one for one in place.reading.times if one.start > place.one.start)
    return _is_over(place) and any(one.value.past is False for one in later)


def _is_over(place: Beside, *, lately: bool = True) -> bool:
    """周二新店开业，机器跳闸了, on a Thursday: a day of this week or month, a short while ago."""
    clock = place.reading.clock
    when = directed(place.one.value, clock, future=False)
    gone = (clock.today - when.day).days if when else 0
    named = when == place.one.value.when
    return 0 < gone <= (_NEAR if named else _LAST_WEEK * lately)


def _is_told_after(place: Beside) -> bool:
    """Whether something behind the day has happened, was said or was answered."""
    following = place.reading.text[place.one.end :]
    told = any(words.search(following) for words in (HAPPENED, SAID, _CAME_OUT))
    if told or _is_followed(place):
        return True
    judged = place.reading.amounts or outcome_of(following) is not Outcome.NEUTRAL
    return bool(judged) or _is_described(place)


_TO_DO = regex(
    r"带|顺[便路带](?![^，,。；;]{0,12}[了过])|记得|别|提醒|准备|要|得|先|[叫让帮喊定约找给]|到时|再|主持|会议室|点半?|[?？]|跟进|签|记[牢上下住]|过目"
)
_LEAST = 4
_NEAR = 10
"""Characters of what is told behind the day, and days since it."""
_LAST_WEEK = 3
"""周六, said on a Monday: nearer than the next one."""


def _is_described(place: Beside) -> bool:
    """周三赵工喊我去吵架，桥架跟消防打架, on a Friday: the day is over, and no word of what follows is an order."""
    if not _is_over(place):
        return False
    end = place.one.end
    words = place.reading.text[end : end + len(after(place.reading.text, end))]
    more = place.reading.text[end + len(words) :].strip("，,。；; 　")
    return len(more) >= _LEAST and not _TO_DO.search(words + more)


_WRITES = regex(
    r"[^，,。；;]{0,2}?(?:想起来|有空写|得空|顾上|补[记录写登]|补一?[下条笔]|补上?(?=$|[，,。：:\s])|记一?[下条笔])"
)
_JUST = regex(r"刚刚?(?:才)?(?:挂|打|接|收|放下|通|[跟和同]|从|见|聊|谈|去|送走|开|陪|回|出)")


def is_aside(place: Beside) -> bool:
    """今天才想起来写, and any day beside 刚挂了王总的电话: not when somebody was met."""
    return bool(_WRITES.match(place.tail)) or _is_just_now(place)


_THAT_TIME = regex(r"[^，,。；;\s]{0,4}那[次回趟]")
_THIS_TIME = regex(r"[这今][次回趟](?!再|要|得|准备)[^，,。；;]{0,10}?(?:[着到上了过]|没)")


def is_last_time(place: Beside) -> bool:
    """周四那回没碰上，这回碰上了: the day of a time before, beside which today's is told."""
    later = place.reading.text[place.one.end :]
    return bool(_THAT_TIME.match(place.tail) and _THIS_TIME.search(later))


def _is_just_now(place: Beside) -> bool:
    """Whether what is told was just now, by the clause it begins with, and the day stands behind that."""
    reading, start = place.reading, place.one.start
    plain = masked(masked(reading.text, reading.customers), reading.contacts)
    lead = _LEAD.match(plain)
    begins = lead.end() if lead else 0
    return begins < start - len(place.head) and bool(_JUST.match(plain, begins))
