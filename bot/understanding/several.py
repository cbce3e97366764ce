"""A message cut where it goes on to want something else: a report, then orders beside it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.slots import CustomerRef
from bot.understanding.clauses import Stretch, clauses
from bot.understanding.reading import Reading, within
from bot.understanding.spans import Found
from bot.understanding.stages import moved_to

LEAD = r"(?:顺便|另外|然后|再|同时|还有|也|对了|并且?|接着|请|帮我|帮忙|给我|麻烦|把|将|那个?|就|先|这边|系统里?|[:：\s])*"
_ORDERS = re.compile(
    LEAD + r"(?:(?:新?[建增开立加录]|登记|报)[^，,。；;]{0,6}(?:商机|机会|新?客户|线索|联系人)"
    r"|认领|领(?:[了一下](?!的)|(?![错多重完导])[\u4e00-\u9fff]{2,8}$)|.{0,12}(?:退回?|放回?|扔回?|丢回?)(?:到)?公海(?!可惜|浪费|里)|.{1,12}转给.{2,4}(?:跟|负责)?$"
    r"|.{0,12}(?:加|标|设)(?:为|成)?(?:重点|星)|写(?:个|一下)?(?:日报|周报|日志)|.{0,12}(?:商机|项目|单子|阶段|金额)[^，,。]{0,8}(?:[改调推挪]|更新)|[^，,。]{2,8}(?:赢|输|丢)单(?=$|[，,。；;！!\s]))"
)
_TO_A_DAY = re.compile(r"(?:推|改|挪)到?\u3000|提醒|计划|拜访|会")
_REMIND = re.compile(r"提醒我|叫我|(?:定|设)个?提醒")


def parts(reading: Reading) -> list[Reading]:
    """The reading cut before each clause that begins an order; the whole where none does."""
    text = reading.text
    begins = [one[0] for one in clauses(text, 0, len(text)) if _is_order(one, reading)]
    edges = sorted({0, *begins, len(text)})
    found = [within(reading, [spot]) for spot in pairwise(edges)]
    return list(_carried(found)) if len(found) > 1 else [reading]


def _is_order(clause: Stretch, reading: Reading) -> bool:
    """顺便建个商机, 推到商务谈判, 提醒我给另一家打电话: no clause of the report before it."""
    start, end = clause
    words = reading.text[start:end]
    if not reading.text[:start].strip(" ，,。\u3000"):
        return False
    if _ORDERS.match(words):
        return True
    if _REMIND.search(words):
        return _is_of_another(clause, reading)
    stage = moved_to(words)
    return stage != "" and stage == moved_to(reading.text[:end]) and not _TO_A_DAY.search(words)


def _is_of_another(clause: Stretch, reading: Reading) -> bool:
    start, end = clause
    before = {one.value.ids for one in reading.customers if one.start < start}
    return any(
        start <= one.start < end and one.value.ids not in before for one in reading.customers
    )


def _carried(found: list[Reading]) -> Iterator[Reading]:
    """Each part about the customer named last, where it names none itself."""
    last: Sequence[Found[CustomerRef]] = ()
    for part in found:
        start = len(part.text) - len(part.text.lstrip("\u3000"))
        if part.customers or part.known_by_contact:
            last = part.customers[-1:]
        yield replace(
            part, customers=part.customers or [replace(one, start=start, end=start) for one in last]
        )
