"""The places of a message that say whom the talk is about: a name, a contact, 两家都, 前者, 另一家."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.slots import CustomerRef
from bot.understanding.clauses import clauses
from bot.understanding.lexicon import is_everyday
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading
from bot.understanding.spans import Found
from bot.understanding.whose import owner

TIME = "\x02"
"""What stands for each character of a time, where only its place counts."""
_EACH = regex(
    r"(?:反正|最后|不过|而且|然后|另外|他们|这)*(?:(?:[两三四几][\u4e00-\u9fff])?(?:一起|一块儿?|一并|同时)|(?P<n>[两俩三四几])[家边头个](?!月|小时|点|星期|礼拜|多|供应商|竞品|对手|来回)|大家|各家"
    rf"|都[是得]?(?={TIME}|[说约答要让等定同改安推放发给催叫]))"
)
_ALL = regex(r"(?P<n>[两俩三四几])[家边]都|大家都|各家都")
_COUNT = {"两": 2, "俩": 2, "三": 3, "四": 4}
_ORDINAL = regex(
    rf"(?P<first>前者|前一家|前一个(?={TIME}))|(?P<second>后者|后一家|后一个(?={TIME}))"
)
_ONE = regex(
    rf"(?P<other>另外?一[个家])|(?<=[\s，,。；;：:{TIME}\u3000])一[个家](?!月(?![初中底末])|星期|礼拜|小时)"
)
_BRAND = 2
_BEGINS = rf"(?<=[\s，,。；;{TIME}])"
_WORD = regex(r"[^\s，,]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that names one or several; `end` is exclusive."""

    start: int
    end: int
    about: tuple[CustomerRef, ...]


def timed(reading: Reading) -> str:
    """The text with every time blanked, the marks and blanks in it and behind it left."""
    text = reading.text
    for one in reading.times:
        text = text[: one.start] + _WORD.sub(TIME, text[one.start : one.end]) + text[one.end :]
    return text


def mentions(reading: Reading, refs: Sequence[CustomerRef]) -> list[Mention]:
    """Each place that says about whom of `refs` the talk is, in order."""
    named = [
        Mention(one.start, _with_contact(one, reading), (one.value,)) for one in reading.customers
    ]
    text = timed(reading)
    again = (*_by_contact(reading, refs), *_by_brand(text, reading, refs))
    named += [one for one in again if _is_free(one, named)]
    named.sort(key=_place)
    return sorted([*named, *_by_word(text, refs, named)], key=_place)


def _place(one: Mention) -> tuple[int, int]:
    return one.start, one.end


def _is_free(one: Mention, named: Sequence[Mention]) -> bool:
    return all(one.end <= each.start or each.end <= one.start for each in named)


def _with_contact(one: Found[CustomerRef], reading: Reading) -> int:
    """Where a customer's name ends, with the contact who is named right behind it."""
    behind = (each for each in reading.contacts if owner(each, [one], reading.text))
    return max((each.end for each in behind), default=one.end)


def _by_contact(reading: Reading, refs: Sequence[CustomerRef]) -> Iterator[Mention]:
    of = {ref.ids: ref for ref in refs}
    for name, ids in reading.homes.items():
        for match in re.finditer(re.escape(name), reading.text):
            yield Mention(*match.span(), (of[ids],))


def _by_brand(text: str, reading: Reading, refs: Sequence[CustomerRef]) -> Iterator[Mention]:
    """泰力, where 泰力化工 was named before: what a name begins with, if no other begins so."""
    first = {one.value.words[:_BRAND]: one for one in reversed(reading.customers)}
    for brand, one in first.items():
        alike = [ref for ref in refs if ref.words.startswith(brand)]
        if len(brand) == _BRAND and len(alike) == 1:
            begins = _BEGINS if is_everyday(brand) else ""
            for match in regex(begins + re.escape(brand)).finditer(text, one.end):
                yield Mention(*match.span(), (one.value,))


def _by_word(text: str, refs: Sequence[CustomerRef], named: Sequence[Mention]) -> Iterator[Mention]:
    """两家都, 前者, 另一家: of those who were named before it."""
    yield from _all_of_them(text, named)
    for match in _ORDINAL.finditer(text):
        pair = _so_far(named, match.start())[-2:]
        if len(pair) > 1:
            yield Mention(*match.span(), (pair[0 if match["first"] else 1],))
    if len(refs) == 2:
        yield from _one_and_other(text, refs, named)


def _all_of_them(text: str, named: Sequence[Mention]) -> Iterator[Mention]:
    """两家都: the last two, 都说: all of them."""
    begun = (_EACH.match(text, low) for low, _ in clauses(text, 0, len(text)))
    for match in (*filter(None, begun), *_ALL.finditer(text)):
        so_far = _so_far(named, match.start())
        if len(so_far) > 1:
            count = _COUNT.get(match["n"], len(so_far))
            yield Mention(*match.span(), so_far[-count:])


def _one_and_other(
    text: str, refs: Sequence[CustomerRef], named: Sequence[Mention]
) -> Iterator[Mention]:
    """一个下周一要样 另一个月底: the first and the second of two."""
    found = [one for one in _ONE.finditer(text) if len(_so_far(named, one.start())) == len(refs)]
    if len(found) == len(refs):
        yield from (Mention(*match.span(), (ref,)) for match, ref in zip(found, refs, strict=True))
    elif len(found) == 1:
        yield from _other(found[0], refs, named)


def _other(
    match: re.Match[str], refs: Sequence[CustomerRef], named: Sequence[Mention]
) -> Iterator[Mention]:
    """另一家: the one that was not named last."""
    last = [one for one in named if one.start < match.start()][-1]
    if match["other"]:
        yield Mention(*match.span(), tuple(ref for ref in refs if ref not in last.about)[:1])


def _so_far(named: Sequence[Mention], place: int) -> tuple[CustomerRef, ...]:
    """Whoever was named before `place`, in the order of the last time."""
    found = [ref for one in named if one.start < place for ref in one.about]
    return tuple(reversed({one.ids: one for one in reversed(found)}.values()))
