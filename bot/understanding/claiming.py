"""Whose a customer is to be: claimed, released, handed to a colleague."""

import re

from bot.intents import Assign, Claim, Lock, Release
from bot.keys import Intent
from bot.slots import Conditions, CustomerRef
from bot.talk import NotSupported
from bot.understanding.conditions import conditions
from bot.understanding.numbered import numbers
from bot.understanding.numerals import HAN
from bot.understanding.patterns import regex
from bot.understanding.people import is_name
from bot.understanding.planning import planned_beside
from bot.understanding.questioning import QUESTION, is_question
from bot.understanding.reading import Reading
from bot.understanding.reported import is_promised
from bot.understanding.spans import masked
from bot.understanding.stages import moved_to
from bot.understanding.strangers import strangers
from bot.understanding.words import release_reason

_RELEASE = regex(
    r"(?:退|放|扔|丢|还|踢|甩|抛|打|移|挪|划|转|归|送)(?:[回进给到入]{1,2})?(?:到)?(?:公海|公共池|池子)(?!可惜|浪费|里)|回公海(?:吧|去)|(?:^|[，,\s])回公海(?=$|[，,。！!])|退回去|(?:都|给)(?:退|放)(?:了|掉)|释放|不要了.{0,4}公海|退掉|退到.{0,4}公海|进公海吧|放弃跟进"
    r"|[多错误]领了?.{0,8}不要|转给需要的人|(?<!别)[让给]给?别人(?:去|来)?(?:跟|做)?|放出去|移出我名下|归还公海|让(?:出来|出去)|放弃(?:了|跟进)?(?=[\s，,。]|$)|我?不跟了|我放了|撒手|放手(?=$|[，,。\s吧])|(?:客户|家|个)我?不要了|(?<![样品机件票货款要可一想能不总董长工姐哥月号日底后])退了?(?:吧)?(?=[\s，,]|$)"
)
_CLAIM = regex(
    r"^/?领(?!导|着|取|了几|域|了[没不])|认领|领取(?![名额])|领[一下个]?(?:了(?![没不])|过来|走)|[我俺咱]要了|[我咱](?:吃下|揽下|接下|揽|吃进)了?(?=$|[，,。！!\s啦吧])|拿(?:下)?来跟|[给帮替][我咱](?:留(?:着|下)|占(?:上|着|住|下来?)?)(?=$|[，,。！!\s吧])|给我(?:拿|认)|我来(?:跟|接|做|对接|维护|盯|弄|搞|负责)|我(?:来|认了|接|领)(?:吧|了)?[。！!]?$|assign to me|也要(?=$|[了吧。！!])|我都?要|归我|算我[的头](?:上)?(?=$|[，,。！!吧])|(?<![才没不发寄送报])给我(?=吧|跟|来|领|啦|[呀哈行啊呗]|[，,。！!]|$)|[拉拨派转]给我(?!们)|(?:^|[\s\u3000])领[吧了]?$|我(?:冲|收|上|抢)了(?:吧|啊|哈)?(?=$|[，,。！!\s])|我[想要来]跟(?:进)?(?=$|[，,。！!吧])|拿过来|从公海(?:里)?(?:拿|领|捞|挑)|捞(?:回|过)?来?|(?<![在都来争疯别家人哄抱])抢(?!标|单|[着在得不手货装工])(?:一下|过来|下)?|(?:把.{1,20})领(?:了|回|下|一下)|我来跟|分我(?=[，,\s]|$)|(?:(?:(?<!计)划|归|挂|拨|分)[到给在入]?|[转放记拉][到给在])我(?!们)(?:这里?|这边|名下|头上|手上)?|[转放记]我(?:名下|头上|手上|这[里边])|捡(?:一下|过来|了)?|让我(?:来)?跟(?:吧|进)?$|(?:个|家)拿了$|^我?就?要第|要过来|拿下来?$|(?<![带率])领(?!导|着|[我他她]们?[看去走转参])(?=[\u4e00-\u9fff]{2,})|挖过来"
)
_NO_CLAIM = regex(
    r"领了[\d一二三四五六七八九十两几]+(?:公斤|[台件套箱吨份斤])|为什么|能不能(?!给我)|几个|哪些|领不了|(?:可以|能|还能)(?:认?领|跟)的?(?:客户|多少|几|吗|么|$)|多少|拜访|见了|提醒|领导|合同|中标|丢单|商机|项目|单子|输单|赢单|(?<!别)[被给让](?!我).{0,8}抢|拿下.{0,4}单|不要"
)
_GIVEN = regex(r"[转交]给(?!我)|[转划归挂拨][到在]?[老小阿]|给(?:老|小)[\u4e00-\u9fff]|分给(?!我)")
_PLANS = regex(r"提醒|计划|那条|这条")
_LEAVES = regex(r"[离转]职|交接")


_ALL = regex(rf"[这那](?:些|几[个家]|(?:\d{{1,2}}|[{HAN}俩]{{1,2}})[个家])|都|全部?")


