"""Questions: whose and until when, how it went, what is to be done, what is in the pool."""

import re
from datetime import timedelta

from bot.intents import (
    ExplainOwnership,
    LastFollowUps,
    ShowCustomer,
    ShowQuota,
    ShowReturning,
    Today,
)
from bot.keys import Intent
from bot.slots import CustomerRef, Period
from bot.talk import ME, ShowDigest, ShowRules
from bot.understanding.conditions import conditions
from bot.understanding.numerals import HAN, value
from bot.understanding.patterns import regex
from bot.understanding.people import is_full_name
from bot.understanding.periods import period_of
from bot.understanding.questioning import QUESTION, is_question
from bot.understanding.reading import Reading
from bot.understanding.said import directed

_QUOTA = regex(
    r"还剩几个(?:可以|能)|还(?:能|可以)?(?:领|捡|认领|捞|拿)(?:得|到|几)|(?<![回再])还能(?:认)?领(?!回)|(?:今天|今儿|今日|我)[^，,]{0,3}领了?[几多]|领取?名额|(?:每天|一天|每人|每日).{0,4}(?:能|可以|最多).{0,4}(?:领|拿)|配额|能领几|还剩几个名额|领了几个|还差几个满|到上限|(?:还能|还可以)(?:认领|拿)几"
)
_OWNERSHIP = regex(
    r"还能留|留多久|归谁|归属|有没有主|有主吗|谁的客户|是谁的|谁在跟|什么时候(?:会)?(?:掉|回|退)|(?:为什么|为啥|怎么)[\u3000\u4e00-\u9fff]{0,8}(?:归我|归他|归[老小]|是我的|被收)|怎么没了|怎么不在|收走了|领不了|能认?领[吗么不]|凭什么|还有几天掉|待几天|在我手[里上].{0,2}几天|(?:为什么|为啥)(?:[\u3000\u4e00-\u9fff]{0,8}(?:公海|被收|领|退|没了|掉)|不能|没|不)|保护(?:到|期)|到期[吗日]|多久(?:掉|回)"
    r"|(?:什么时候|啥时候|何时|几时|几号|哪天|哪一天)(?:会|要)?(?:掉|[退回]|到期|收回|被收)|还剩几天|能留到|再不.{1,6}(?:会怎|会咋|咋样)|会不会(?:掉|被收|回公海)|(?:咋|怎么)退(?:掉|回去|公海)?(?:了|的)$|当时为啥"
)
_WHOSE = regex(
    r"是谁(?:家)?的|是哪个的|谁在跟|谁的客户|有没有主|有主|在谁[手那]|归(?:谁|哪个)|谁(?:负责|管|跟)[?？]?$|who owns|owner of",
    re.IGNORECASE,
)
_RETURNING = regex(
    r"保不住|再不[^，,]{1,5}就(?:要|会)?(?:没|掉|被收)|(?:客户|家)[^，,单项]{0,4}最?(?:危险|悬)|(?:快|要|会|将|即将).{0,3}(?:掉|回|进|到)(?:回|到|进)?公海|谁的客户快掉|今晚会掉|客户[^，,]{0,3}危险|(?:要|会|快)被(?:收走|回收|收回)"
    r"|(?:客户|谁|哪[些个家]).{0,3}(?:快|要|会)(?:掉|到期|超期|被?收)|(?:快要?|要|会)掉的客户|快(?:掉|到期|超期|过期)(?!.{0,3}(?:合同|商机|项目|单子|计划|质保|任务|发票|证))[^，,]{0,8}(?:客户|谁|哪|几[个家]|有没有|没跟)"
)
_NAME = regex(
    r"^(?:那|请问|查一?下)?((?!1\d{10})(?:(?!客户|单子?|商机|阶段|公海|[都哪些])[\u4e00-\u9fffA-Za-z0-9]){2,12}?)(?:现在)?(?:是谁的|谁在跟|归谁|有没有主|有主)"
)
_FIRST_DAYS = regex(
    r"领(?:完|了|到).{0,6}(?:几天.{0,6}(?:拜访|跟进|去)|不.{0,6}会?[怎咋])|(?:多久|多少天|几天)[没不]?.{0,8}(?:就|会|才).{0,4}(?:回收|收回|掉)"
)
_OF_RULES = regex(
    r"保护期(?:是|有)?(?:多久|几天|多少|多长)|退.{0,8}(?:还能|能不能|可以)(?:再|重新)?领"
)
_VALID = regex(r"算不算有效|(?:是|算)有效(?:的)?吗|(?:为什么|为啥|怎么)(?:不算|没算)有效")


