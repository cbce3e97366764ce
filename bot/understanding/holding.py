"""What somebody has: 我现在盯着哪几家, 我还有在跟的单不, 谁家到谈判了."""

from dataclasses import replace

from bot.intents import SearchCustomers, SearchOpportunities
from bot.keys import Intent
from bot.talk import NotSupported
from bot.understanding import families, staff
from bot.understanding.conditions import conditions
from bot.understanding.deals_asked import list_of_deals
from bot.understanding.patterns import regex
from bot.understanding.periods import period_of
from bot.understanding.questioning import is_question
from bot.understanding.questions import SHOWS
from bot.understanding.reading import Reading
from bot.understanding.spelling import normalised
from bot.understanding.stage_names import NAMES
from bot.understanding.stages import stages_of

_SOME = r"(?:哪[几些]?[个家]?|谁家?|几[个家]|多少[个家]?)"
_KEEP = r"(?:管|盯|跟(?=[着的])|攥|捏|守|带|维护|负责|揣|占)"
_CUSTOMERS = regex(
    rf"我(?!们)[^，,。了过要该]{{0,4}}(?:手[上里头]|在)?{_KEEP}(?:着|住|了)?的?(?:客户|公司|单位|厂家?)?(?:都|一共|总共|有|是)*{_SOME}"
    rf"|归我(?:们组)?{_KEEP}?的(?:都|一共|总共|有|是)*{_SOME}"
    rf"|(?:[分挂划归派落][到在给]|算)我(?:头上|名下|手[上里头]|[这那]边|[这那])?的?(?:都|一共|总共|有|是)*{_SOME}"
    rf"|归我{_KEEP}?的(?:客户|公司)|我(?:名底?下|手[上里头]|手底下)[^，,。单]{{0,4}}(?:有|是){_SOME}(?:客户)?[?？]?$"
    rf"|{_SOME}(?:客户|公司)?(?:是|归|由)?我(?:现在|在|自己)*(?:{_KEEP}|的)着?(?:的|呢)?[?？]?$"
)
_DEAL = r"(?:单子?(?![位价独一调])|商机|项目)"
_DEALS = regex(
    rf"(?:有|剩)[^，,。客了]{{0,5}}在[跟谈追]着?的?{_DEAL}|有[^，,。客了]{{0,3}}{_DEAL}[^，,。客]{{0,2}}在[跟谈追]"
    rf"|在?[跟谈追]着?的?(?:有|是)?(?:几|多少|哪[几些]?)[个条笔]?{_DEAL}|有[^，,。客了]{{0,2}}{_DEAL}(?:还)?在我手[上里头]"
    rf"|(?:没有?(?:完|结|收尾|签完|了结)的?|活){_DEAL}"
)
_STAGES = "|".join(words for _, words in NAMES)
_REACHED = r"(?:[到进](?!期)[入到]?了?|[停卡压留]在|处[在于]?|在)(?:做|走|谈|搞|准备)?"
_STEP = r"[那这]?一?(?:步|块|关|档|个?阶段|环节)"
_AT = regex(rf"{_REACHED}(?:{_STAGES})|(?:{_STAGES}){_STEP}")
_REACHES = regex(rf"{_REACHED}$")
_WHICH = regex(r"哪[几些个家单]|谁|[几多][个家单条笔少]|有没有")
_OF_SOMETHING_ELSE = regex(
    r"为[什啥]|[怎咋]|多久|[几多少]+[天次回]|什么|啥|时候|哪天|签|[说讲聊问]|要(?!求)|最"
)
_LONGEST = 20


def asked(reading: Reading) -> Intent | tuple[Intent, ...] | None:
    """The customers or deals that whoever asks or is named has now; of no customer or person."""
    if funnel := _funnel(reading):
        return funnel
    short = len(reading.text.strip()) <= _LONGEST
    named = reading.customers or reading.known_by_contact
    asks = is_question(reading) or SHOWS.search(reading.text)
    if named or not short or not asks or period_of(reading, ahead=False):
        return None
    return _customers(reading) or _at_a_stage(reading) or _deals(reading)


def _customers(reading: Reading) -> SearchCustomers | None:
    """目前归我管的是哪几家, 小林现在管着哪几家."""
    text, named = reading.text, staff.colleagues(reading)
    other = staff.is_over(text) or _AHEAD.search(text) or _OF_SOMETHING_ELSE.search(text)
    if other or named[1:] or not _CUSTOMERS.search(text.replace(named[0], "我") if named else text):
        return None
    who = named[0] if named else ""
    return SearchCustomers(replace(conditions(reading), text="", person=who))


_AHEAD = regex(r"要|该|得(?!了)|打算|准备|安排|[明后]天|下[周个]|单|商机|项目")


def _at_a_stage(reading: Reading) -> SearchOpportunities | None:
    """还在验证客户那步的是哪家, 到方案报价的都有谁."""
    text = reading.text
    if not _WHICH.search(text) or _OF_SOMETHING_ELSE.search(text):
        return None
    own = _own_stages(reading)
    at = _AT.search(text)
    stages = own or (stages_of(at.group()) if at else ())
    return replace(list_of_deals(reading), stages=stages, close=None) if stages else None


def _own_stages(reading: Reading) -> tuple[str, ...]:
    """The company's own stages, right behind what says that deals have come to them."""
    text = reading.text
    found = ((text.find(normalised(name)), code) for name, code in reading.context.stages.items())
    return tuple(code for place, code in found if place > 0 and _REACHES.search(text[:place]))


def _deals(reading: Reading) -> SearchOpportunities | None:
    """我现在还有在跟的单不, 我正跟着几个单."""
    of_customers = "客户" in reading.text
    return list_of_deals(reading) if _DEALS.search(reading.text) and not of_customers else None


_DEEPER = regex(r"转化|流失|预测|卡得|对比|环比|同比|趋势|健康")


def _funnel(reading: Reading) -> tuple[SearchOpportunities, NotSupported] | None:
    """漏斗给我看眼: the open deals with their stages and sums, and that there is no funnel yet."""
    if "漏斗" not in reading.text or _DEEPER.search(reading.text):
        return None
    wish = families.unsupported(reading)
    return (list_of_deals(reading), wish) if wish else None
