"""Whether a day to come is a mere fact, or one on which something is to be done with us."""

from bot.understanding import beside, theirs
from bot.understanding.beside import Beside
from bot.understanding.patterns import regex

_NOT = r"(?<![不没别未才只])"
_WITH_US = regex(
    rf"{_NOT}(?:再|约|联系|拜访|见(?!效)|[去来](?!年)|谈|聊|碰|签|给|送|寄|搁|拿|带|催|问|找|试|装|测|拉|盯|细"
    r"|(?<![检鉴测一肯稳固])定(?![期时位])|发(?![生布现])|交(?!付)|回[他她你我访话复信头来]|[答批]复|汇报|提醒|下单|订货|[补出]货|打(?!款|\d)|走(?:动|流程|论证)"
    r"|跟|对账|下来|反馈|[盖用](?:章|印)|扯清|出(?:个|份|一?[版稿]|结果|方案|报价|图|数|样)|报[^，,。；;\s]{0,4}(?:方案|价|名|版)|报个"
    r"|下(?=$|[，,。\s])|看(?:看|样|新?板|货|现场|情况|结果|厂)|复[测试查核]|考察|开(?:会|班|课|个会)|通(?:个|电话)|上门|过[去来]|面议|准[话信]|消息|说法|方案|合同|演示|培训|启动(?:会|仪式)|[我咱][们]?[^，,。；;\s]{0,2}到|要[^，,。；;\s]{0,3}[表单书稿图]|first)"
)
_OF_US = regex(
    r"(?:[让叫喊要请催][我咱俺]们?|约|等|定(?!的)|说好|答应|[我咱俺]们?|下次|下一?步|[改推拖延挪]到|争取|计划|准备|打算|预计|估计)[^，,。；;]{0,8}$"
)
_THEN = regex(r"[^。；;\n]{0,20}?到时")
_BIDS = regex(r"[让要叫喊请][我咱]")
_REMINDS = regex(r"提醒|记得|别忘|叫我|喊我|闹钟")
_SOON = 7
"""Days within which 下周 and 月底 are near enough to be the next contact's with nothing said of it."""
_WEEKS = 15
"""Days within which a day that is said exactly is."""
_NEAR = 14


def is_a_fact(place: Beside) -> bool:
    """付款, 到期, 开标, 锁到月底, 年前只看不买: nobody of us is to do anything then."""
    if theirs.is_demanded(place):
        return _is_refused(place)
    if _is_taken_up(place):
        return False
    known = theirs.is_theirs(place) or theirs.ends_then(place) or beside.is_fact(place)
    return known or _is_idle(place) or _is_refused(place)


def _is_idle(place: Beside) -> bool:
    """配件七月换供应商, 清明前要八千个: so vague a time is only the next contact's with a word for it."""
    when = place.one.value.when
    if when is None or _REMINDS.search(place.reading.text):
        return False
    soon = _SOON if when.month_only or when.about else _WEEKS
    if (when.day - place.reading.clock.today).days <= soon:
        return False
    text, one = place.reading.text, place.one
    near = text[one.start : one.end] + place.tail[:_NEAR]
    alone = not place.head.strip() and not place.tail[:1].strip("，, ")
    around = text[max(0, one.start - _NEAR) : one.start] if alone else place.tail
    later = _THEN.match(text, one.end) or _BIDS.search(around)
    return not (later or _WITH_US.search(near) or _OF_US.search(place.head))


_REFUSES = regex(
    r"[^，,。；;\n]{0,10}[，,。\s]+(?:我|我们|咱们?)(?:当场|当时)?(?:这边)?[说讲]?[^，,。；;\n]{0,8}?(?:够呛|悬|难|不行|不了|做不到|办不到|来不及|赶不[上出及]|[没不]敢|没[答应松]|答应不了|得看|也许|不一定|说不准|不好说|没定)|[^，,。；;\n]{0,10}[，,\s]+[他她]也?(?:说不准|没底|不清楚|不敢说|没准)|[^。；;\n]{0,24}?[，,\s](?:今天|当场|当时|我)?没敢?(?:答应|应|松口|接)(?=$|[，,。\s])"
)


def _is_refused(place: Beside) -> bool:
    """问元旦前能不能供三千套 我没敢应: asked for, and not agreed."""
    return bool(_REFUSES.match(place.reading.text, place.one.end))


_TAKES_UP = regex(
    r"[^，,。；;\n]{0,14}?[，,\s]*(?:(?:让|叫|喊|要|请)?我?(?:到时候?|回来(?:那[天日]|[就后]|以后|之后)|那[天日]|当[天日晚]|会后|到点|(?!过)[\u4e00-\u9fff]完了?会?)[^，,。；;\s]{0,3}?(?:[再去过跑盯催提送签约带给找通]|我|回(?!来))"
    r"|(?:我|我们|咱们?)(?:自己|亲自|就|再|得|要|会|也){0,2}(?:去(?!年|了|的|过)|过去|到场|到现场|盯|送|陪|跟[车着进]|带(?!了)|列席|旁听|等[他她]|接(?!到|了)))"
)


def _is_taken_up(place: Beside) -> bool:
    """七月一号开始试用 那天我过去盯, 9号开标我去现场: what is a fact is also the day for us to be there."""
    match = _TAKES_UP.match(place.reading.text, place.one.end)
    end = match.end() if match else 0
    between = (place.one.end <= one.start < end - 4 for one in place.reading.times)
    return match is not None and not any(between)
