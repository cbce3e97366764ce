"""Deals by what is said of their sums, or of the customers at whom they are."""

from dataclasses import replace

from bot.intents import SearchOpportunities
from bot.slots import Conditions
from bot.understanding.accounting import unanswered
from bot.understanding.conditions import conditions
from bot.understanding.deals_asked import list_of_deals
from bot.understanding.patterns import regex
from bot.understanding.questioning import asks
from bot.understanding.reading import Reading

_THAT_ONE = regex(
    r"的?(?:那|这)一?(?:[单笔个家]|份|(?=商机|项目))|的(?:单子?|商机|项目)(?=是|在|到|现|什|啥|怎|咋|说|几|预|大|能|要|还)"
)
_BOUND = regex(r"以[上下内]|不到|超过|[大小高低多少]于|[到至~-]")
_DEALS = regex(
    r"(?:单子?(?![位价独一调])|商机|项目|在谈|待签|没签|未签|要签|能签|该签|会签|金额|总额|合同额)[^，,客]{0,12}$"
)
_ASKED = regex(r"多少|几|哪|合计|总额|总共|一共|加起来|合起来|什么|啥|列|有没有|谁")
_NO_DEAL = regex(
    r"[那这]一?[个单笔]|[一二三四五六七八九]期|建|新开|推[到进]|改成|公海|客户里?(?:都?有)?[谁哪]|带着?(?:单|商机|项目)|没?有(?:商机|单子?|项目)的?(?:客户|公司)?$"
)


def composed(reading: Reading) -> SearchOpportunities | None:
    """80万那单到哪步了, 上海的客户在谈的合起来多少, A类客户的单子合计."""
    if reading.customers or reading.known_by_contact or len(reading.text) > _LONGEST:
        return None
    return _of_sum(reading) or _at_some(reading)


_LONGEST = 26


def _of_sum(reading: Reading) -> SearchOpportunities | None:
    """The deal that is called by what it is worth."""
    called = [
        one
        for one in reading.amounts
        if _THAT_ONE.match(reading.text, one.end) and not _BOUND.search(one.value.words)
    ]
    if len(called) != 1 or not asks(reading):
        return None
    return SearchOpportunities(over=called[0].value, exact=True)


def _at_some(reading: Reading) -> SearchOpportunities | None:
    """Those at customers of a place, a trade or a tier; 明泰电子 is none of a trade."""
    text = reading.text.strip()
    found = conditions(reading)
    at = Conditions(
        cities=found.cities,
        regions=found.regions,
        industries=found.industries,
        but_cities=found.but_cities,
        but_industries=found.but_industries,
        tiers=found.tiers,
        starred=found.starred,
    )
    asked = _DEALS.search(text) and _ASKED.search(text) and not _NO_DEAL.search(text)
    if at == Conditions() or not asked:
        return None
    wish = replace(list_of_deals(reading), at=at)
    return wish if unanswered(reading, (wish,)) is None else None