_RULES = regex(
    r"(?:公海|回收|领取?|认领|保护)?(?:规则|规定|制度)(?:是|现在|目前)*(?:什么|啥|怎么|咋|哪|第几|几版|多少|有哪)|第几版"
    r"|(?:客户|类|领[完了到取]?|公海|成交|商机)[^，,]{0,12}?(?:几|多少|多久|多长时间)(?:个?(?:天|月|周))?[^，,]{0,10}?(?:掉|收|回|没了|保|拜访|首访)"
    r"|(?:几天|多少天|多长时间|多久)[^，,]{0,6}(?:能|可以)(?:再|重新)[^，,]{0,2}(?:领|捡)|冷却期?(?:是|要|得)?(?:多久|多长|几|多少)|保(?:护|留)?(?:几天|多少天|多久|多长)|保护?(?:几|多少)天"
    r"|提前(?:几|多少|多久)|(?:多久|几天|多少天)会?(?:提醒|通知|叫)|锁定?(?:几|多少)|(?:会不会|会|能不能|有没有)[^，,]{0,4}(?:提醒|通知|预警)"
)
_OF_MINE = regex(r"我(?:的|手|名下)|哪[家个些]|谁|改")


def target(reading: Reading) -> Intent | None:
    """差多少完成任务, 离目标还差多少: of nobody's customer."""
    asks = _TARGET.search(reading.text) and not (reading.customers or reading.contacts)
    return _of_target(reading) if asks and is_question(reading) else None


def rules(reading: Reading) -> Intent | None:
    """五类客户分别几天不跟就收走, 掉之前提前几天提醒, 规则第几版: what holds for every customer."""
    text = reading.text
    if reading.customers or not is_question(reading) or _OF_MINE.search(text):
        return None
    return ShowRules() if _RULES.search(text) else None


_HISTORY = regex(
    r"谁[^，,]{0,2}(?:不要|退|放弃|扔|丢)|(?:以前|之前|原来|原先|曾经|早先|过去|上一?[任家手])[^，,]{0,6}(?:谁|哪[个位])|(?:谁|哪[个位])[^，,]{0,4}(?:以前|之前|原来)"
    r"|(?:怎么|咋|为什么|为啥|因为?啥|啥原因|什么原因)[^，,]{0,8}(?:掉|没有?了|收|退|丢|回公海)|(?:掉|收|退|丢)[^，,]{0,4}(?:原因|因为)"
    r"|(?:放|躺|待|晾|搁|掉|进|(?<![上这几那])回|在公海)[^，,]{0,6}(?:多久|几天|多少天|什么时候|啥时候|哪天|几时|几号)"
    r"|(?:什么时候|啥时候|何时|几时|哪天|多久|还能|能不能|可以)[^，,]{0,6}(?:再|重新)?(?:领|要(?![发送签去见给交做办打])|认领)[^，,]{0,3}(?:回来|$|吗|不)|(?<![才就])能(?:再|重新)*(?:把[^，,]{1,6})?(?:认?领|捡|捞)(?:走|到|回来?)?(?:[吗不没么]|$)|(?:几时|何时|哪天|什么时候|啥时候|几号)[^，,]{0,4}(?:掉|回公海|到期|被?收)|危险|悬不悬|保得住"
)


