"""Questions about deals: one by its name or customer, or those at a stage, of a sum, to be signed soon."""

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.intents import OpportunityRef, SearchOpportunities, ShowOpportunity
from bot.keys import Intent
from bot.slots import Amount, Period
from bot.understanding.accounting import unanswered
from bot.understanding.conditions import conditions, idle_days
from bot.understanding.deal_facts import target
from bot.understanding.patterns import regex
from bot.understanding.periods import period_of
from bot.understanding.questioning import QUESTION, is_question
from bot.understanding.questions import SHOWS, UNWANTED
from bot.understanding.ranking import count_of, is_one, order_of_deals, order_told
from bot.understanding.reading import Reading
from bot.understanding.spans import Found
from bot.understanding.spelling import normalised
from bot.understanding.stage_names import NAMES
from bot.understanding.stages import stages_of
from bot.understanding.visits import main_amount

OF_CUSTOMERS = regex(
    r"没(?:跟进?|联系|拜访)的?客户|(?:我的|所有|全部)客户|我(?:名下|手[上里]).{0,6}(?:客户|[几哪一]家)|客户(?:列表|清单)|客户都?(?:有哪些|有谁|有几|有多少|是谁|是哪)|哪些客户|(?:几[个家]|多少[个家]?)客户"
)
STATE = regex(r"怎么样|什么情况|咋样|情况|进展|有没有|查|看|是")

_LOST_TO = regex(
    r"(?:输|丢)给(?:了)?(?:谁|哪)|(?:为什么|为啥|为何|怎么|咋|凭[什啥]么?)(?:会|就)*没(?:[成中签拿选]|[给让要用](?:咱|我们|俺))|(?:跟|给|让|被)(?:了)?谁(?:家)?(?:整|做|拿|抢|签)(?:的|了|走)|(?:为什么|为啥|怎么|咋)会?(?:把.{0,10})?(?:丢|输)|被谁(?:抢|拿)"
)
_DEALS = regex(
    r"商机|单子|项目|在谈的|要签的|[没未]签的|报价阶段|谈判阶段|投标阶段|方案阶段|我手[上里](?!待|.{0,6}客户|.{0,4}[几哪]家)|没动的|卡住的|团队的(?:商机|项目)|能签的|能签哪|会签哪|哪些[能要会]签|要(?:落定|敲定|定下来?|落袋|拿下来?)的|[哪几]几?[个些条张笔]?单(?!价)|那单|这单|加权|pipeline"
    r"|(?:投标|谈判|报价|方案|样品|试样|合同|需求)(?:阶段)?的(?:有没有|有哪些|有几[个单]|都有)|(?:以上|以下|超过[^，,]{1,8}|大于[^，,]{1,8})的?(?:有几[个单]|有哪些|有没有|都有)"
)
_THAT_ONE = regex(r"[那这]一?[单笔]|[那这]个(?:单子?|商机|项目)")
_LISTS = regex(
    r"列一?下|列全|[要该会能]签的|[哪几]几?[个些条张笔]?单|[没未]签的|有哪些|哪些|有几个|有没有$|[哪几][条张笔](?=$|[\s，,啊呀])|加权|(?:合计|总共|一共|总额).{0,4}(?:多少|几个钱|好多)|要签的|还没签|我(?:手上|的)|超过|大于|高于|不少于|以上|所有|多少|没动的|能签的|最大的|卡住的|团队的"
)


def deals(reading: Reading) -> Intent | None:
    """12月要签的单子, 我手上报价阶段超过50万的, 远帆那个项目怎么样."""
    text = reading.text
    if ended := _ended(reading):
        return ended
    if _LOST_TO.search(text):
        return ShowOpportunity(target(reading))
    if _is_list(reading):
        return list_of_deals(reading)
    if named := named_deal(reading):
        return ShowOpportunity(named)
    if not _DEALS.search(text) or re.search(r"建|新开|推[到进]|赢|输|丢|改成", text):
        return None
    if OF_CUSTOMERS.search(text) and conditions(reading).has_opportunity is not None:
        return None
    if reading.customers and _THAT_ONE.search(text):
        return ShowOpportunity(_that_one(reading))
    if _LISTS.search(text):
        return list_of_deals(reading)
    if reading.customers:
        asks = QUESTION.search(text) or is_question(reading)
        return ShowOpportunity(OpportunityRef(customer=reading.customer)) if asks else None
    return list_of_deals(reading) if _stages(reading) else None


