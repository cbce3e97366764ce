"""What a report tells: what was talked about, what they said, what comes next and why nothing does."""

import re
from dataclasses import dataclass

from bot.slots import When
from bot.understanding.clauses import Stretch, after, before, clauses, previous
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading
from bot.understanding.spans import Found, masked
from bot.understanding.words import outcome_of

SAID = regex(
    r"(?:他|她|对方|客户|他们|人家|[总工姐哥经理主任])?(?:说|表示|觉得|反馈|认为|答应|同意|要求|要|嫌|让|希望|提出|确认|回复|定了|怀疑|担心)"
)
HAPPENED = regex(
    r"去了|见了|聊了|拜访了|跑了|谈了|(?<![再主试演宣])[说讲]了?|电话里|微信上|来电|刚|通了|打了|送了|寄到|收到|过去了|反馈|没见|没空|投诉|没去成|没人|没接|不错|认可|满意|嫌|太[贵高低慢长短少]|[总工姐哥理任长][：:]|答应|同意|拒绝|回复|[验试看查测装做跑][完过](?!成)|没毛病|[聊谈]的|唠|松口|打过来|没[见碰聊]|(?<![约忘定算好为到完])了(?![解吧])|完成|没有?[大什]?么?问题"
)
_MINUTES = regex(r"纪要|小结|^\s*\d{1,2}[.、)）]")
_NONE = regex(r"没别的事|不用再|无需跟进|没有下一步|暂时不用|不需要再|到此为止|先放着")
_NONE_OWN = regex(r"没戏|做不了|已回绝|不做了|取消")
_BARE = regex(
    r"\u3000|记一?下|记录|帮我|一下|刚才?|那边|这边|那里|出来|回来|上门|拜访|回访|电话|微信|完话|我们|"
    r"[先再又也都从在去到跑见找跟和与、了过的趟那个聊谈说补陪带给把我通打下家次一]"
)
_LEAD = regex(
    r"下一?步|下次|然后|接着|顺便|顺带|另外|同时|对了|到时候?|记得|提醒我?|[叫帮]我|请|准备|打算|计划|可能|大概|应该|对方|客户|[约定改让等就要得会想还他她]"
)
_ORDER = regex(
    r"\s*+/?(?:请|麻烦)?(?:帮我|给我)?(?:写|记|补|加|录|登记)(?:一?[个条下]|一下)?(?:跟进|拜访)?(?:记录)?[：:，,\s]+"
)
_MARKS = " 的,，。；;！!"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Stretches of the sentence; `step` are the words of the next step, which stand at `step_at`."""

    content: tuple[Stretch, ...] = ()
    result: tuple[Stretch, ...] = ()
    step: str = ""
    step_at: Stretch | None = None
    none_at: Stretch | None = None


def told(reading: Reading, coming: Found[When] | None) -> Told:
    """Sort the clauses of a sentence about one customer.

    A clause that says no more than who, when and where is left out where another says more; the
    clause of the next step as well, unless it says something else too.
    """
    step, at = next_step(reading, coming)
    content: list[Stretch] = []
    result: list[Stretch] = []
    bare: list[Stretch] = []
    names = {(one.start, one.end) for one in reading.customers}
    plain = masked(masked(reading.text, reading.customers), reading.contacts)
    plain = masked(plain, reading.times)
    for one in _told_of(reading.text):
        words = reading.text[slice(*one)]
        if _is_step(one, at, coming, plain):
            continue
        if not _BARE.sub("", plain[slice(*one)]):
            bare += [] if one in names else [one]
        elif _is_result(words):
            result.append(one)
        else:
            content.append(one)
    return Told(
        content=tuple(content or bare),
        result=tuple(result),
        step=step,
        step_at=at,
        none_at=None if coming else _none_at(reading.text),
    )


def _told_of(text: str) -> list[Stretch]:
    """The clauses, without the order to write them down."""
    lead = _ORDER.match(text)
    begins = lead.end() if lead else 0
    return [(max(start, begins), end) for start, end in clauses(text, 0, len(text)) if end > begins]


def _is_step(one: Stretch, at: Stretch | None, coming: Found[When] | None, plain: str) -> bool:
    """Whether the clause is the next step's, and nothing is said before its time."""
    start, end = one
    if at and end <= at[1] and not _LEAD.sub("", plain[start : at[0]]).strip():
        return True
    if coming is None or not start <= coming.start < end:
        return False
    head = plain[start : coming.start]
    return not SAID.search(head) and len(_LEAD.sub("", _BARE.sub("", head))) < 2


def _is_result(words: str) -> bool:
    if _MINUTES.search(words):
        return False
    return bool(SAID.search(words)) or outcome_of(words).value != "neutral"


_ASKED = regex(r"再?(?:提醒一?下?我?|叫我)(?=.)")


def next_step(reading: Reading, coming: Found[When] | None) -> tuple[str, Stretch | None]:
    """The words of the clause that names the next date: 再去送样; 样机这周五送 is 样机送."""
    if coming is None:
        return "", None
    text, typed = reading.text, reading.typed
    behind = _stretch(text, coming.end, coming.end + len(after(text, coming.end)))
    ahead = _stretch(text, coming.start - len(before(text, coming.start)), coming.start)
    if behind is None:
        at = ahead or previous(text, coming.start)
        if ahead and SAID.search(text[slice(*ahead)]):
            return "", None
        return (re.sub(r"^下一?步", "", typed[slice(*at)]), at) if at else ("", None)
    asked = _ASKED.match(text, *behind)
    behind = (asked.end(), behind[1]) if asked else behind
    words = typed[slice(*behind)]
    if ahead is None or behind[0] > coming.end + 1 or not _is_thing(text[slice(*ahead)]):
        return words, behind
    return typed[slice(*ahead)] + words, (ahead[0], behind[1])


def _is_thing(head: str) -> bool:
    """样机, 正式方案: what is to be sent or given, no sentence."""
    rest = _LEAD.sub("", _BARE.sub("", head))
    return 2 <= len(rest) == len(head) <= 8 and not SAID.search(head)


def _stretch(text: str, start: int, end: int) -> Stretch | None:
    """The stretch without the marks around it, None when nothing is left."""
    words = text[start:end]
    left = len(words) - len(words.lstrip(_MARKS))
    kept = words.strip(_MARKS)
    return (start + left, start + left + len(kept)) if kept else None


def _none_at(text: str) -> Stretch | None:
    """Where it is said why nothing comes next."""
    match = _NONE.search(text) or _NONE_OWN.search(text)
    return match.span() if match else None
