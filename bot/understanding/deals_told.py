"""What a message that tells of a contact says of a deal."""

from collections.abc import Sequence
from typing import TypeGuard

from bot.intents import CloseOpportunity, LogFollowUps, MoveStage
from bot.keys import Intent
from bot.talk import NotSupported
from bot.understanding import dealing, fates, staff
from bot.understanding.clauses import clauses, said_beside
from bot.understanding.directions import two_times
from bot.understanding.kinds import LOOKING, MISTAKEN
from bot.understanding.opening import begins_at
from bot.understanding.patterns import regex
from bot.understanding.questioning import is_question
from bot.understanding.reading import Reading
from bot.understanding.reported import AS_LEAD, has_said
from bot.understanding.spans import masked
from bot.understanding.stages import is_invalid, is_lost, is_won, moved_to
from bot.understanding.telling import HAPPENED, SAID
from bot.understanding.turns import by_customer

_MUCH = 2
_LONG = 30
_TODAY = regex(r"今[天日早]|[上下]午|早上|刚|昨")


def tells_more(reading: Reading) -> bool:
    """陶陶轩梁师傅试了蒸柜，这回行了，推合同: somebody is named and more is told than the deal's stage."""
    beside = said_beside(reading)
    many = beside > _MUCH + 1
    told = reading.contacts or _TODAY.search(reading.text) or SAID.search(reading.text)
    much = beside > _MUCH or len(reading.text) > _LONG
    named = (reading.customers and much) or (reading.known_by_contact and many)
    return bool(named) and (bool(told) or many)


_OF_BOOKS = regex(r"(?:帮我|给我|请|把|那个?|这个?)*(?:商机|阶段|单子|项目|系统)")


def ends_with_order(reading: Reading) -> bool:
    """许工说试样过了，商机往下走一格: one thing is told, and it is why the deal is to move."""
    text = reading.text
    spots = clauses(text, 0, len(text))
    if len(spots) != _MUCH or reading.times or reading.amounts:
        return False
    last = text[slice(*spots[-1])]
    return bool(_OF_BOOKS.match(last) and moved_to(last))


def deals_told(parts: Sequence[Reading]) -> list[Intent]:
    """What is told to have become of a deal, `parts` being what a sentence says of each customer."""
    telling = (part for part in parts if _tells_of_deal(part))
    found = [intent for part in telling for intent in dealing.change(part) or ()]
    return [one for one in found if is_of_deal(one)]


_OF_THE_END = regex(
    r"[章签赢输丢黄标款]|合同|订单|[Pp][Oo]|到账|首[期付]|预付|定金|拿下|中了|成了|\u3000"
)


def tells_besides(reading: Reading) -> bool:
    """Whether what stands before the order of a deal tells of a contact too."""
    more = tells_more(reading) and not _tells_but_the_end(reading)
    return more or tells_of_a_past_day(reading)


def _tells_but_the_end(reading: Reading) -> bool:
    """蔻朵章盖完了！首期35万俩礼拜内到账，赢了: nothing is told but what became of the deal."""
    plain = masked(masked(masked(reading.text, reading.customers), reading.times), reading.amounts)
    told = (plain[start:end].strip("\u3000 ") for start, end in clauses(plain, 0, len(plain)))
    return not reading.contacts and all(_OF_THE_END.search(one) for one in told if one)


def of_others(head: Reading, first: Sequence[Intent], then: Sequence[Intent]) -> list[Intent]:
    """What a report tells of deals at others than those whom the orders behind it are about."""
    about = {one.target.customer.ids for one in then if is_of_deal(one)}
    if not about or not any(isinstance(one, LogFollowUps) for one in first):
        return []
    deals = (one for one in deals_told(by_customer(head)) if is_of_deal(one))
    return [one for one in deals if one.target.customer.ids not in about]


def _tells_of_deal(part: Reading) -> bool:
    words = part.text.strip("\u3000")
    told = moved_to(words) or is_won(words) or is_lost(words) or is_invalid(words)
    return bool(told or fates.fates(part))


def is_of_deal(intent: Intent) -> TypeGuard[CloseOpportunity | MoveStage]:
    """What may be told in the report of a contact: 今天去了远帆，合同签了."""
    return isinstance(intent, CloseOpportunity | MoveStage)


