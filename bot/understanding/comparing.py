"""Several things asked of at once: each is answered (云谷和金桥各是谁的, 上周比上上周多跑了几趟)."""

from dataclasses import replace

from bot.intents import (
    ExplainOwnership,
    LastFollowUps,
    OpportunityRef,
    SearchOpportunities,
    ShowContact,
    ShowCustomer,
    ShowOpportunity,
    ShowReturning,
)
from bot.keys import Intent
from bot.slots import CustomerRef
from bot.talk import ShowDigest
from bot.understanding import asking, holding, staff, workload
from bot.understanding.deals_together import together
from bot.understanding.patterns import regex
from bot.understanding.periods import period_of
from bot.understanding.questioning import is_question
from bot.understanding.reading import Reading, within
from bot.understanding.tallying import tally

_MOST = 3


def asked(reading: Reading) -> Intent | tuple[Intent, ...] | None:
    """What is asked of two weeks, of work, of colleagues, of the rules for all: of no one customer."""
    return (
        together(reading)
        or tally(reading)
        or periods(reading)
        or _returning(reading)
        or workload.asked(reading)
        or holding.asked(reading)
        or staff.asked(reading)
        or staff.mine(reading)
        or asking.target(reading)
        or asking.rules(reading)
    )


def _returning(reading: Reading) -> ShowReturning | None:
    named = staff.colleagues(reading)
    return asking.returning_of(named[0], reading) if len(named) == 1 else None


def every_one(reading: Reading, found: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """`found`, and the same of each further customer or person that the question names."""
    if len(found) != 1:
        return found
    one, named = found[0], [each.value for each in reading.customers[:_MOST]]
    if len(named) == 1 and len(named[0].ids) > 1 and _ALL_OF_THEM.search(reading.text):
        named = [replace(named[0], ids=(id_,)) for id_ in named[0].ids[:_MOST]]
    if isinstance(one, ShowContact) and not named and len(reading.contacts) > 1:
        return tuple(_contact(each.value, reading) for each in reading.contacts[:_MOST])
    if len(named) < 2 or not is_question(reading):
        return found
    return tuple(_of(one, each) or one for each in named) if _of(one, named[0]) else found


_ALL_OF_THEM = regex(r"[两俩几三]家|那?俩|都|分别|各")
"""恒泰那两家都是小周的不: each that is called so."""


def _contact(name: str, reading: Reading) -> ShowContact:
    return ShowContact(reading.known_by_contact.get(name, CustomerRef()), name)


def _of(one: Intent, customer: CustomerRef) -> Intent | None:
    """The same asked of `customer`; None for what is not asked of one customer."""
    match one:
        case ShowCustomer() | LastFollowUps() | ExplainOwnership():
            return replace(one, customer=customer)
        case ShowContact():
            return replace(one, customer=customer, name="")
        case SearchOpportunities() if one.customer.ids:
            return replace(one, customer=customer)
        case ShowOpportunity() if one.target.customer.ids:
            return ShowOpportunity(OpportunityRef(customer=customer))
        case _:
            return None


_DEALS = regex(
    r"^(?P<first>[\u4e00-\u9fffA-Za-z0-9]{2,10}?)(?:那[单个])?(?:跟|和|与|还是|比)(?P<second>[\u4e00-\u9fffA-Za-z0-9]{2,10}?)(?:那[单个])?"
    r"(?:两[单个])?(?:哪[个单]|谁|各|分别)[^，,]{0,4}(?:金额|大|小|贵|先|早|晚|把握|赢率|阶段|签|钱)"
)


_DAYS = regex(r"[月周年天号日度]$|礼拜|星期")
"""10月跟11月哪个月签得多 is of no deals."""


def deals(reading: Reading) -> tuple[Intent, ...] | None:
    """检测设备跟表面测量仪哪个金额大: both, so that one sees it."""
    match = _DEALS.match(reading.text.strip())
    if match is None or reading.customers or reading.contacts:
        return None
    names = (match["first"], match["second"])
    if any(_DAYS.search(one) for one in names):
        return None
    return tuple(ShowOpportunity(OpportunityRef(words=one)) for one in names)


_AGAINST = regex(
    r"比|[多少高低好强]还是(?=[^，,]*[多少高低好强])|(?:跟|和|与|还是)(?=[^，,]*哪)|跟(?=[^，,]*比)|和(?=[^，,]*比)|对比"
)


def periods(reading: Reading) -> tuple[Intent, ...] | None:
    """上周比上上周多跑了几趟: the figures of both."""
    match = _AGAINST.search(reading.text)
    if match is None or reading.customers or not is_question(reading):
        return None
    parts = [(0, match.start()), (match.end(), len(reading.text))]
    found = [period_of(within(reading, [part]), ahead=False) for part in parts]
    first, second = found
    if first is None or second is None or first == second:
        return None
    return ShowDigest(first), ShowDigest(second)
