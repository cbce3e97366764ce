"""Where the talk turns from one customer to the next, and what is said of several at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.slots import CustomerRef
from bot.understanding.clauses import Stretch, clause_start, clauses
from bot.understanding.joints import NEXT
from bot.understanding.mentions import TIME, Mention, mentions, timed
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading, within
from bot.understanding.rounds import rows_of
from bot.understanding.said import Said
from bot.understanding.spans import Found, T, masked

_WHO = "\x03"
"""What stands for each character of a person."""
_GOES = (
    r"(?:提醒|电话|联系|拜访|直接|打了?|通了?|(?:飞|赶[到去回]?|直?奔)[\u4e00-\u9fff]{0,2}|(?<![过上下出进回])去了?|到了?|跑了?|见了?|找|跟|给|和|同|在|转|拐|往|回|上|从|把|对|催|问|约|送|发|叫|喊|让|陪|带"
    r"|又|再|还|也|就|才|先|我们?|咱们?|俺|[个趟通]|那个?)"
)
_TURN = regex(NEXT)
_AGREED = "".join(
    f"(?<!{word})" for word in "约 定 等 说 改 推 挪 到 约了 定了 约好 约在 定在".split()
)
_WHEN = rf"{_AGREED}(?<!{TIME}){TIME}+"
_RUN = regex(rf"(?:{NEXT}|{_WHEN}(?:[\u4e00-\u9fff]{{2,3}}(?=[跑去见拜]))?)*{_GOES}*$")
_THEN = regex(rf"(?:{NEXT}|{_WHEN})+$")
_TELLS = regex(r"[说要让报万块]|了(?!$)")
_NEAR = 16
"""As far before a customer as the words stand that turn to it."""
_NUMBER = regex(r"(?:^|(?<=[\s，,。；;：:]))\d{1,2}[.、)）]\s*$")
_ROW_MARK = r"(?:\d{1,2}[.、)）]|[①-⑩]|[一二三四五六七八九十][、.]|[-·•*])\s*"
_ROW_BEGINS = regex(
    rf"(?:\n\s*(?:{_ROW_MARK})?|(?<=[\s，,。；;：:]){_ROW_MARK})(?:{TIME}+[\s：:]*)+(?:[去在到跑见的]|拜访)*$"
)
"""A row of a list that begins with its day: 2. 5号 一碗香."""
_ENDS = regex(r"再[去来到]|[；;。！!]")
_SHORT = 12
"""A clause that says so much before its customer may be of the one before."""
_ROW = regex(rf"[的{_WHO}]*\s*(?:和|跟|与|及|以及|同|、|还有)\s*(?:[那这]边)?")
_APART = regex(r"分别|各自|依次")


@dataclass(frozen=True, slots=True)
class _Turn:
    """From `start` to `end` the talk is about those whom `by` names."""

    start: int
    end: int
    by: Mention


def by_customer(reading: Reading) -> list[Reading]:
    """The sentence as of each of its customers, in the order they are first named."""
    refs = _refs(reading)
    if len(refs) < 2:
        return [reading]
    turns = _turns(reading, refs)
    return [_of(ref, turns, reading) for ref in refs]


def turned(reading: Reading) -> list[int]:
    """Where the talk turns from a customer to another."""
    refs = _refs(reading)
    return [one.start for one in _turns(reading, refs)[1:]] if len(refs) > 1 else []


def _refs(reading: Reading) -> list[CustomerRef]:
    first: dict[tuple[str, ...], CustomerRef] = {}
    for one in reading.customers:
        first.setdefault(one.value.ids, one.value)
    return list(first.values())


def _of(ref: CustomerRef, turns: Sequence[_Turn], reading: Reading) -> Reading:
    """What is said of one of them: alone, and with others at once."""
    stretches: list[Stretch] = []
    for turn in turns:
        places = [one.ids for one in turn.by.about]
        if ref.ids in places:
            stretches += _share(turn, places.index(ref.ids), reading)
    return replace(
        within(reading, stretches),
        customers=[one for one in reading.customers if one.value.ids == ref.ids],
        contacts=[one for one in reading.contacts if _home(one, turns, reading) == ref.ids],
    )


def _home(contact: Found[str], turns: Sequence[_Turn], reading: Reading) -> tuple[str, ...]:
    """Whose a contact is: of several that are named in one row the last one's."""
    turn = next(one for one in turns if contact.start < one.end)
    return reading.homes.get(contact.value) or turn.by.about[-1].ids


