"""What an answer leaves open: the words of a question that neither it nor its conditions speak of."""

import re
from collections.abc import Iterable

from bot.intents import (
    ExplainOwnership,
    FindRecords,
    LastFollowUps,
    SearchCustomers,
    SearchOpportunities,
    SearchPool,
    ShowContact,
    ShowCustomer,
    ShowOpportunity,
    ShowQuota,
    ShowReturning,
    ShowTimeline,
    Tally,
    Today,
)
from bot.keys import Intent
from bot.slots import Conditions, CustomerRef
from bot.talk import NotRecorded, OpenNumber, ShowDigest, ShowRules
from bot.understanding.asked_for import untold
from bot.understanding.conditions import known_words, without_place
from bot.understanding.patterns import regex
from bot.understanding.periods import NEAR_DAYS
from bot.understanding.preambles import beside_the_question, without
from bot.understanding.reading import Reading
from bot.understanding.spans import masked
from bot.understanding.vocabulary import (
    COMMON,
    CUSTOMERS,
    DEALS,
    FIGURES,
    OWNERSHIP,
    PEOPLE,
    PLANS,
    RULES,
    TALKS,
    words_of,
)

_OF_A_CUSTOMER = (CUSTOMERS, PEOPLE, TALKS, PLANS, OWNERSHIP, DEALS)
_SPEAKS_OF: dict[type[Intent], tuple[str, ...]] = {
    ShowCustomer: _OF_A_CUSTOMER,
    ShowTimeline: _OF_A_CUSTOMER,
    LastFollowUps: (CUSTOMERS, PEOPLE, TALKS),
    ShowContact: (CUSTOMERS, PEOPLE),
    ShowOpportunity: (DEALS, TALKS),
    SearchOpportunities: (DEALS, CUSTOMERS),
    SearchCustomers: (CUSTOMERS, DEALS, TALKS, OWNERSHIP),
    SearchPool: (CUSTOMERS, OWNERSHIP, TALKS),
    ExplainOwnership: (OWNERSHIP, RULES, CUSTOMERS, TALKS),
    ShowReturning: (OWNERSHIP, CUSTOMERS, TALKS),
    ShowQuota: (OWNERSHIP, RULES),
    ShowRules: (OWNERSHIP, RULES, CUSTOMERS, TALKS),
    Today: (PLANS, TALKS, CUSTOMERS),
    ShowDigest: (FIGURES,),
    OpenNumber: (FIGURES, TALKS, CUSTOMERS, PEOPLE),
    Tally: (FIGURES, TALKS, CUSTOMERS, PEOPLE, DEALS),
}
"""What the answer to each intent tells, as the words that ask for it."""


def _tells_what_is_left(one: Intent) -> bool:
    """Whether the list itself says which words it leaves out."""
    return isinstance(one, SearchCustomers | SearchPool) and bool(one.where.unknown)


FOREIGN = regex(
    r"(?:做|画|转|导|弄|整理)成?[^，,]{0,3}(?:ppt|PPT|excel|Excel|EXCEL|pdf|PDF|[饼柱折线条形曲]{0,3}图|表格|海报|视频)|会不会(?:再|要|又)?(?:回头|垮|倒|变卦|反悔|涨价?|降价|跑路|破产|跳槽|翻脸|裁员)|(?:会|将)被谁[\u4e00-\u9fff]{0,3}|谁会[\u4e00-\u9fff]{1,3}|老家|老乡|采购[额量]|营业额|产[值能线]|面积|注册资[本金]|法人|股东|净?利润|上市|(?<=[几多])[个少]?(?:工厂|车间|分公司|员工|人(?!跟|领|管))"
)
"""What no answer tells though its words are known: 掉了会被谁领走, 老家哪里, 几个工厂."""
_KNOWS = regex(r"认识[^，,]{0,3}几个?人")
"""远帆咱认识哪几个人: of the contacts, and of no staff of theirs."""
FIGURE = regex(r"多少|几(?!个人?月|点)|(?:什么|啥)价|多[大高低贵]")
"""What asks for a figure, so that a record without one tells nothing of it."""
_NUMBER = regex(r"[\d零〇一二两三四五六七八九十百千万亿.,:：%]+|[A-Za-z]")
_WORD = regex(r"[\u4e00-\u9fff]+")


def unanswered(reading: Reading, found: tuple[Intent, ...]) -> NotRecorded | None:
    """The words of a question that its answer says nothing of; None where all are accounted for."""
    topics = {topic for one in found for topic in _SPEAKS_OF.get(type(one), ())}
    if all(isinstance(one, FindRecords) for one in found):
        plans = any(isinstance(one, FindRecords) and one.plans for one in found)
        return None if plans else _named_as_unknown([*untold(reading, found)], reading)
    if not topics or any(_tells_what_is_left(one) for one in found):
        return None
    people = all(isinstance(one, Tally) for one in found)  # 见过几个人 is what it tells
    foreign = None if people or _KNOWS.search(reading.text) else FOREIGN.search(reading.text)
    if foreign:
        return NotRecorded(foreign.group())
    left = [*_left(reading, topics, found), *untold(reading, found)]
    return _named_as_unknown(left, reading)


