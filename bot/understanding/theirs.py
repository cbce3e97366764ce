"""Days that others keep among themselves, or pay on: nothing is to be done with us then."""

import re

from bot.understanding.beside import Beside
from bot.understanding.patterns import regex

_OWED = regex(
    r"(?:款|尾数|尾欠|尾巴|剩下的?|余下的?|还?差[\d一二两三四五六七八九十]+[万千块元]|[定押订]金|欠)[^。；;\n]{0,20}$"
)
_PAYS = regex(
    r"[^，,。；;\s]{0,4}?(?:付清|结清|付|准到|补(?!充|签|样|一|个|资)|能?出(?=$|[，,。\s])"
    r"|[给打转][^，,。；;\s]{0,2}[\d一二两三四五六七八九十百]+[万千]?(?=$|[，,。\s]))|[^，,。；;\s]{0,3}(?:一定|肯定|没问题)(?=$|[，,。\s])"
)
_PUT_OFF = regex(r"(?:[挂压拖改推欠]到|要等|得等|最[迟晚快慢])\s*$")
_COLLECTS = regex(r"[我咱][^，,]{0,3}[去过催收跟]|去[催收]|再催")
_MEETS_IN = "(?:论证|评审|董事|例|党委|班子|股东|办公)会"
_EVENT = f"成交|签约|SOP|sop|开业|投产|量产|开工|招标|开标|立项|上线|交付|竣工|停[电产水工炉机]|检修|搬[厂家迁]|切换|复审|盘点|[Aa]ward|竞标|比[选稿]|验收|{_MEETS_IN}"
_MOVED = regex(
    rf"(?:{_EVENT})(?:日|时间)?[^，,。；;\s]{{0,2}}?(?:从[^，,。；;]{{1,8}})?(?:[推拖延挪改放][后迟]?[到至]了?|定[在到于]|从)$"
)
_DEAL_MOVED = regex(
    r"(?:预计|成交|签约|签单)[^，,。；;]{0,6}(?:往[后前]|再)?[推拖延挪改提][^，,。；;]{0,3}[，,\s]+(?:(?:从|由)[^，,。；;]{1,8})?[推拖延挪改放提]到?$"
)
"""成交时间往后拖，从9月底拖到11月底."""
_MEETING = regex(
    rf"{_MEETS_IN}[^，,。；;\s]{{0,2}}$|(?:他们|人家|对方|[厂院局校]里)[^，,。；;\s]{{0,2}}$"
)
_MEETS = regex(r"(?:内部)?(?:开会|开(?=$|[，,。\s])|上会|例会|过会|讨论|评审(?!$))|$|(?=[，,\s])")
_AMONG_THEM = regex(
    r"[^，,。；;\s]{0,4}?(?:[花用]完|花掉|用掉|挂出来|挂网|发标|出(?:招标)?公告|重新?招|发公告|[报批做]预算)"
    r"|(?:要|得)?(?:出差|出国|体检|生日|住院)|备货|最后[跑去见送]|(?:[那当]天)?(?:爆仓|盘点|检修|大修|团建)"
    r"|(?![^，,。；;\s]{0,4}?[找聊谈去见约送])[^，,。；;\s]{0,4}?(?:停[电产水工炉机业]|检修|盘点|搬[厂家迁完店]|[年复]审|年检|进驻|扩[产线建招]|参展|换(?:供应商|届|人|代)|封顶|竣工|装修"
    r"|涨价|调价|生效|失效|启用|切换|起?执行|(?:他们|人家|对方)?内部|(?:他们|人家|对方)自己|爆[仓满]|冻结|(?:停|要?(?:开始)?用)(?=$|[，,。；;\s]))"
)
_AWAY = regex(r"(?:出差|出国|外地|休假|老家|学习)[^，,。；;]{0,4}[，,\s]?[^，,。；;\s]{0,3}$")
_HELD = regex(r"(?:船|航班|展会?|会议?|盘|评审|论证)[^，,。；;\s]{0,6}[是在定]?$")
_NOTICE = regex(r"(?:公告|公示|招标文件|榜|网上)[^，,。；;\s我咱]{0,4}$")
_HANGS = regex(r"(?:就|会|要|才|正式)*(?:挂|发布?|出|贴|上)(?:出来|出|网)?(?=$|[，,。；;\s])")
"""公告2月6号挂."""
_BEGINS = regex(r"开(?=$|[，,。；;\s])")
"""船2月9号开, 论证会定26号开."""
_LASTS = regex(r"(?<![改推挪延约定等调提前迟拖换排缓设A-Za-z])[到至]$")
_STOPS = regex(r"$|[，,。；;\s]")
"""服务期到明年1月, 冻结到6月30日: when a state ends."""
_BACK = regex(r"(?:才|就)?回(?=$|[，,。\s])")
_OF_A_MONTH = regex(
    r"(?:份?的)?(?:展会|大促|订单|(?<=的)(?:量|货|计划|任务|指标|排产)(?=$|[，,。；;\s])|新品|活动|旺季|淡季|[^，,。；;\s]{0,4}[会展节季](?=$|[，,。；;\s]))"
)
_PASSES = regex(r"(?:审批|流程|内部)[^，,。；;\s]{0,4}[要得]到$")
_ENDS = regex(r"[^，,。；;\s]{0,3}(?:到期|招标|开标|投产)")
_THEN = regex(r"到时候?[^，,]{0,3}[再去过跑我]")
_NEAR, _SOON = 30, 20
"""Characters before a day and behind it in which words are of it."""