_ASKED = regex(rf"{QUESTION.pattern}|{STATE.pattern}|现在|目前|如今|大概|大约|预计|到底|究竟")


def _that_one(reading: Reading) -> OpportunityRef:
    """远帆那个二期项目怎么样了: 二期, by a name that holds no word of the question."""
    ref = target(reading)
    words = _ASKED.split(ref.words, maxsplit=1)[0]
    return replace(ref, words=words if len(words) > 1 else "")


_NAMED_DEAL = regex(
    r"(?P<name>(?!我|这|那|哪|今|团队|大家|最|所有|一|[黄丢输赢签]了|下个?月|上个?月|预计)[\u4e00-\u9fffA-Za-z0-9]{2,12}?)(?:(?:那个|这个|的)?(?P<noun>商机|单子?|项目|那单|这单)(?:的|现在|目前)?)?"
    r"(?:(?:[是报签值卖]|成交)?了?(?:多少钱|多大金额)(?:签的)?|(?:的)?(?:金额|赢率|概率|把握|预算)(?:是)?(?:多少|多大|几成|百分之几|有多少)|(?:现在)?(?:到|走到?|卡在|停在)(?:哪|了?什么)一?(?:步|个?阶段)了?|(?:预计|预期|大概|估计|打算|计划|准备)?(?:什么时候|啥时候|哪天|几号|几时|何时)(?:能|会|要)?(?:签(?:得?下来|成)?|拿下|落地|成(?!交)|定下)|(?:应该|已经?|算是?|是)?(?:签了?|(?:成|赢|拿下|黄|丢|输)了)(?:没|吗|没有|吧)|(?:的)?(?:进展|进度)(?:怎么样|如何|咋样)?|怎么样了?)[?？。]*$"
)


_THAT_DEAL = regex(
    r"(?P<name>(?!我|这|那|哪|今|团队|大家|最|所有|一|[黄丢输赢签]了|下个?月|上个?月|预计)[\u4e00-\u9fffA-Za-z0-9]{2,12}?)(?:[那这]个?)(?:商机|单子?|项目)"
)
_HIS = regex(r"^[老小][\u4e00-\u9fff](?:的|那个|那单)")


def named_deal(reading: Reading) -> OpportunityRef | None:
    """灭菌柜签了没, 检测设备赢率多少: a deal by its own name, known or not."""
    text = _HIS.sub("", reading.text.strip())
    whose = next((f"{one}的" for one in reading.context.colleagues if text.startswith(one)), "")
    text = text.removeprefix(whose)
    if reading.customers or any(one.value in text for one in reading.contacts):
        return None
    match = _NAMED_DEAL.match(text) or (_THAT_DEAL.match(text) if is_question(reading) else None)
    if match is None or _stages(reading) or _NO_NAME.search(match["name"]):
        return None
    return OpportunityRef(words=match["name"])


_NO_NAME = regex(
    rf"^(?:{STATE.pattern})$|[赢丢输签]|成交|剩下|其[余他]|[加凑合]一?[起块]|[月年]$|季度|全组|团队|总额"
)
"""11月赢了多少钱 is of no deal called 11月赢."""
_COUNTS = regex(
    r"(?:预计|预期|预测|估计|大概|可能|还能|能|会|要)[^，,]{0,4}(?:签|成交|落地|拿下|落袋|进账)[^，,]{0,4}(?:多少|几)|(?:加权|概率|赢率|把握)[^，,]{0,4}(?:折算|算|合计)|(?:单子?|商机|项目)[^，,]{0,4}(?:加起来|加一?[起块]|凑一?[起块]|合计|合起来|一共|总共|总额)"
    r"|(?:阶段|卡在|停在|处于)[^，,]{0,8}(?:钱|多少|总额|合计)|(?:步|块|环节|关|档)儿?(?:上|里)?[^，,]{0,3}[压堆卡有停攒积躺搁][^，,]{0,3}(?:多少|几)|有(?:希望|望)[^，,]{0,3}(?:签|成交|落地|拿下)[^，,]{0,4}(?:多少|几|哪)|(?:没签|在谈|在跟|要签)的?[^，,]{0,6}(?:多少|几)|(?:几|多少)[个笔]?(?:没签|未签|在谈|在跟|待签)的?单|(?:以后|之后|前|之前)[^，,]{0,4}(?:签|落地)[^，,]{0,6}(?:哪|谁|啥|什么)"
)
_DEAL = regex(r"落袋|单子?(?![位价独一调])|商机|项目|生意|订单|签|赢率|把握")
_CUSTOMER = regex(r"客户|公海|掉")