def _named_as_unknown(left: list[re.Match[str]], reading: Reading) -> NotRecorded | None:
    if not left:
        return None
    told = [_whole(one, reading) for one in left]
    start, end = min(start for start, _ in told), max(end for _, end in told)
    about = reading.customer if reading.customer.only else CustomerRef()
    sought = tuple(_sought(one, reading.text) for one in left)
    figure = bool(FIGURE.search(reading.text))
    return NotRecorded(reading.text[start:end], sought, about, figure=figure)


def _whole(left: re.Match[str], reading: Reading) -> tuple[int, int]:
    """Where the word stands that the characters are of: 员工, of which 工 alone is accounted for."""
    plain = _blank(words_of(frozenset()), _unfound(reading))
    around = (one.span() for one in _WORD.finditer(plain))
    ends = (span for span in around if span[0] <= left.start() and left.end() <= span[1])
    return next(ends, left.span())


def _sought(left: re.Match[str], text: str) -> str:
    """The words that are left; one character alone with those beside it: 年框, 二期."""
    start, end = left.span()
    return text[start:end] if end - start > 1 else text[max(start - 1, 0) : end + 1]


def _unfound(reading: Reading) -> str:
    """The sentence without what was found in it; every place in it stays what it was."""
    text = without(_CHOICE.sub(_second_blank, reading.text), beside_the_question(reading))
    text = _blank(NEAR_DAYS, text)
    rest = masked(masked(text, reading.customers), reading.contacts)
    return masked(masked(masked(rest, reading.times), reading.amounts), reading.picked)


_CHOICE = regex(r"(?P<either>[\u4e00-\u9fff])[没不](?P=either)")
"""批没批 asks of nothing but 批."""


def _second_blank(found: re.Match[str]) -> str:
    return found["either"] + "\u3000\u3000"


def _left(
    reading: Reading, topics: Iterable[str], found: tuple[Intent, ...]
) -> list[re.Match[str]]:
    rest = _unfound(reading)
    for words in (*reading.context.colleagues, *reading.context.stages, *_named(found)):
        rest = rest.replace(words, "\u3000" * len(words))
    if any(_has_conditions(one) for one in found):
        rest = known_words(rest)
    elif reading.customers:
        rest = without_place(rest)
    rest = _blank(words_of(frozenset(topics)), _blank(_COLLEAGUE, rest))
    return list(_WORD.finditer(_blank(_NUMBER, rest)))


def _has_conditions(one: Intent) -> bool:
    """Whether it is a list of customers, or of deals at some of them."""
    at_some = isinstance(one, SearchOpportunities) and one.at != Conditions()
    return at_some or isinstance(one, SearchCustomers | SearchPool)


_EVERY = frozenset((*_OF_A_CUSTOMER, RULES, FIGURES))
_ASKING = frozenset(COMMON.split())


def named_words(reading: Reading) -> tuple[str, ...]:
    """The words of which a question is, without those that every question is made of: 年检, 送样机."""
    rest = _unfound(reading)
    for words in reading.context.colleagues:
        rest = rest.replace(words, "\u3000" * len(words))
    phases = _PHASE.findall(rest)
    rest = _blank(_NUMBER, _blank(_COLLEAGUE, _blank(_PHASE, rest)))
    kept = words_of(_EVERY).sub(
        lambda found: "\u3000" * len(found[0]) if found[0] in _ASKING else found[0], rest
    )
    named = (_with_its_first(found, rest) for found in _WORD.finditer(kept))
    return tuple(one for one in (*named, *phases) if len(one) > 1)


def _with_its_first(found: re.Match[str], text: str) -> str:
    """With the character before it, which may be its own: 年检, of which 年 is an everyday word."""
    start, end = found.span()
    own = start > 0 and not is_everyday(found[0])
    joins = own and _JOINS.match(text[start - 1])
    return text[start - 1 : end] if joins else found[0]


_JOINS = regex(r"(?![嗯呃啊哦的了是在有到给把被和跟与不没])[\u4e00-\u9fff]")
_PHASE = regex(
    r"[一二三四五六七八九][期标]|(?:技术|评审|交流|协调|评标|开标|启动|订货|推介|碰头|产品|培训)会(?!不|计)"
)
"""What a deal or a plan may be called by, of words that everybody says."""


def is_everyday(word: str) -> bool:
    """Whether a word is made of nothing but those that the product's answers are about."""
    return not words_of(_EVERY).sub("", word)


_COLLEAGUE = regex(r"[老小阿](?![板公时家组区队伙孩婆姐米费单])[\u4e00-\u9fff]")


def _named(found: tuple[Intent, ...]) -> Iterable[str]:
    """The names that an intent took out of the sentence."""
    for one in found:
        match one:
            case ShowOpportunity():
                yield one.target.words or "\u3000"
            case ShowContact():
                yield one.customer.words or one.name or "\u3000"
            case ShowCustomer():
                yield one.customer.words or "\u3000"
            case SearchCustomers() | SearchPool():
                yield one.where.text or "\u3000"
            case ShowDigest():
                yield one.person or "\u3000"


def _blank(words: re.Pattern[str], text: str) -> str:
    return words.sub(lambda found: "\u3000" * len(found.group()), text)