def ownership(reading: Reading) -> Intent | None:
    """还能留多久, 归谁, 还能领几个, 哪些快掉公海."""
    text = reading.text
    of_deal = _OF_A_DEAL.search(text)
    if reading.customers and is_question(reading) and _HISTORY.search(text) and not of_deal:
        return ExplainOwnership(reading.customer)
    if (_FIRST_DAYS.search(text) or _OF_RULES.search(text)) and not reading.customers:
        return ShowRules()
    if _QUOTA.search(text):
        return ShowQuota()
    if _VALID.search(text):
        return LastFollowUps(reading.customer)
    if _OF_A_DEAL.search(text):
        return None
    next_one = _NEXT.search(text) and not _FALLEN.search(text)
    if (_RETURNING.search(text) or next_one) and not reading.customers:
        return ShowReturning(_within(reading), team=not _MY_OWN.search(text))
    asks = _OWNERSHIP.search(text) or (_WHOSE.search(text) and reading.customers)
    return _whose(reading) if asks else None


def returning_of(who: str, reading: Reading) -> ShowReturning | None:
    """小周手里哪家要保不住了."""
    if reading.customers or not (_RETURNING.search(reading.text) and is_question(reading)):
        return None
    return ShowReturning(_within(reading), team=True, person=who)


_NEXT = regex(
    r"最(?:先|快|早|要紧)(?:会|要|快)?(?:掉|回公海|被收|到期|没)|[谁哪][^，,]{0,4}(?:先|最)[^，,]{0,4}掉|(?:会|要|快|得)(?:掉|回公海|被收|到期)[^，,]{0,6}(?:哪|谁|有没有|没有?[?？]?$|几家)|[谁哪][^，,]{0,4}(?:要|会|快)(?:掉|回公海|被收)"
)
_FALLEN = regex(r"公海里|掉[出进]|进公海|公海的?[哪最]")
"""Of what lies in the pool already."""
_WITHIN = regex(
    rf"(?P<n>\d{{1,3}}|[{HAN}]{{1,3}})个?(?P<unit>天|周|星期|礼拜|月)(?:之?内|以内|里)?"
)
_LENGTHS = {"天": 1, "月": 30}
_WEEK, _MONTH_LONG, _QUARTER = 7, 31, 92


def _within(reading: Reading) -> int:
    """For how many days it is asked: 10天之内, 下周之前; who is the first, for a month."""
    match = _WITHIN.search(reading.text)
    if match and (count := value(match["n"])):
        return int(count) * _LENGTHS.get(match["unit"], _WEEK)
    if ahead := period_of(reading, ahead=True):
        return max((ahead.until - reading.clock.today).days, 0) or _WEEK
    return _MONTH_LONG if _FIRST_ONE.search(reading.text) else _WEEK


_FIRST_ONE = regex(r"最|先|哪一?[个家](?!客户|公司)?[^，,些]*(?:快|要|会|保不住|悬|危险)")
_MY_OWN = regex(r"(?<![报给发列推])我(?!们)|自己")
_OF_A_DEAL = regex(
    r"[输丢]了?.{0,8}(?:单|项目|商机)|(?:单子?|项目|商机).{0,6}(?:输|丢|黄|没拿|没签|没成|没中)"
)


_EARLIER = regex(r"以前|之前|原来|原先|上|昨|前天|\d号|\d日")


def _whose(reading: Reading) -> Intent | None:
    text = reading.text.strip()
    if _WHOSE.search(text) and reading.customers and not _EARLIER.search(text):
        return ShowCustomer(reading.customer)
    if reading.customers or reading.context.shown or text.startswith("保护"):
        said = reading.times[0].value if reading.times else None
        when = directed(said, reading.clock, future=False) if said else None
        return ExplainOwnership(reading.customer, when)
    described = conditions(reading).cities
    if (named := _NAME.search(text)) and not described:
        return ShowCustomer(CustomerRef((), named[1]))
    return ExplainOwnership() if re.match(r"[这那]", text) else None