def _is_list(reading: Reading) -> bool:
    """Whether several deals are asked for by an order, a sum or what they come to, and none by name."""
    text = reading.text
    if reading.customers or _CUSTOMER.search(text) or len(text) > _SHORT:
        return False
    deal = _DEAL.search(text)
    ranked = deal and order_of_deals(text) and (is_question(reading) or _TOP.search(text))
    priced = deal and reading.amounts and _PRICED.search(text) and not _ORDERS.search(text)
    return bool(ranked or priced or (is_question(reading) and _COUNTS.search(text)))


_TOP = regex(
    r"最[^，,。最]{1,8}[一二两三四五六七八九十\d][个单条笔](?:单子?|商机|项目)?(?=[\s，,。?？排列给拉发摆]|$)"
)
"""金额最大的两单: named by their place, they are asked for."""
_SHORT = 24
_ORDERS = regex(r"建|新开|推[到进]|改成|赢了|输了|丢了")
_PRICED = regex(
    r"以[上下内]|往[上下]|超过|不到|不足|[大小高低多少]于|不超过|之间|[到至~-].{0,4}(?:的|之)|左右"
)
_ENDED = (
    ("lost", regex(r"(?:丢|输|黄|败|没成|没签成)(?:掉|单)?(?:了|过|的|给)|[丢输黄]掉[那这]")),
    (
        "won",
        regex(
            r"(?<![要能会可想该得望])(?:(?:签|赢|拿|谈|做)(?:成|下来?|单)(?:了|的)?|(?<!完)成[了的](?=是?[哪几那])|(?:签|赢)[了过]|赢的|成交[了过的])"
        ),
    ),
)
_FORECAST = regex(
    r"预计|预期|预测|得(?:签|拿下)|(?<!才)[能会](?:签|落|进账|拿下|成交)|[要待]签|在谈|[没未]签"
)
"""照预计签单日算 12月我能落袋多少: nothing of it has happened."""
_HOW_MANY = regex(r"几[个笔张条]?(?:单子?|商机|项目)[?？]?$")
_SOME_DEALS = regex(
    r"[哪几](?:一?[个些几张条笔])?单|单子?(?![位价独一调])|商机|项目|(?:赢|丢|输|签|成交)(?:了|过|掉)*[^，,]{0,3}(?:多少|几)"
    r"|(?:赢|丢|输|黄|签|成交)(?:单|掉|下来?)*[了过的]是?(?:哪[家个些]|谁|什么)"
)
_OF_ENDED = regex(rf"过单没有?[?？]?$|多大|哪|几|多少|谁|啥|什么|为|{SHOWS.pattern}")


_NOT_OVER = regex(
    r"预计|希望|可能|把握|最[先快早稳]|概率|赢率|还没|没[有能]?签|[要能会该想待](?:不能)?签|在谈|什么时候|啥时候|几时|何时"
)
"""Asks of deals that are open, whatever 签下来 may say elsewhere."""
_EXISTS = regex(r"有哪些?$")


def _state(text: str) -> str:
    """Whether those are meant that were won or lost; empty for neither."""
    return next((state for state, words in _ENDED if words.search(text)), "")


def _ended(reading: Reading) -> Intent | None:
    """这个月丢的那单输给谁了, 今年签成了哪几单: those that are over, of no customer that is named."""
    text = UNWANTED.sub("", reading.text).strip()
    named = reading.customers or reading.contacts or named_deal(reading)
    if named or not (_SOME_DEALS.search(text) and _OF_ENDED.search(text)) or len(text) > _SHORT:
        return None
    found = _state(text)
    if (
        not found
        or _FORECAST.search(text)
        or not (is_question(reading) or _HOW_MANY.search(text) or _shows(text))
    ):
        return None
    wish = SearchOpportunities(state=found, close=period_of(reading, ahead=False))
    return wish if unanswered(reading, (wish,)) is None else None


def _shows(text: str) -> bool:
    return bool(SHOWS.search(text) or _EXISTS.search(text))


