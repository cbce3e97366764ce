"""Whom a question leaves out: 除了远帆还有哪些A类, 远帆除了王总还认识谁."""

import re
from dataclasses import dataclass, replace

from bot.intents import SearchCustomers, SearchOpportunities, SearchPool, Tally, Today
from bot.keys import Intent
from bot.talk import NotRecorded, OpenNumber, ShowDigest
from bot.understanding.conditions import conditions
from bot.understanding.patterns import regex
from bot.understanding.questioning import is_question
from bot.understanding.reading import Reading, within
from core.customers.model import CustomerId

_BUT = regex(
    r"(?:除[了去开]|除(?!湿|尘|锈|臭|气|草|虫|名|夕|非)|撇开|刨[去开掉])(?P<whom>[^，,。]{1,10}?)(?:以外|之外|外)?(?=还|都|[，,\s]|其他|别的|剩|$)"
)

_NOT_COUNTED = regex(
    r"(?:^|(?<=[\s，,]))[^，,。\s]{2,8}?(?:先?[别不]算|除外|不计|去掉|刨掉)(?:在内|进去)?(?=[\s，,。]|$)"
    r"|(?:不算上?|不含|不包括|去掉|排除)[^，,。\s]{2,8}?(?:以外|之外)?(?=[\s，,。]|$|我|还|都|剩)"
)
"""蓝鲸不算 我在谈的还剩几单, 不算博远那单: only where a customer is named in it."""
_OF_PEOPLE = regex(r"谁|联系人|认识|哪[个位]")
_KINDS = {
    "calls": r"(?:打的?)?(?:电话|通话)",
    "messages": "(?:发的?)?微信",
    "visits": "上门|拜访|登门|当面|见面",
    "won": "(?<![没未待要])(?:签|赢|成交)",
    "lost": "[输丢黄]",
    "open": "在[谈跟]|[没未待要]签",
}
_KIND = rf"(?:{'|'.join(_KINDS.values())})[了过掉成下]*(?:单子?)?的?[和跟、]?"
_OTHER_KINDS = regex(
    rf"(?:^|(?<=[\s，,]))(?:{_KIND})+(?:都|就|可|先|也|一概|统统)*"
    r"(?:不[算要看计提]|别[混加放带列算提看报给][^，,。\s]{0,5}|除外|去掉|刨[开去掉]|撇开|另算)(?:给我看|进[来去]|在内|上)?[哈啊了呀哦嘛呗的]*(?=[，,。\s]|$)"
    rf"|(?:不是说?|不[算含]|别算|除[了去开]|撇开|刨[去开掉])(?:{_KIND})+(?:之外|以外)?[哈啊呀哦]?(?=[，,。\s]|$|我|还)"
)
"""电话微信不算哈, 输的不要给我看, 不是说打电话: kinds of contacts or of deals that are not asked about."""
_COUNTED = regex(r"(?:几|多少)[次回趟个通条]+[?？]?$")


@dataclass(frozen=True, slots=True)
class Excluded:
    """The words that leave customers or kinds of records out, and these."""

    words: str
    customers: tuple[CustomerId, ...] = ()
    kinds: tuple[str, ...] = ()


def without_excluded(reading: Reading) -> tuple[Reading, Excluded | None]:
    """The question without whom it leaves out, and the customers that it leaves out."""
    kinds = _OTHER_KINDS.search(reading.text)
    if kinds and (is_question(reading) or _COUNTED.search(reading.text)):
        return _without_kinds(reading, kinds)
    match = _BUT.search(reading.text) or _uncounted(reading)
    if match is None or not is_question(reading):
        return reading, None
    start, end = match.span()
    inside = [one for one in reading.customers if start <= one.start < end]
    person = any(start <= one.start < end for one in reading.contacts)
    if person and not reading.customers and not _OF_PEOPLE.search(reading.text):
        return reading, Excluded(match.group(), ())
    asked = within(reading, [(0, start), (end, len(reading.text))])
    if not (inside or person):
        narrowed = conditions(reading) != conditions(asked)
        return (reading, None) if narrowed else (asked, Excluded(match.group(), ()))
    ids = tuple(id_ for one in inside for id_ in one.value.ids)
    return asked, Excluded(match.group(), ids) if inside else None


def _without_kinds(reading: Reading, match: re.Match[str]) -> tuple[Reading, Excluded]:
    start, end = match.span()
    asked = within(reading, [(0, start), (end, len(reading.text))])
    kinds = tuple(kind for kind, words in _KINDS.items() if re.search(words, match.group()))
    return asked, Excluded(match.group(), kinds=kinds)


def _uncounted(reading: Reading) -> re.Match[str] | None:
    found = _NOT_COUNTED.search(reading.text)
    inside = found and any(found.start() <= one.start < found.end() for one in reading.customers)
    return found if inside else None


def left_out(found: tuple[Intent, ...], but: Excluded) -> tuple[Intent, ...]:
    """`found` without those customers; where an answer cannot leave them out, that is said."""
    kinds = but.kinds
    if kinds and len(found) > 1:
        found = tuple(one for one in found if not isinstance(one, ShowDigest))
    without = [_of_others(one, kinds) if kinds else _without(one, but.customers) for one in found]
    if (but.customers or kinds) and all(one is not None for one in without):
        return tuple(one for one in without if one is not None)
    return (*found, NotRecorded(but.words))


def _without(one: Intent, but: tuple[CustomerId, ...]) -> Intent | None:
    match one:
        case SearchOpportunities() | Today(person="", team=False):
            return replace(one, but=but)
        case SearchCustomers() | SearchPool():
            return replace(one, where=replace(one.where, but=but))
        case _:
            return None


_NUMBERS = {"signed": "won", "lost": "lost", "calls": "calls", "visits": "visits"}
"""What the list of a figure holds, where it holds one kind alone."""


def _of_others(one: Intent, but: tuple[str, ...]) -> Intent | None:
    """The same of the other kinds; a digest tells each kind apart."""
    match one:
        case Tally(measure="contacts"):
            return replace(one, but=tuple(kind for kind in but if kind in _KINDS_OF_CONTACT))
        case Tally(measure=kind) | SearchOpportunities(state=kind):
            return None if kind in but else one
        case OpenNumber(number=number):
            return one if number in _NUMBERS and _NUMBERS[number] not in but else None
        case ShowDigest():
            return one
        case _:
            return None


_KINDS_OF_CONTACT = ("calls", "messages", "visits")