def tells_much(reading: Reading) -> bool:
    """Whether more is told than what became of a deal."""
    return said_beside(reading) >= _MUCH


def tells_of_a_past_day(reading: Reading) -> bool:
    """保养谈好了，昨日的事，推到合同: what is told of a deal happened at a contact, on a day that is over."""
    ordered = _ORDERS.match(reading.text.strip()) or dealing.LAGS.search(reading.text)
    if ordered or not tells_much(reading):
        return False
    visited, _ = two_times(reading)
    if visited is None:
        return is_listed(reading)
    told = reading.contacts or _ATTENDED.search(reading.text)
    met = told and visited.value.day == reading.clock.today
    return bool(met) or visited.value.day < reading.clock.today


_ATTENDED = regex(
    r"(?:来|到)[^，,。]{0,4}(?:看了|参观|考察|验)|[开看验试测讲]了(?!个?头)|(?:会|标|演示|考察)[^，,。]{0,6}[开做看]?完|[做测试验]完|(?:定点|评审|开标|述标|答疑|评标)会|[跟和对给]我们?[说讲]|陪[^，,。]{1,10}(?:做|看|去|跑|吃|测)|验收[^，,。]{0,4}[，,]"
)
"""答疑会开完, 来厂里看了设备: an event with the customer, though nobody is named who was there."""
_ORDERS = regex(r"(?:请|麻烦|帮|给我|把)")
_LINES = 2


def is_listed(reading: Reading) -> bool:
    """A line for whom, one for each thing that was said, one for where the deal goes."""
    named = reading.contacts or reading.customers
    return bool(named) and reading.text.strip().count("\n") >= _LINES


def begins_with_a_day(reading: Reading) -> bool:
    """周三恒泰郑总 保函的事黄了: when somebody was met comes first, so that it is no word of the deal alone."""
    visited, _ = two_times(reading)
    if _is_of_colleagues(reading):
        return False
    if visited is None or visited.value.day >= reading.clock.today:
        return False
    return tells_much(reading) and bool(reading.contacts) and begins_at(visited.start, reading)


def is_no_order(wish: Intent, reading: Reading) -> bool:
    """Whether what the words could ask for is part of a report: 定完给我电话, 12号给我."""
    if AS_LEAD.search(reading.text):
        return False
    looks = isinstance(wish, (*LOOKING, NotSupported))
    if looks and (begins_with_a_day(reading) or _quotes(reading)):
        return True
    return isinstance(wish, MISTAKEN) and _tells_of_a_contact(reading)


def _quotes(reading: Reading) -> bool:
    """华晟那单价格谈到9.6就差一点 李总说老板回来拍板: what somebody said, and nothing that is asked."""
    return tells_much(reading) and has_said(reading) and not is_question(reading)


_WISHES = regex(
    r"领|公海|归我|名下|联系人|姓|手机|号码|新来|换人|接手|调走|离职|升|生日|[查列删撤]|取消|作废|提醒|闹钟|[?？]"
)
_DONE = regex(r"[见聊谈喝吃碰跑去来打]的")
_NOW = regex(r"今[天日儿早晨朝]|刚")


def _tells_of_a_contact(reading: Reading) -> bool:
    """昨天交了样件，12号给我: when it was comes first, more than one thing is told, and nothing is ordered."""
    text = reading.text
    if is_question(reading) or _ORDERS.match(text.strip()) or _WISHES.search(text):
        return False
    visited, _ = two_times(reading)
    over = visited is not None and visited.value.day < reading.clock.today
    today = _NOW.match(text) or (visited is not None and _NOW.match(text, visited.start))
    days = [one.start for one in (visited, *reading.times[:1]) if one]
    begins = bool(_NOW.match(text)) or any(begins_at(start, reading) for start in days)
    told = SAID.search(text) or HAPPENED.search(text) or _DONE.search(text)
    known = reading.customers or reading.contacts
    return bool(known and (over or today) and begins and told) and tells_much(reading)


def _is_of_colleagues(reading: Reading) -> bool:
    """上周小周小林谁拜访多: asked of them, though it begins with a day and people."""
    return is_question(reading) and not reading.customers and bool(staff.colleagues(reading))
