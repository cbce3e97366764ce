"""What is taken back in the sentence that says it: 把A推到报价，不是A是B; 不是周四 是周五下午打给她."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.slots import CustomerRef
from bot.understanding.edges import right_before
from bot.understanding.linking import denied
from bot.understanding.patterns import regex
from bot.understanding.said import Said
from bot.understanding.spans import Found

_NOT = regex(r"(?:不对|说错了?|[哦噢啊呃])?[，,\s]*不是$")
_BUT = regex(r"[，,\s]*(?:而|应该)?是(?:说)?\s*")
_WRONG = regex(
    r"[，,。；;\s](?:[哦噢啊呃嗯]+[，,\s]*)?(?:不对不?对?|不是|(?:说|记|搞|弄|写)错了?|错了)[，,\s]*(?:应该)?是\s*$"
)
_NAME = regex(r"(?![\u4e00-\u9fff]?[的了])[\u4e00-\u9fffA-Za-z]{2,10}(?=$|[，,。；;！!\s])")
_BLANK = "\u3000"

Customers = Sequence[Found[CustomerRef]]


def aimed(text: str, customers: Customers) -> tuple[str, Customers]:
    """The sentence as of the customer that is meant in the end, where another was named first.

    The one that was named first gives its places to the right one, and what takes it back is
    blanked.
    """
    for place, one in enumerate(customers):
        earlier = [known for known in customers[:place] if not denied(known, text)]
        swapped = _swapped(text, one, earlier, customers) or _righted(text, one, earlier)
        if swapped:
            wrong, right, start = swapped
            kept = [
                replace(known, value=right.value) if known.value.ids == wrong.ids else known
                for known in customers
                if not (start <= known.start < right.end)
            ]
            blank = text[:start] + _BLANK * (right.end - start) + text[right.end :]
            return blank, [*kept, right]
    return text, customers


_Swapped = tuple[CustomerRef, Found[CustomerRef], int]


def _swapped(
    text: str, one: Found[CustomerRef], earlier: Customers, customers: Customers
) -> _Swapped | None:
    """A…，不是A，是B, B known or not."""
    no, but = right_before(_NOT, text, one.start), _BUT.match(text, one.end)
    if not (no and but and any(known.value.ids == one.value.ids for known in earlier)):
        return None
    known = [known for known in customers if known.start == but.end()]
    name = _NAME.match(text, but.end())
    if known:
        return one.value, known[0], no.start()
    if name is None:
        return None
    return one.value, Found(CustomerRef((), name.group()), *name.span()), no.start()


def _righted(text: str, one: Found[CustomerRef], earlier: Customers) -> _Swapped | None:
    """A…，说错了，是B."""
    wrong = right_before(_WRONG, text, one.start)
    if not (wrong and earlier) or earlier[-1].value.ids == one.value.ids:
        return None
    return earlier[-1].value, one, wrong.start()


_TAKES_BACK = regex(r"(?:不[对行成]|[哦噢啊]不)[，,\s]*$")
_NOT_THEN = regex(
    r"[^，,。；;\n]{0,8}?(?:出差|开会|有[会事课]|没空|没时间|不在|请假|休息|走不开|不方便|排满)了?[，,。\s]*(?:那|就|还是)*改?到?"
)


def _dropped(text: str, times: Sequence[Found[Said]]) -> tuple[str, Sequence[Found[Said]]]:
    """定20号吧，不对20号他出差，22号: without the day on which nothing can be."""
    for one, following in pairwise(times):
        no = right_before(_TAKES_BACK, text, one.start)
        if no and _NOT_THEN.fullmatch(text, one.end, following.start):
            gone = [known for known in times if known.start <= one.start and _same(known, one)]
            spots = [(no.start(), following.start), *((each.start, each.end) for each in gone)]
            for start, end in spots:
                text = text[:start] + _BLANK * (end - start) + text[end:]
            return text, [known for known in times if known not in gone]
    return text, times


def _same(one: Found[Said], two: Found[Said]) -> bool:
    first, second = one.value.when, two.value.when
    return first is not None and second is not None and first.day == second.day


_TO = regex(r"[去来到]?[，,\s]*(?:而|应该)?是在?\s*")
_OF_A_RECORD = regex(r"记录|[那这]条|时间|日期|拜访的?日")


def timed(text: str, times: Sequence[Found[Said]]) -> tuple[str, Sequence[Found[Said]]]:
    """A…不是周四 是周五下午打给她: the day that holds, where it is said what is done then."""
    text, times = _dropped(text, times)
    for one, following in pairwise(times):
        no = right_before(_NOT, text, one.start)
        if not no or not _TO.fullmatch(text, one.end, following.start):
            continue
        told = text[: no.start()].strip("，, ") and text[following.end :].strip("，,。 的了吧呢啊")
        if told and not _OF_A_RECORD.search(text):
            blank = _BLANK * (following.start - no.start())
            left = text[: no.start()] + blank + text[following.start :]
            return left, [known for known in times if known is not one]
    return text, times
