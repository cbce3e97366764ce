"""Where in a sentence a name may begin and end, as far as the words around it tell."""

import re

from bot.understanding.lexicon import is_frequent
from bot.understanding.patterns import regex
from core.customers.name_words import TRADES, any_of

_BEFORE = frozenset("去了跟给把到在和找见看领是从约我问对向帮请让与及为将的回访催进在由下过查个叫")
_AFTER = frozenset(
    "的了那这和跟与见说要在给去来把被也都还又就刚已再没不有是让想请问催找约打聊谈送签发寄开到从对我他她你么吗呢吧啊嘛今明昨"
)
_TRADE = regex(any_of(TRADES))
_CALLED = regex(
    r"[\u4e00-\u9fff](?:总|工|姐|哥|董|经理|主任|厂长|老师|部长|科长|处长|院长|所长|行长|站长|校长|店长|队长|老板|师傅|先生|女士)|[老小][\u4e00-\u9fff]"
)
_HAN = regex(r"[\u4e00-\u9fff]")


def begins(text: str, place: int) -> bool:
    """Whether a name may begin at `place`: behind a mark, or words that are none of it."""
    before = text[:place]
    if not before or not _HAN.match(before[-1]):
        return True
    return before[-1] in _BEFORE or is_frequent(before[-2:])


def called(text: str, place: int) -> bool:
    """Whether somebody by surname and title stands at `place`."""
    return bool(_CALLED.match(text, place))


def is_of_a_title(text: str, start: int, end: int) -> bool:
    """Whether the stretch is the head of 罗行长: a surname and a part of the title."""
    match = _CALLED.match(text, start)
    return match is not None and start + 1 < end < match.end()


def cuts_a_word(text: str, start: int, end: int) -> bool:
    """Whether a word that everybody says lies across one of its edges: 问一 of 问一下, 长和 of 厂长和."""
    across = (text[place - 1 : place + 1] for place in (start, end) if 0 < place < len(text))
    return any(map(is_frequent, across))


def ends(text: str, place: int) -> bool:
    """Whether a name may end at `place`: no trade follows, which would be part of it."""
    if place >= len(text) or not _HAN.match(text, place):
        return True
    if _TRADE.match(text, place):
        return False
    after = text[place : place + 2]
    return text[place] in _AFTER or is_frequent(after) or called(text, place)


_NEAR = 64
"""Characters that any pattern sees of what stands right before a place."""


def right_before(pattern: re.Pattern[str], text: str, place: int) -> re.Match[str] | None:
    """Where `pattern`, which ends with `$`, ends at `place`: in bounded work, however long the text is."""
    return pattern.search(text, max(0, place - _NEAR), place)


def near_before(text: str, place: int) -> str:
    """As much of the text before `place` as `right_before` looks at."""
    return text[max(0, place - _NEAR) : place]
