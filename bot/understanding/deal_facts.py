"""What is said of a deal: which one, its name, sum and day, why it was lost and to whom."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.intents import OpportunityRef
from bot.slots import Amount, AmountRole, When
from bot.understanding.clauses import after, before
from bot.understanding.numerals import HAN, value
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading
from bot.understanding.said import Said, directed
from bot.understanding.spans import Found, masked
from bot.understanding.spelling import normalised
from bot.understanding.stages import moved_to
from bot.understanding.visits import main_amount
from core.money import Money

NUMBER = regex(r"[A-Z]{1,4}-?\d{1,10}(?![\d.%])")


def target(reading: Reading) -> OpportunityRef:
    """Which opportunity: by its number, its customer, words of its name, or the one last shown."""
    if (number := NUMBER.match(reading.text.strip())) and not reading.customers:
        return OpportunityRef(words=number.group())
    if reading.picked and (deal := reading.picked[0].value.opportunity):
        return OpportunityRef(opportunity=deal)
    return OpportunityRef(words=_deal_words(reading), customer=reading.customer)


_INTO = r"(?:推进?|转|退回?|升|进|走|跳|改)[到至入成]?"


def own_stage(reading: Reading) -> str:
    """The company's own name of the stage that a deal is moved to: 推到试运行."""
    named = sorted(reading.context.stages, key=len, reverse=True)
    found = (one for one in named if re.search(_INTO + re.escape(normalised(one)), reading.text))
    return next(found, "")


def _deal_words(reading: Reading) -> str:
    """二期, 检测设备, 年框: what stands beside the customer and before the verb."""
    head = re.split(
        r"推进?|退|回到|升|跳|挪|移到|走到|成[单交]|预计|进[到入]?|到(?=.{1,8}了)|转到|改|签|赢|输|丢|黄|给了|概率|金额|合同|无效|中标|成交|重新|又|往下|验证|拿下|定点|飞|凉|项目取消|没中|需求|样品|方案|招标|投标|打样|送样|谈|过了|拜访|见了|去了|聊|同意|答应|说|成了",
        unfound(reading),
        maxsplit=1,
    )[0]
    words = re.sub(
        r"那个|这个|那单|这单|那台|这台|的|商机|单子|项目|阶段|状态|往[前下后]|[，,。！!\s]|把|我|了|刚|今天|客户",
        "",
        head,
    )
    return words if 2 <= len(words) <= 12 else ""


def unfound(reading: Reading) -> str:
    """The sentence with commas where a customer, person, time or amount was found."""
    text = masked(masked(reading.text, reading.customers, "，"), reading.contacts, "，")
    return masked(masked(text, reading.times, "，"), reading.amounts, "，")


_QUANTITY = regex(rf"(?P<n>\d{{1,4}}|[{HAN}]{{1,3}})(?:台|套|件|个|吨|辆|组|条)")


BECOMES = regex(
    r"(?:商机|单子?|项目|报价)[^，,。]{0,6}[改调变]$|由\u3000+(?:[改调变]|升|降)[做成到为]?$|(?:改|调[整高低]?|变|涨|降|追加|增加|加|砍|减|抬|提)(?:成|到|为|至)了?(?:约|大概)?$"
)
"""Words before what a sum is changed to: 从45万改成, 由　改做."""


def amount(reading: Reading) -> Amount | None:
    """The sum of the deal, of several what it becomes; 3台 单价8万5 is the sum of three.

    A payment and what one thing costs are none.
    """
    later = [one.value for one in reading.amounts if BECOMES.search(reading.text[: one.start])]
    found = later[-1] if later else main_amount([one.value for one in reading.amounts])
    if found is None or found.role is AmountRole.PAYMENT:
        return None
    if found.role is not AmountRole.UNIT_PRICE:
        return found
    quantity = _QUANTITY.search(masked(reading.text, reading.amounts))
    number = value(quantity["n"]) if quantity else None
    if not number:
        return None
    return replace(
        found,
        role=AmountRole.DEAL,
        least=_times(found.least, int(number)),
        most=_times(found.most, int(number)),
    )


def _times(price: Money | None, number: int) -> Money | None:
    return Money.yuan(price.in_yuan * number) if price else None


_SIGNS = regex(
    r"预[计期估]|估计|争取|[会能]?签|成[交单]|下[单定]|拿下|敲定|[结关]单|落[地单袋]|close|[能会要]?定(?![金位制期好了])|搞定|到手|出单|盖章",
    re.IGNORECASE,
)
_PUT_OFF = regex(r"(?:[改推挪延调提][到至成为后前迟]*)$")
_BESIDE = 14
"""Characters of its clause beside a day that may say that the deal is signed then."""


def close_date(reading: Reading) -> When | None:
    """The day by which it is to be signed, said so beside it; the last of those that lie ahead."""
    return last_ahead([one for one in reading.times if _is_of_signing(one, reading)], reading)


def last_ahead(said: Sequence[Found[Said]], reading: Reading) -> When | None:
    """The last of the times that lies ahead."""
    days = (directed(one.value, reading.clock, future=True) for one in reversed(said))
    return next((one for one in days if one and one.day > reading.clock.today), None)


def _is_of_signing(one: Found[Said], reading: Reading) -> bool:
    head, tail = before(reading.text, one.start), after(reading.text, one.end)
    signs = _SIGNS.search(head[-_BESIDE:]) or _SIGNS.search(tail[:_BESIDE])
    return bool(signs or _PUT_OFF.search(head))


_BECAUSE = regex(r"(?:因为|(?:原因|理由)[是:：]*)\s*([^，,。！!]{2,30})[。！!]?$")
_TAIL = regex(r"[，,]\s*([^，,。！!]{2,30})[。！!]?$")


def reason(reading: Reading) -> str:
    """Why it goes there: said so, or the last words that tell nothing else of the deal."""
    if match := _BECAUSE.search(reading.text):
        return match[1].strip()
    match = _TAIL.search(reading.text)
    if match is None or moved_to(match[1]):
        return ""
    ends = [one.end for one in reading.times] + [one.end for one in reading.amounts]
    return "" if max(ends, default=0) > match.start(1) else match[1].strip()


def lost_reason(text: str) -> str:
    match = re.search(
        r"(价格[^，,。！!]{0,20}|预算[^，,。！!]{0,12}|嫌[^，,。！!]{1,12}|项目取消|关系[^，,。！!]{0,10}|交期[^，,。！!]{0,10}|因为[^，,。！!]{2,30})",
        text,
    )
    if match:
        return match[1].removeprefix("因为")
    lost = re.search(r"(?:丢给|输给|给了)[^，,。！!]{1,14}", text)
    tail = re.search(r"(?:黄了|丢了|输了|没戏)[，,\s]+([^。！!]{2,30})", text)
    return tail[1].strip() if tail else (lost.group() if lost else "")


def competitor(text: str) -> str:
    if re.search(r"没有?竞争|无竞争|对手无", text):
        return "无"
    match = re.search(
        r"(?:给了|丢给了?|输给了?|被|选了)([^，,。；;！!被抢拿\u3000]{1,12}?)(?:了|抢|拿|$|[，,。；;！!\u3000])",
        text,
    )
    return match[1].strip() if match and match[1] not in ("别家", "对手") else ""


def source(text: str) -> str:
    match = re.search(r"([\u4e00-\u9fffA-Za-z0-9]{2,8})(?:推荐|介绍)的?", text)
    return match.group().rstrip("的") if match else ""