def _picked(reading: Reading) -> tuple[int, ...]:
    """Those of the last list: by number, or all of them (这三个都退了)."""
    named = numbers(reading.text)
    every = not named and not reading.customers and _ALL.search(reading.text)
    return tuple(range(1, reading.context.listed + 1)) if every else named


def release(reading: Reading) -> Intent | tuple[Intent, ...] | None:
    """天府医疗没戏，退公海; 这三个都退了，联系不上; 多领了一个，光联不要."""
    text = reading.text
    asks = QUESTION.search(text) and not re.search(r"联系不上|吧|谁爱", text)
    if (_OF_A_STAGE.search(text) or moved_to(text)) and not _POOL.search(text):
        return None
    if not (_RELEASE.search(text) or _is_returned(reading)) or asks or _PLANS.search(text):
        return None
    if family := _of_many(reading):
        return NotSupported(family)
    refs = reading.named
    if len(refs) == 2 and re.match(r"/?(?:认领|领)", text.strip()):
        reason, _ = release_reason(text)
        return Claim(customers=refs[:1]), Release(customers=refs[1:], reason=reason)
    code, note = ("", "") if _DOUBTFUL.search(text) else _reason(reading)
    return Release(
        customers=refs, numbers=_picked(reading), reason=code or note, note=code and note
    )


_OF_A_STAGE = regex(r"输单|丢单|赢单|阶段|状态|[，,\s][输赢](?=$|[，,。！!])")
_POOL = regex(r"公海|公共池|池子")


def _is_returned(reading: Reading) -> bool:
    """退回华精, 退掉北重, 退回刚才那个: the verb stands before the name, and no stage is named."""
    if reading.context.shown and not reading.customers:
        return bool(_RETURNED_LAST.match(reading.text.strip()))
    heads = (f"{reading.text[: one.start].strip()}，" for one in reading.customers)
    tails = (reading.text[one.end :] for one in reading.customers)
    whole = masked(reading.text, reading.customers)
    return bool(
        any(map(_RETURNED.search, heads))
        or any(map(_LET_GO.match, tails))
        or _PUT_BACK.search(whole)
    )


_RETURNED_LAST = regex(
    r"(?:把|请)?(?:退|放)[回掉](?:刚才|刚刚|刚领)?的?[那这][个家](?:客户)?(?=$|[，,。！!\s吧])"
)
_PUT_BACK = regex(
    r"把(?=[^，,。；;]{0,8}\u3000|[这那它他她]|第|刚才)[^，,。；;]{1,16}(?:退|放)(?:了|掉)"
)
"""把远帆退了, 把那三个放了; 把图纸退了 gives back a thing."""
_LET_GO = regex(
    r"(?:给我|都|就|先|也)?(?:(?:放|扔|丢|退)掉(?:吧|了)?|[放扔退]了吧)(?=$|[，,。！!\s])"
)
_RETURNED = regex(r"(?:退|放)[回掉了](?=，)|把，(?:退|放)[了掉]")


def _of_many(reading: Reading) -> str:
    """Somebody leaves, or whole groups of customers go back: not built yet."""
    if _LEAVES.search(reading.text):
        return "handover"
    every = not reading.customers and re.search(r"所有|全部|\d+天没", reading.text)
    return "take_back" if every else ""


def _reason(reading: Reading) -> tuple[str, str]:
    unnamed = reading.text
    for one in reversed(reading.customers):
        unnamed = f"{unnamed[: one.start]}，{unnamed[one.end :]}"
    return release_reason(
        _RETURNED.sub("，", _RELEASE.sub("，", _RETURNED_LAST.sub("，", unnamed)))
    )


_DOUBTFUL = regex(r"转给需要的人|让给别人")


def claim(reading: Reading) -> Intent | tuple[Intent, ...] | None:
    """领海川; 把刚才第2、4个领了; 领5个苏州的; 我领了，后天给他回电."""
    text = reading.text.strip()
    if not _CLAIM.search(text) or _is_no_claim(reading):
        return None
    refs = reading.named
    picked = _picked(reading)
    if refs or picked:
        refs += strangers(reading, taken=True)
        claimed = Claim(customers=refs, numbers=() if refs else picked)
        plan = planned_beside(reading) if len(refs) == 1 else None
        return (claimed, plan) if plan else claimed
    where = conditions(reading)
    if where != Conditions() and _DESCRIBED.search(text):
        return Claim(where=where)
    if name := _UNKNOWN.search(text):
        return Claim(customers=(CustomerRef((), name[1]),))
    return Claim() if reading.context.shown and len(text) < 10 else None


_DESCRIBED = regex(r"领|抢|的[^，,。的]{0,6}(?:客户|公司|企业|厂家?)$")
"""领5个苏州的, 我要苏州的电子客户: those that are so, not one of the page that happens to be nearly so."""
_UNKNOWN = regex(r"(?:^/?领|认领|抢一?下?)\s*([\u4e00-\u9fffA-Za-z0-9]{2,20})$")


