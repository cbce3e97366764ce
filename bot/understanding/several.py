"""A message cut where it goes on to want something else: a report, then orders beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.understanding.clauses import Stretch
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading, within
from bot.understanding.reminding import REMIND, before_reminders, is_told_before, pieces, reminders
from bot.understanding.reported import AS_LEAD
from bot.understanding.stages import is_lost, is_won, moved_to
from bot.understanding.turns import turned

LEAD = r"(?:顺便|另外|然后|再|同时|还有|也|对了|并且?|接着|请|你|您|帮我|帮忙|给我|麻烦|把|将|那个?|就|先|这边|系统里?|[:：\s])*"
_ORDERS = regex(
    LEAD + r"(?:(?:新?[建增开立加录]|登记|报)[^，,。；;]{0,6}(?:商机|机会|新?客户|线索|联系人)"
    r"|认领|领(?:[了一下](?!的)|(?![错多重完导])[\u4e00-\u9fff]{2,8}$)|.{0,12}(?:退回?|放回?|扔回?|丢回?)(?:到)?公海(?!可惜|浪费|里)|.{1,12}转给.{2,4}(?:跟|负责)?$"
    r"|.{0,12}(?:加|标|设)(?:为|成)?(?:重点|星)|写(?:个|一下)?(?:日报|周报|日志)|.{0,12}(?:商机|项目|单子|阶段|金额)[^，,。]{0,8}(?:[改调推挪]|更新)|[^，,。]{2,8}(?:赢|输|丢)单(?=$|[，,。；;！!\s]))"
)
_TO_A_DAY = regex(r"(?:推|改|挪)到?\u3000|提醒|计划|拜访|会")


def parts(reading: Reading) -> list[Reading]:
    """What is told, then each order from the clause that begins it; the whole where none does.

    Where the talk turns to another customer behind an order, it is told again; what one wants to be
    reminded of is of the report, and an order of its own where nothing is reported.
    """
    text = reading.text
    known = any(one.value.certain for one in reading.customers)
    if not known and AS_LEAD.search(text):
        return [reading]
    orders = [one for one in pieces(text) if _is_order(one, reading)]
    begins = {start for start, _ in orders}
    reminded = {place for place in reminders(reading) if place and place not in begins}
    if not is_told_before(reading) and (orders or _is_ordered(before_reminders(reading).text)):
        begins |= reminded
    if not begins:
        return [reading]
    edges = sorted({*begins, *reminded, *_turned_from(orders, reading)})
    spots = list(pairwise([*edges, len(text)]))
    told = [(0, edges[0]), *(spot for spot in spots if spot[0] not in begins)]
    ordered = [[spot] for spot in spots if spot[0] in begins]
    return [_carried(within(reading, one), one[0][0], reading) for one in (told, *ordered)]


_AT_ONCE = regex(
    r"认领|领[了一]|加个?[重星]|退回?公海|(?:[建立开加录挂]|登记)了?[^，,。；;\s]{0,4}(?:商机|机会|客户|单子?)"
    r"|(?:电话|手机|号码?|微信|采购|联系人|对接人)(?:号码?)?(?:都|也|已经?)?[换改变]|换了?(?:新的?)?(?:号|电话|手机)|新来|姓[\u4e00-\u9fff]|离职了|调走了"
)


def _is_ordered(words: str) -> bool:
    """远帆赢单了, 认领光联, 王总电话换了: what is done at once, though a reminder follows."""
    return bool(moved_to(words) or is_won(words) or is_lost(words) or _AT_ONCE.search(words))


def _turned_from(orders: Sequence[Stretch], reading: Reading) -> Iterator[int]:
    """Where the talk turns to somebody who is not named in the clause of an order."""
    for start in turned(reading):
        before = [end for begin, end in orders if begin <= start]
        if before and before[-1] <= start:
            yield start


def _is_order(clause: Stretch, reading: Reading) -> bool:
    """顺便建个商机, 推到商务谈判, 提醒我给另一家打电话: no clause of the report before it."""
    start, end = clause
    words = reading.text[start:end]
    if not reading.text[:start].strip(" ，,。\u3000"):
        return False
    if _ORDERS.match(words):
        return True
    if REMIND.search(words):
        return _is_of_another(clause, reading)
    stage = moved_to(words)
    return stage != "" and stage == moved_to(reading.text[:end]) and not _TO_A_DAY.search(words)


def _is_of_another(clause: Stretch, reading: Reading) -> bool:
    start, end = clause
    before = {one.value.ids for one in reading.customers if one.start < start}
    return any(
        start <= one.start < end and one.value.ids not in before for one in reading.customers
    )


def _carried(part: Reading, start: int, reading: Reading) -> Reading:
    """A part about the customer who is named last before it, where it names none itself."""
    if part.customers or part.known_by_contact:
        return part
    last = [one for one in reading.customers if one.start < start][-1:]
    return replace(part, customers=[replace(one, start=start, end=start) for one in last])