_OF_A_THIRD = regex(
    r"(?:^|[，,。；;\s])(?:甲方|业主|监理|总包|质监站?|质检站|环保局?|消防|审计|住建局?|街道|总部|集团|第三方|专家|认证公司|银监|药监局?)(?:那边|的人)?$"
)
_WITH_THEM = regex(r"我|咱|[找跟对]|一起|到时")
"""甲方五月中旬来复检: whom others expect then."""


def is_theirs(place: Beside) -> bool:
    """经费年底前花完, 论证会下周四, 尾款挂到年底, SOP推到明年3月: a fact beside what is to be done."""
    head, tail = place.head, place.tail
    if _then(place):
        return False
    if _AMONG_THEM.match(tail) and not re.search(r"[我咱]们?$", head):
        return True
    if _NOTICE.search(head) and _HANGS.match(tail):
        return True
    if _OF_A_THIRD.search(head) and not _WITH_THEM.search(tail):
        return True
    return _is_an_event(place) or _is_paid(place) or _is_of_a_month(place)


def _is_an_event(place: Beside) -> bool:
    head, tail, start = place.head, place.tail, place.one.start
    if _MOVED.search(head) or _PASSES.search(head) or _ends_or_begins(place):
        return True
    before = place.reading.text[max(0, start - _NEAR) : start]
    meets = _MEETING.search(head) and _MEETS.match(tail)
    meets = meets or _DEAL_MOVED.search(before)
    return bool(meets or (_BACK.match(tail) and _AWAY.search(before)))


def _ends_or_begins(place: Beside) -> bool:
    ends = _LASTS.search(place.head) and _STOPS.match(place.tail)
    return bool(ends or (_HELD.search(place.head) and _BEGINS.match(place.tail)))


def _is_paid(place: Beside) -> bool:
    before = place.reading.text[max(0, place.one.start - _NEAR) : place.one.start]
    if not _OWED.search(before) or _COLLECTS.search(before[-8:] + place.tail):
        return False
    ends = not place.tail.strip() or place.tail[0] in " ，,"
    return bool(_PAYS.match(place.tail) or (ends and _PUT_OFF.search(place.head)))


def _is_of_a_month(place: Beside) -> bool:
    when = place.one.value.when
    return bool(when and when.month_only and _OF_A_MONTH.match(place.tail))


def _then(place: Beside) -> bool:
    """九月招标 到时候再约: of the day said last before it."""
    return _is_followed(place, by_another=False)


def ends_then(place: Beside) -> bool:
    """十月底到期 九月招标 到时候再约: what is done then is said of another day."""
    return bool(_ENDS.match(place.tail)) and _is_followed(place, by_another=True)


def _is_followed(place: Beside, *, by_another: bool) -> bool:
    """Whether 到时候 stands behind the day, and another day before it or none."""
    end = place.one.end
    match = _THEN.search(place.reading.text, end, end + _SOON)
    if match is None:
        return False
    between = any(end <= one.start < match.start() for one in place.reading.times)
    return between is by_another


_DEMANDED = regex(r"[^，,。；;\s付款]{0,4}?(?:到[岗货位场]|进场|交付|送到|完工|装好)")
_MUST = regex(r"(?:必须|务必|一定要|非要|得|先)")
_WE_DO = regex(r"(?:我|咱|俺)们?(?:再|就|先|得|要)?[发送交寄出装去]")
_OF_US = regex(r"[让要叫喊](?:我们?|咱们?|俺们?)[^，,。；;\s]{0,10}$")


def is_demanded(place: Beside) -> bool:
    """周三必须到货, 周三前先到岗一半, 要我们十天后交: what we owe, whatever else it is called."""
    when = place.one.value.when
    must = _MUST.match(place.tail) or (when is not None and when.by)
    if _WE_DO.match(place.tail) or (must and _DEMANDED.match(place.tail)):
        return True
    return bool(_OF_US.search(place.head)) and place.tail.startswith(("交", "出", "给", "把"))
