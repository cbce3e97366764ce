"""Whether words that a customer's name is written or sounds like are meant as one: not as a region or a
title, and not as the speech around them, the likelier the further the customer is from one's own."""

from typing import Protocol

from bot.understanding.edges import called, cuts_a_word, is_of_a_title
from bot.understanding.lexicon import is_everyday, is_frequent
from bot.understanding.patterns import regex
from core.customers.name_words import CITIES, any_of

SAID_SO = ("full", "alias")
"""What somebody calls a customer is that customer, whatever stands around it."""
_CUE = regex(
    r"(?:拜访|去[了的]?|跑[了的]?|[去跑]了?一?趟|跟|和|给|见了?|找|到|领|认领|查|看|回访|联系|约|把|客户)$"
)
_CUE_BEHIND = regex(r"那[条家单个边笔](?!人)|的(?:拜访|跟进|记录|商机|单子)")
_LET_GO = regex(r"我(?![们的])[^，,。；;\n]{0,12}|(?:退|扔|放|丢|还)[^，,。；;\n]{0,3}公海")
"""逸嘉我跟不动了, 逸嘉退公海: of whom one has something to do with."""
_ASKED_BEHIND = regex(
    r"(?:那|这|的|[一二三四五]期)?[^，,。；;\n]{0,6}(?:咋|怎么|为[啥什]|啥时|什么时|几时|多少|几|谁|哪|啥|什么|没有?$|[没不]\w)"
)
_OPENS = regex(rf"(?:^|[\s，,。；;])(?:嗯|呃|就是|那个?|这个?|请问|{any_of(CITIES)})*$")
"""光连为啥掉出来的, 武汉光连啥时候掉的: of whom something is asked."""
_CUED_BY = 6
"""So many characters before a name are looked at for a cue."""
_HAN = regex(r"[\u4e00-\u9fff]")
_REGIONS = ("华东", "华南", "华北", "华中", "华西", "西南", "西北", "东北", "全国")
_SPOKEN = frozenset("的了过我你他她它们这那么说就都也没不要很太被还是有再最吗呢吧啊嗯")
"""Characters of speech, which no name misheard is written with."""
_SHORT = 3


class Named(Protocol):
    """A stretch of a text that is a key of customers; `pooled`: of none that somebody owns."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def stands(self) -> bool: ...
    @property
    def pooled(self) -> bool: ...


def is_cued(text: str, start: int, end: int) -> bool:
    """Whether two characters that only sound like a name stand where names do."""
    before = text[max(0, start - _CUED_BY) : start]
    if _CUE.search(before) or _CUE_BEHIND.match(text, end):
        return True
    if _OPENS.search(before) and _ASKED_BEHIND.match(text, end):
        return True
    opens = not before.strip(" ，,。；;\n")
    return opens and (called(text, end) or bool(_LET_GO.match(text, end)))


def is_meant(one: Named, text: str) -> bool:
    """A region is no customer, nor is 南京 that sounds like 蓝鲸, nor is 罗行 of 罗行长, nor a word that
    everybody says: 改成地铁; nor, of the thousands in the pool, one that 报价太高 or 现场 sounds like."""
    words = text[one.start : one.end]
    if is_of_a_title(text, one.start, one.end) or (one.kind == "pinyin" and words in CITIES):
        return False
    if one.kind not in SAID_SO and len(words) <= _SHORT and _is_speech(one, text):
        return False
    if one.kind == "part" and is_frequent(words):
        before = text[max(0, one.start - _CUED_BY) : one.start]
        return not _HAN.search(before[-1:]) or bool(_CUE.search(before))
    return one.kind != "alias_part" or words not in _REGIONS


def _is_speech(one: Named, text: str) -> bool:
    """Whether it is a piece of the words around it, or made of words that everybody says."""
    words = text[one.start : one.end]
    if one.kind != "pinyin":
        if one.stands:
            return one.pooled and is_frequent(words) and not is_cued(text, one.start, one.end)
        return one.pooled and (cuts_a_word(text, one.start, one.end) or is_everyday(words))
    spoken = bool(_SPOKEN & set(words)) or called(text, one.start)
    return spoken or cuts_a_word(text, one.start, one.end) or _is_of_words(one, text)


def _is_of_words(one: Named, text: str) -> bool:
    """现场 is a word; 新打样 holds one, which counts only of a name in the pool without a cue."""
    words = text[one.start : one.end]
    if not one.pooled:
        return is_frequent(words)
    if len(words) < _SHORT:
        return is_everyday(words)
    held = is_everyday(words[:2]) or is_everyday(words[1:])
    return held and not is_cued(text, one.start, one.end)
