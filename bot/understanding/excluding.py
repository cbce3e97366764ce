"""Whom a question leaves out: 除了远帆还有哪些A类, 远帆除了王总还认识谁."""

import re
from dataclasses import dataclass, replace

from bot.intents import SearchCustomers, SearchOpportunities, SearchPool, Today
from bot.keys import Intent
from bot.talk import NotRecorded
from bot.understanding.conditions import conditions, is_question
from bot.understanding.reading import Reading, within
from core.customers.model import CustomerId

_BUT = re.compile(
    r"(?:除[了去开]|除(?!湿|尘|锈|臭|气|草|虫|名|夕|非)|撇开|刨[去开掉])(?P<whom>[^，,。]{1,10}?)(?:以外|之外|外)?(?=还|都|[，,\s]|其他|别的|剩|$)"
)

_NOT_COUNTED = re.compile(
    r"(?:^|(?<=[\s，,]))[^，,。\s]{2,8}?(?:先?[别不]算|除外|不计|去掉|刨掉)(?:在内|进去)?(?=[\s，,。]|$)"
    r"|(?:不算上?|不含|不包括|去掉|排除)[^，,。\s]{2,8}?(?:以外|之外)?(?=[\s，,。]|$|我|还|都|剩)"
)
"""蓝鲸不算 我在谈的还剩几单, 不算博远那单: only where a customer is named in it."""
_OF_PEOPLE = re.compile(r"谁|联系人|认识|哪[个位]")


@dataclass(frozen=True, slots=True)
class Excluded:
    """The words that leave customers out, and these."""

    words: str
    customers: tuple[CustomerId, ...]


def without_excluded(reading: Reading) -> tuple[Reading, Excluded | None]:
    """The question without whom it leaves out, and the customers that it leaves out."""
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


def _uncounted(reading: Reading) -> re.Match[str] | None:
    found = _NOT_COUNTED.search(reading.text)
    inside = found and any(found.start() <= one.start < found.end() for one in reading.customers)
    return found if inside else None


def left_out(found: tuple[Intent, ...], but: Excluded) -> tuple[Intent, ...]:
    """`found` without those customers; where an answer cannot leave them out, that is said."""
    without = [_without(one, but.customers) for one in found]
    if but.customers and all(one is not None for one in without):
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