def _stages(reading: Reading) -> tuple[str, ...]:
    """Stages at which the deals stand that are asked for."""
    text = reading.text
    if not _STAGED.search(text):
        return ()
    own = (code for name, code in reading.context.stages.items() if normalised(name) in text)
    first = ("initial",) if _JUST_BEGUN.search(text) else ()
    return tuple(dict.fromkeys(own)) or stages_of(text) or first


def list_of_deals(reading: Reading) -> SearchOpportunities:
    """Those at a stage, above or below a sum, to be signed in some days, idle for long."""
    text = reading.text
    idle = 21 if re.search(r"卡住|停滞|没动静|不动", text) else idle_days(text)
    dated = re.search(r"签|月|落地|拿下|成交|落袋|进账", text) and not idle
    order = order_told(text)
    state = "open" if _NOT_OVER.search(text) else _state(text) or "open"
    return SearchOpportunities(
        stages=_before(text) or _stages(reading),
        over=_asked_amount(reading),
        close=_closing(reading, state) if dated else None,
        state=state,
        idle_days=idle,
        customer=reading.customer,
        order=order or "",
        limit=_limit(text) if order else None,
    )


def _limit(text: str) -> int | None:
    return count_of(text) or (1 if is_one(text) else None)


_UNDER = regex(r"不到|不足|以[下内]|低于|小于|少于|不超过|没到|没过")


def _asked_amount(reading: Reading) -> Amount | None:
    """The sum that bounds them: 不到100万 is one from above."""
    sums = (one for one in reading.amounts if not _together(one, reading.text))
    found = main_amount([one.value for one in sums])
    if found and found.least == found.most and _UNDER.search(reading.text):
        return Amount(None, found.most, currency=found.currency, words=found.words)
    if found and _PRICED.search(reading.text):
        return Amount(found.least, found.most, currency=found.currency, words=found.words)
    return found


def _together(one: Found[Amount], text: str) -> bool:
    """加一块 is no sum of one yuan."""
    return one.value.words == "一块" and text[one.start - 1 : one.start] in set("加凑合算放")


_AFTER = regex(r"(?:以后|之后|过后|后)[^，,]{0,3}(?:签|能|要|落地|成)")
_THIS_YEAR = regex(r"(?<!\d)(?:今年)?年[内底](?:之?前)?")
_NOT_BEFORE = regex(r"前[^，,]{0,3}(?:签|落地|成|拿)不|前[^，,]{0,3}(?:没法|不能|不会|赶不上)")


def _closing(reading: Reading, state: str) -> Period | None:
    """The days in which they are to be signed: 圣诞前, 元旦以后, 年底前签不下来的; or in which they ended."""
    today = reading.clock.today
    period = period_of(reading, ahead=state == "open")
    if period is None and state == "open" and (within := _THIS_YEAR.search(reading.text)):
        period = Period(today, today.replace(month=12, day=31), within.group())
    if period is None:
        return None
    late = date(period.until.year + 1, 12, 31)
    if _NOT_BEFORE.search(reading.text):
        return Period(period.until + timedelta(days=1), late, period.words)
    later = _AFTER.search(reading.text)
    return Period(period.since, late, period.words) if later else period


_NOT_YET = regex(
    r"(?:还|都)?没有?(?:到|进|走到|做|出|给|开始)?(?=报价|方案|谈判|商务|投标|样品|试样|合同|需求)"
)
_IN_ORDER = tuple(code for code, _ in reversed(NAMES))


def _before(text: str) -> tuple[str, ...]:
    """The stages before the one that is not reached yet: 还没报价的."""
    match = _NOT_YET.search(text)
    named = stages_of(text[match.end() : match.end() + 4]) if match else ()
    first = min((_IN_ORDER.index(code) for code in named), default=0)
    return _IN_ORDER[:first]


_JUST_BEGUN = regex(r"在验证|刚刚?(?:起步|开头|接触)")
"""刚起步还在验证的是哪单."""
_STAGED = regex(
    rf"{_JUST_BEGUN.pattern}|(?:谈判|报价|分析|投标|验证客户|试用|试样)(?:现在|目前|如今|里|上|的|还|都|一共|总共)*(?:[压堆卡停攒积躺挂]着?了?|有)?(?:几|多少)[单笔条个](?!点)"
    r"|阶段|在(?:商务|合同|方案|需求|样品)|[那这]一?[步块关档]|环节|的(?:单子?|商机|项目|有|钱|总额)|卡在|停在|处于"
)