def _is_no_claim(reading: Reading) -> bool:
    """能不能领, 领导, 海川转给老赵."""
    text = reading.text.strip()
    asks = is_question(reading) and not _MAY_I.search(text)
    sent = _SENT.search(text) or is_promised(reading)
    return asks or bool(sent or _NO_CLAIM.search(_claimed(text)) or _GIVEN.search(text))


_SENT = regex(r"[出发寄交送报递签][^，,。；;]{0,10}给我(?=$|[，,。！!\s])")
"""周三他们法务出合同给我: what somebody sends is no customer."""
_MAY_I = regex(r"[能可]不[能可]以?给我")


def _claimed(text: str) -> str:
    """What is claimed; not what is to be done with it afterwards: 我要了 顺便明天去拜访."""
    return _AFTERWARDS.split(text, maxsplit=1)[0]


_AFTERWARDS = regex(r"[\s，,。]+(?:顺便|然后|再|回头|明天|后天|下周|安排)")


def lock(reading: Reading) -> tuple[Lock, ...] | None:
    """锁定远帆和蓝鲸, 把远帆锁住, 解锁远帆."""
    text = reading.text.strip()
    if not reading.customers or len(text) > _LONGEST or is_question(reading):
        return None
    opens = re.search(r"解锁|解除锁定|取消锁定|不锁了", text)
    if not opens and not re.search(r"锁定|锁住|锁一下|锁上", text):
        return None
    return tuple(Lock(one, on=not opens) for one in reading.named)


_LONGEST = 24
"""A longer sentence that has 锁 in it says something else."""


_WHO = r"(?:[老小阿]?[\u4e00-\u9fff]{1,3}?|[A-Z][A-Za-z]{1,9})"
_TO = regex(
    rf"(?:(?P<verb>(?:[转分交派拨划]|移交|转交|过户|转让|划转|交接|assign)(?=给))?给(?:我们|隔壁)?(?:部门|组)?里?的?(?P<who>{_WHO})"
    rf"|(?P<into>(?:[划转归拨挂放]到|[划转](?![到给入回])))(?P<whose>{_WHO})(?:名下|那边|头上|手[上里]|(?<=[转划交][老小阿][\u4e00-\u9fff]))"
    rf"|(?P<by>[由让换转归请]|(?:以|今|往)后都?(?![由让换转归请给交]))(?P<new>{_WHO})(?:同志)?(?:来)?(?=负责|跟|接|对接|盯|跑|做吧|管|顶|带))"
    r"(?:接着|继续)?(?:负责|跟进?|接手?|对接|盯|做|跑|管|顶|带)?(?:着|吧|了|啦)*[。！!]?$"
)
_PRONOUNS = ("我", "我的", "我们的", "他们", "她", "他", "我们", "客户", "对方")


def assign(reading: Reading) -> Assign | NotSupported | None:
    """海川给老赵: to a colleague, named at the end; not 打给蓝鲸, nor 给方案."""
    head, reason = _reasoned(_ASKED.sub("", reading.text.strip()))
    match = _TO.search(head)
    if match is None or not _is_given(reading, match):
        return None
    who = match["who"] or match["whose"] or match["new"]
    verb = match["verb"] or match["into"] or match["by"]
    colleague = who in reading.context.colleagues or re.match(r"[老小阿][\u4e00-\u9fff]$", who)
    if reading.customers and (verb or colleague):
        return Assign(reading.named, who, reason)
    if not (verb and colleague):
        return None
    meant = reading.context.shown and _SHOWN.match(reading.text.strip())
    return Assign((), who, reason) if meant else NotSupported("transfer")


_ASKED = regex(
    r"[，,\s]*(?:请|帮我|麻烦|给我|帮忙)+(?:把[他她它])?[转划移交调改](?:过去|一?下|掉|走|了)*[吧。！!]*$"
)
"""以后小林跟，帮我转过去: the order behind what is wanted."""


def _is_given(reading: Reading, match: re.Match[str]) -> bool:
    """Whether somebody who is no customer gets it, and nothing is reported."""
    taken = any(one.end > match.start() for one in reading.customers)
    told = re.search(r"拜访|见了|聊|说|打给|提醒", reading.text)
    who = match["who"] or match["whose"] or match["new"]
    named = match["new"] is None or who in reading.context.colleagues or is_name(who)
    return named and who not in _PRONOUNS and not taken and not told


_SHOWN = regex(
    r"(?:把)?(?:那|这|刚才那?)(?:个|家|条|些|几个|几家|\d个|[两三四五]个)?都?[转分交派]给"
)


_BECAUSE = regex(
    r"[，,。；;\s]+(?:(?:因为|原因是?|理由是?)[：:]?|(?=[我他她]|忙|顾不|跟不|离|这边|讲|说|以后|请|帮|不是|我这))"
)


def _reasoned(text: str) -> tuple[str, str]:
    """What is wanted, and why: 天府医疗给周明，因为客户只认他."""
    found = _BECAUSE.search(text)
    return (text[: found.start()], text[found.end() :].strip()) if found else (text, "")
