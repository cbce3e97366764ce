"""Whether what is said at a time to come is an order to oneself or an appointment, and no report."""

import re
from dataclasses import replace

from bot.slots import Outcome
from bot.understanding.around import AWAY, is_around
from bot.understanding.clauses import clauses, said_beside
from bot.understanding.directions import two_times
from bot.understanding.opening import begins_at
from bot.understanding.patterns import regex
from bot.understanding.questioning import QUESTION
from bot.understanding.reading import Reading
from bot.understanding.reported import has_said, is_contacted, is_noted, is_told
from bot.understanding.said import Clock, Said, directed
from bot.understanding.spans import masked
from bot.understanding.stages import is_told_of, moved_to
from bot.understanding.telling import HAPPENED, SAID
from bot.understanding.words import outcome_of

REMIND = regex(
    r"remind(?:er| me)|calendar|闹钟|提醒我?|帮我(?:记[着到住]|约)|记得|[别莫](?:[让叫给]我)?[忘鸽]|别放[^，,。]{0,3}鸽子|到点[喊叫催]|提前[^，,。；;]{1,6}[叫喊催]我|[喊叫]我(?:一[声下])?[。！!]?$"
)
_LATER = regex(r"到时候?")
_CALLED = regex(r"(?<![板总工姐哥理任长])叫我")
_MINUTES = regex(r"纪要|小结|补个?(?=[上昨前大])")
_FEW = 2
OWN_STEP = regex(
    r"再?(?:联系|打过去|打个?电话|回电|跟进|拜访|上门|过去|送[样货资方]|寄|发[资方报样]|催|问问|追)|再[打问去约谈聊跟看说]|去一?趟(?=$|[，,。])|去(?:看看|现场|他|那)|[先得]去[^，,。\s了过的]|[送带拿寄]去"
)
"""What a rep does with the customer that is spoken about, though he names nobody."""


def is_ahead(reading: Reading) -> bool:
    """Whether what is said at a time to come is an order to oneself, no report."""
    text = reading.text
    if _MINUTES.search(text):
        return False
    later = _LATER.search(text) or _CALLED.search(next(iter(text.split("，")), ""))
    noted = REMIND.search(text) or is_noted(text)
    if noted or (later and not _is_report(reading)):
        return True
    own = _TO_BE_DONE.sub("", masked(text, reading.times))
    known = reading.customers or reading.contacts or reading.known_by_contact
    if known and (
        is_around(reading)
        or _leads(reading)
        or is_instead(reading)
        or _is_noted(reading)
        or _is_appointed(reading)
        or ends_with_step(reading)
    ):
        return True
    if has_said(reading) or outcome_of(text) is Outcome.NOT_MET:
        return False
    if QUESTION.search(own) or HAPPENED.search(own) or reading.amounts:
        return False
    return bool(known) and said_beside(reading) <= _FEW


_APPOINTED = regex(
    r"约(?:了|好了?|定了?|[起上]了?|的?是|的?在)(?!见)|约[我的]?(?=\u3000)|约[他她]们?(?=\u3000)|(?<!被)(?:定|排)在|(?<![约说商])定(?=\u3000+[去见找到])|说好了?(?=\u3000|[^，,。\s]{0,3}\u3000)|(?:时间|日子|档期)(?:也|都|已经?)?(?:定|敲定)(?:了|好了?|下来了?)"
)
"""约了下周四, 约的是周一, 说好了二月四号: a time that both of them know."""


_STATE = regex(r"(?:回来|回国|上班|到家|忙完|有空)了")
"""老蔡回来了: why somebody can be met."""
_TO_TALK = regex(
    r"(?:过去|上门|去|来)(?:讲|聊|谈|看|演示|介绍|汇报|试|装|培训)(?!了|过|完|的|到|成|好)"
)
"""过去讲方案: what is to be done there."""


def _is_appointed(reading: Reading) -> bool:
    """约了下周四早上十点半腾讯会议 主讲库存模块: an appointment, and no contact is told beside it."""
    text = masked(reading.text, reading.times)
    match = _APPOINTED.search(text)
    if match is None or reading.amounts:
        return False
    rest = _STATE.sub("，", _TO_TALK.sub("，", text[: match.start()] + text[match.end() :]))
    told = is_contacted(replace(reading, text=rest)) or HAPPENED.search(rest) or SAID.search(rest)
    bad = outcome_of(rest) in (Outcome.NOT_MET, Outcome.NEGATIVE)
    return not (told or bad or moved_to(rest))