def _share(turn: _Turn, place: int, reading: Reading) -> list[Stretch]:
    """分别于8月18日、8月20日送达: to each its own of the times and sums that are as many as they are."""
    if len(turn.by.about) < 2:
        return [(turn.start, turn.end)]
    apart = _APART.search(reading.text, turn.start, turn.end)
    others = _of_others(_in_a_row(reading, turn), turn, place)
    if apart and not others:
        others = _of_others(reading.times, turn, place)
    if apart:
        others += _of_others(reading.amounts, turn, place)
    edges = [turn.start, *(edge for span in sorted(others) for edge in span), turn.end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _in_a_row(reading: Reading, turn: _Turn) -> Sequence[Found[Said]]:
    """The times of the turn that stand in one row, where they are as many as those it is about."""
    inside = [one for one in reading.times if turn.start <= one.start < turn.end]
    rows = (row for row in rows_of(inside, reading.text) if len(row) == len(turn.by.about))
    return next((row for row in rows if len({_is_hour(one.value) for one in row}) == 1), [])


def _is_hour(said: Said) -> bool:
    return said.when is not None and said.when.hour_only


def _of_others(found: Sequence[Found[T]], turn: _Turn, place: int) -> list[Stretch]:
    inside = [(one.start, one.end) for one in found if turn.start <= one.start < turn.end]
    return inside[:place] + inside[place + 1 :] if len(inside) == len(turn.by.about) else []


def _turns(reading: Reading, refs: Sequence[CustomerRef]) -> list[_Turn]:
    """The turns in their order; what goes on about the same is none."""
    text = masked(timed(reading), reading.contacts, _WHO)
    first, *named = mentions(reading, refs)
    turns = [_Turn(0, len(text), first)]
    for one in named:
        last = turns[-1]
        if one.start >= last.by.end and _ROW.fullmatch(text, last.by.end, one.start):
            turns[-1] = replace(last, by=replace(one, about=_joined(last.by.about, one.about)))
        elif last.by.about == one.about:
            turns[-1] = replace(last, by=one)
        else:
            start = one.start if _is_dealt(text, one) else _begin(text, last.by.end, one.start)
            turns[-1:] = [replace(last, end=start), _Turn(start, len(text), one)]
    return turns


def _is_dealt(text: str, one: Mention) -> bool:
    """一个周一一个周三: the day behind is its own, the one before it somebody else's."""
    counted = text.startswith(("一个", "一家"), one.start) and one.end == one.start + 2
    return counted and text.startswith(TIME, one.end) and text[: one.start].endswith(TIME)


def _joined(one: tuple[CustomerRef, ...], two: tuple[CustomerRef, ...]) -> tuple[CustomerRef, ...]:
    return tuple({ref.ids: ref for ref in (*one, *two)}.values())


def _begin(text: str, least: int, place: int) -> int:
    """Where the talk about the one named at `place` begins, behind `least`."""
    if row := _ROW_BEGINS.search(text, max(least, place - 2 * _NEAR), place):
        return row.start()
    clause = clause_start(text, place, least)
    if clause is None:
        return _lead(text, least, place)
    if turn := _turned(text, max(clause, place - _NEAR), place):
        return _lead(text, clause, turn)
    if place - clause > _SHORT and _TELLS.search(text, clause, place):
        return _lead(text, clause, place)
    number = _NUMBER.search(text, least, place)
    return number.start() if number else _introduced(text, least, clause, place)


def _lead(text: str, low: int, place: int) -> int:
    """Where the words begin that turn to what stands at `place`: 然后下午去, 周五联系, 直接去了."""
    turn = _turned(text, max(low, place - _NEAR), place)
    start, words = (place, _RUN) if turn is None else (turn, _THEN)
    run = words.search(text, max(low, start - _NEAR), start)
    return run.start() if run else start


def _turned(text: str, low: int, place: int) -> int | None:
    """Where the last word stands that turns to somebody else."""
    return max((match.start() for match in _TURN.finditer(text, low, place)), default=None)


def _introduced(text: str, least: int, clause: int, place: int) -> int:
    """With a clause before it that says no more than when: 明天上午 去捷运通; 下周二再去 is of the one before."""
    found = clauses(text, least, clause)
    bare = _RUN.fullmatch(text, *found[-1]) if found else None
    turns = bare and _TURN.match(bare.group())
    dated = (
        bare
        and bare.group().startswith(TIME)
        and not _ENDS.search(text, bare.end() - 2, clause)
        and (said := text[clause:place].strip())
        and not said.startswith(TIME)
    )
    return found[-1][0] if turns or dated else clause