_DIGEST = regex(
    r"简报|日报发我|^(?:[今昨前]天的?)?日报$|(?:[今昨前]天|上?周[一二三四五六日天])的?(?:日报|简报)$|[今昨前]天(?:怎么样|情况|战况)|汇总|战报|团队(?:情况|怎么样)|(?:本|这个?|上个?)[周月](?:怎么样|情况|到现在|汇总)|只看|周报|月报|本月到现在|^早报$|总体情况|(?:组|队|区|部)(?:今天|这周|本周|这个?月|本月)?的?(?:数据|业绩|情况)|谁最活跃|谁(?:去|都|没去?)?(?:拜访|跑客户|见客户|跟进|打电话)|(?:签|成交)了多少|(?:签单?|签约|成交)的?总?额|(?:团队|大家|组里|我们组?)[^，,]{0,6}(?:拜访|跟进)(?:情况|怎么样)|完成率|有效的?几[次个]|几[次个]有效|业绩(?:怎么?样|咋样|如何|多少|排名|最[好差高低])|"
    r"(?:[今昨前]天|[本这上]个?(?:周|礼拜|月))(?:都|又)?(?:(?:干|做|跑|忙)完?了(?:啥|什么|些|哪)|去了?哪[里儿些]?(?:客户)?了|的?(?:跟进|拜访)(?:记录)?都?(?:有哪些|有啥|列表|明细))"
)
_DAYS = r"(?:[今昨前][天儿日]|[这本上]个?(?:周|星期|礼拜)[一二三四五六日天]?|[这本上]个?月|最近|这几天|今年|\d{1,2}月份?)"
_PERSON = regex(
    rf"只看(?!{_DAYS})([^的单赢输丢签]{{2,4}}?)(?:{_DAYS}的?)?$|"
    rf"看[下看]?([\u4e00-\u9fff]{{2,3}}?){_DAYS}的?(?:拜访|跟进|情况)"
)
_FIGURE = r"(?:签约|签单|签[了到下]|成交|成了?|做成了?|谈成了?|业绩|拜访|跑客户|跑了?|跟进|走访|见客户|打电话|打了|新增|推进|记录)"
_FIGURES = regex(
    rf"{_FIGURE}[^，,]{{0,6}}?(?:多少|几[次家个条单趟回]|怎么样|咋样|没有?[?？]?$|吗)|(?:有谁|谁|哪[些几]?个?人)(?:都|也)?(?:还)?没有?(?:写|记|填|交|去|过|任何){{0,2}}(?:跟进|记录|拜访)"
    rf"|有人.{{0,4}}{_FIGURE}|[见会](?:了|过|到)(?:多少|几)[个家次位]|(?:写|记|录|填|交|报|提交|登记)了?(?:多少|几)[条个次篇]?(?:跟进|记录|拜访)|(?:跟进|记录)[^，,]{0, 2}(?:写|记|录|填|交|报|提交|登记)了?(?:多少|几)[条个次篇]?|有多少(?:条|次|个)?(?:跟进|拜访|签约|记录)|(?:目标|任务)?完成(?:了|得|到)?(?:多少|几成|百分之几|怎么样|咋样)|完成率(?:多少|怎么样)?|有效拜访"
)
_DOING = regex(
    r"在?(?:都|又)?(?:干|忙|做|搞)(?:了|些|完了|过)?(?:嘛|啥|什么|些啥|些什么|哪些)|(?:去|跑)了?(?:哪|几家)|在忙"
)


def digest(reading: Reading) -> Intent | None:
    """今天怎么样, 上周汇总, 只看老赵, 团队本月签约多少, 前天有人跟进吗."""
    text = reading.text.strip()
    person = _PERSON.search(text)
    if reading.customers or reading.known_by_contact or _WHICH_DEALS.search(text):
        return None
    asks = _DIGEST.search(text) or person or _TARGET.search(text) or _WHO_IS_SILENT.fullmatch(text)
    if not (asks or _asks_figures(reading)):
        return None
    if _TARGET.search(text):
        return _of_target(reading)
    name = (person[1] or person[2]) if person else ""
    whose = figures_of(reading) or name.strip("的 ")
    silent = not whose and bool(_SILENT.search(text))
    return ShowDigest(period_of(reading, ahead=False), person=whose, silent=silent)