_NOUN = regex(r"的[^，,。\s]{1,4}(?:确认|要求|反馈|回复|希望)(?=$|[，,。；;\s])")
"""海联的船期确认: what it is about, and nobody confirmed it."""


def ends_with_step(reading: Reading) -> bool:
    """老蔡回来了 下礼拜三晚上约他吃饭: no contact is told, and the end is what one is to do then."""
    last = clauses(reading.text, 0, len(reading.text))[-1][0]
    coming = [one for one in reading.times if one.start == last]
    told = is_told(reading) or SAID.search(_NOUN.sub("", reading.text))
    if not coming or reading.amounts or told:
        return False
    if (
        any(_is_over(one.value, reading.clock) for one in reading.times)
        or said_beside(reading) > _FEW
    ):
        return False
    if outcome_of(reading.text) in (Outcome.NOT_MET, Outcome.NEGATIVE):
        return False
    step = reading.text[coming[0].end :]
    return bool(OWN_STEP.search(step) or step.startswith("约")) and not is_told_of(reading.text)


def _is_over(said: Said, clock: Clock) -> bool:
    when = directed(said, clock, future=True)
    return when is not None and when.day <= clock.today


_TO_BE_DONE = regex(r"(?:去|再)看[看下]|前[^，,。]{0,2}[做弄办搞跑发寄交送]完|问一?[问下].*")
_NOTED = regex(
    r"^(?:待办|事项|日程|提醒|to.?do)[：:]|^(?:帮我)?记一?[下个]?[，,：:\s]|记[牢住上]|记一?下[。！!]?$",
    re.IGNORECASE,
)


def _is_noted(reading: Reading) -> bool:
    """待办：周二交底会; 明天泰利我去一趟，记牢: to be remembered, and nothing of it has happened."""
    text = reading.text
    return bool(_NOTED.search(text.strip())) and not (HAPPENED.search(text) or SAID.search(text))


_MEETING = regex(
    r"(?:(?:去|到|开|打|在)?[^，,。；;\s\u3000了过完说讲去见跑聊谈]{0,6}(?:电话|视频(?:会议?)?|线上会?|会议?|微信|汇报|回访|拜访)|来我[司们][^，,。；;\s了过完]{0,4})(?=$|[，,。；;\s])"
)
"""What is to be at a time to come, right behind it; no word of a contact that was."""


def _leads(reading: Reading) -> bool:
    """20号上午9点 天天发上线培训, 梁工：下周三到我司: nothing is said before the day but with whom."""
    _, coming = two_times(reading)
    if coming is None or reading.amounts or not begins_at(coming.start, reading):
        return False
    rest = masked(reading.text, reading.times)[coming.end :].lstrip("\u3000 ")
    match = _MEETING.match(rest)
    rest = _AGENDA.sub("", rest[match.end() :]) if match else rest
    told = is_told(replace(reading, text=rest)) or HAPPENED.search(rest) or SAID.search(rest)
    return not (told or outcome_of(rest) is not Outcome.NEUTRAL)


_AGENDA = regex(
    r"^[，,\s]*(?:主要|就|专门|一起)?(?:讲|聊|谈|过|看|对|演示|介绍|汇报|确认|敲定|商量|讨论)(?!了|过|完|的|到|成|好)[^，,。；;\s]*(?=$|[，,。；;\s])"
)
"""下周四视频会，讲新的助剂: what is to be spoken about there."""
_INSTEAD = regex(
    r"(?:别|甭|莫|不要|不用)[^，,。；;了]{0,8}?(?:打|去|来|联系|约|催|跑|送|找|过去|拜访|上门|发)(?:电话)?了?(?=$|[，,。；;…\s])"
)
"""别周四打了: what one is not to do then, and is to do another day."""


def is_instead(reading: Reading) -> bool:
    """乐呼 别周四打了 周四他们盘点 礼拜一再打吧: put off, whatever they are busy with."""
    refused = _INSTEAD.search(reading.text)
    if refused is None or SAID.search(reading.text):
        return False
    visited, coming = two_times(reading)
    if coming is None or coming.start < refused.end():
        return False
    rest = AWAY.sub("，", reading.text[: refused.start()] + reading.text[refused.end() :])
    refuses = visited is None or refused.start() <= visited.start < refused.end()
    return refuses and not is_told(replace(reading, text=rest))


def _is_report(reading: Reading) -> bool:
    return is_told(reading) or outcome_of(reading.text) is not Outcome.NEUTRAL