_SILENT = regex(
    rf"(?:谁|哪[个位几些]个?人?|有人)(?:都|{_DAYS}|现在|这会儿|还)*没有?(?:写|填|交|录|记)"
)
_WHO_IS_SILENT = regex(
    rf"(?:还有)?(?:{_DAYS})?(?:都|还)?(?:有)?(?:谁|哪[个位几些]个?人?)(?:都|还|{_DAYS})*没有?(?:写|填|交|录|记)"
    r"(?:日报|记录|跟进|东西)?[了的过吗呢啊？?。]*"
)
"""谁没写, 这周谁还没交."""
_WHICH_DEALS = regex(r"哪(?:一?[个些几])?(?:单|商机|项目)|[那这]一?[单笔]")
_TARGET = regex(
    r"(?:目标|指标|任务)[^，,]{0,4}(?:差|完成|达成|多少|几成|百分)|(?:差|完成|才?够|达到)[^，,]{0,6}(?:目标|指标|任务)"
    r"|[定设][了过]?(?:目标|指标|任务)了?(?:没|吗|不)|(?:目标|指标|任务)[定设]了?(?:没|吗)|有没有[定设]?[过了]?(?:目标|指标)|有(?:目标|指标)[吗没]"
)


def _of_target(reading: Reading) -> Intent:
    """离目标还差多少: the figures of the month, beside its target."""
    today = reading.clock.today
    month = Period(today.replace(day=1), today)
    return ShowDigest(period_of(reading, ahead=False) or month, person=figures_of(reading))


def _asks_figures(reading: Reading) -> bool:
    """Whether it asks how much was done, with the days or the people that did it."""
    text = reading.text.strip()
    whose = figures_of(reading)
    of = whose or _TEAM.search(text)
    asks = (
        is_question(reading)
        or _COUNTED.search(text)
        or (of and whose != ME and QUESTION.search(text))
    )
    if not asks or _AHEAD.search(text):
        return False
    bounded = of or period_of(reading, ahead=False)
    doing = _DOING.search(text) and of
    return bool((_FIGURES.search(text) and bounded) or doing)


_COUNTED = regex(
    r"^[^，,。]{1,12}[\u4e00-\u9fff]了?几[个家次条单](?:客户|电话|公司|单子?|跟进)?[?？]?$"
)
_TEAM = regex(r"团队|哪些?个?(?:人|销售|同事)|大家|我们组|组里|小组|全组|部门|谁|有人")
_AHEAD = regex(
    r"能签|要签|会签|可以签|预计|预测|要(?:拜访|跟进|见|跑|打)|该(?:拜访|跟进|见|跑|打)|[明后][天儿早晚]|下个?[周月]|还(?:能|差)"
)


def figures_of(reading: Reading) -> str:
    """Whose figures are asked for: 何俊上周跑了几家, 我今天干了啥; empty for everybody's."""
    text = reading.text.strip()
    if _MINE.match(text):
        return ME
    of = _OF.match(text)
    if of is None:
        return ""
    known = of[1] in reading.context.colleagues or re.match(r"[老小][\u4e00-\u9fff]$", of[1])
    return of[1] if known or is_full_name(of[1]) else ""


_MINE = regex(rf"我(?!们|的?(?:客户|团队|组))的?(?:{_DAYS}|刚才|刚刚|.{{0,2}}业绩|完成)")
_OF = regex(
    rf"(?:看[看下]?|查[查下]?)?([\u4e00-\u9fff]{{2,3}}?)的?(?:{_DAYS}|刚才|都?在?(?:干|忙)(?:嘛|啥|什么))"
)
_AGENDA = regex(
    r"[今明后]天的?(?:事|活)儿?(?:都)?(?:报|念|列|发|说|捋)|要跟谁|[得要该](?:给|找)(?:谁|哪[个家位])|排了?(?:些)?(?:啥|什么|哪些)|(?:第|头)一件事?|有(?:啥|什么|哪些)任务|约(?:了|的是?|过)(?:谁|哪[些几]?[个家]|几[个家])|有啥活|待办|要做什么|要做啥|干什么|干啥|有几个(?:拜访|计划|安排)|(?:今|明|后)[天儿日].{0,8}(?:安排|日程|行程|啥活|活没|见谁|跑哪|去哪|要办|要做|跟谁)|(?:[本这下]个?(?:周|礼拜|星期)|[今明后]天|今日|上午|下午).{0,6}(?:安排|计划|日程|行程|见谁|去哪|要打|要见)$|要见谁|有活没|(?:[一二三四五六日天]|[今明后][天儿日]|[上下中]午|\d[号日])我?(?:都|还)?有?(?:几|多少)个(?:约|会|局|饭局|预约|见面)(?=$|[?？啊呀呢])|要办的|几个(?:电话|客户|拜访)?[要该](?:打|见|联系|跟)|该(?:联系|跟)没(?:联系|跟)|逾期没|(?:提醒|待办)(?:列表|事项|清单)|^我的(?:提醒|待办|计划|日程|安排)$|(?:今天|明天|这周|本周|现在).{0,4}(?:啥|什么|哪些)(?:还)?没(?:干|做|办|完成|弄)|还要见谁|跑哪[几些]?家|哪些客户[要该](?:跟|联系|见)|哪些没跟|欠了|(?:今天|明天|周.|后天|下周)的?(?:安排|计划|日程|行程)|安排一下$|有什么安排|今天跟谁|逾期的(?:计划|跟进)?|几个拜访|"
    r"^(?:那|那么)?(?:今天|明天|后天|大后天|[这本下]周[一二三四五六日天]?)呢[?？]?$|[哪什么些]+(?:安排|计划|行程|事要做|没做|没完成|要做)|有没有空|[得空闲忙]不[得空闲忙]|有没事[做干]?|(?<!没)有空[吗没]|忙不忙|(?:[今明后]天|[今明后]儿个?|周[一二三四五六日天]|号)(?:上午|下午|晚上)?(?:我)?有(?:什么|啥|没有?)?(?:安排|事|活|计划|行程)[吗没]?|(?:安排|计划|待办|日程|行程)(?:都)?列(?:一?下|出来)|[今明后]儿个?.{0,4}(?:啥|什么|哪些)|拖着没|(?:啥|什么|哪些|还有).{0,3}没(?:干|弄|办|做|完成)|(?:啥|什么|哪些|几个)[^，,]{0,4}提醒我的|[今明后][天日早晚儿]?.{0,4}有(?:没有?|无)?(?:啥|什么)?(?:事|活)|what'?s on|my (?:plans?|agenda|schedule)|(?:有没有|有什么|有啥|哪些)(?:过了?期|逾期|到期没做|拖着)"
)


def agenda(reading: Reading) -> Intent | None:
    """今天要跟谁, 明天有几个拜访, 我欠了几个没联系的."""
    text = reading.text.strip()
    over = reading.known_by_contact and _SAID_THERE.search(text)
    if (
        reading.customers
        or over
        or not _AGENDA.search(text)
        or re.search(r"提醒我(?!的)|记一下|干[嘛啥]的|谁没|人.{0,3}没|团队|组里|全组|大家", text)
    ):
        return None
    if re.search(r"欠|逾期|过了?期|该(?:联系|跟)没|拖着", text):
        return Today(kind="overdue")
    kind = "visit" if re.search(r"几个拜访|拜访安排", text) else ""
    return Today(period_of(reading, ahead=True) or all_ahead(reading), kind)


_SAID_THERE = regex(r"(?:聊|谈|见|碰|通话|打)[^，,]{0,4}(?:完|说好|的时候)|上[次回]")
_ALL_AHEAD = regex(
    r"(?:还有|还剩|一共|总共|所有|全部)[^，,]{0,4}(?:计划|安排|事|待办|活)|下一个|再下来|往后"
)


def all_ahead(reading: Reading) -> Period | None:
    """还有几个计划没做, 下一个要办的是什么: not of today alone."""
    today = reading.clock.today
    ahead = _ALL_AHEAD.search(reading.text)
    return Period(today, today + timedelta(days=_QUARTER)) if ahead else None
