"""How prices are written: 43万5, 两三百万, 三块零四, 80到100万, 几十万元, 1万元-5万元."""

import re
from decimal import Decimal

from bot.understanding.currencies import BEFORE, BEHIND
from bot.understanding.numerals import HAN, ON_CHEQUES, number, value
from bot.understanding.patterns import regex
from bot.understanding.said import TO
from core.money import Money

_LETTERS = {"w": 10_000, "kw": 10_000_000, "k": 1_000, "m": 1_000_000}
_H = HAN + ON_CHEQUES
_D = r"(?:\d|[一二两三四五六七八九])"
_THING = "吨套台平个件只米盒箱瓶斤"
_MEASURES = "吨套台平件只支袋箱瓶盒米斤公棵亩人柜班天年月次趟张条位份组瓦度方家节期户间层栋场轮批单票床桌碗株头筐桶罐片根颗本册门扇樘辆架款项课枚共起"
EACH_ONE = rf"[一两](?:[{_MEASURES}]|个(?![亿wW])|小时)"
"""一吨 behind a figure, what it is the price of; 两期, how many; 一共, 一起 behind it are no figure either."""
EACH = regex(
    rf"\s?(?:/[吨套台平个件只人月年]|一(?![共起])(?:[{_MEASURES}]|个(?![亿wW])|小时)|每[个人{_MEASURES}])"
)
"""What stands behind the price of one thing."""
OF_ONE = regex(
    r"单价[^，,。；;]{0,12}$|(?:人均|每[^，,。；;\s]{1,3}?|一[樘套台件只吨平个张箱人天次])[^，,。；;\s]{0,6}\s?$"
)
"""What stands before the price of one thing."""
_COUNTS = "功率|转速|载重|粉丝|播放量?|阅读量?|曝光量?"
_GAP = rf"[^，,。；;\d\s{HAN}]{{0,5}}\s?$"
NO_SUM = regex(rf"(?:{_COUNTS}){_GAP}")
"""A word before a figure of thousands that says what it counts."""
COUNTED = regex(r"\d个[^，,。；;]{0,4}$")
"""26个门店改33个, 从120个砍到80个: pieces."""
NO_PRICE = regex(
    rf"(?:{_COUNTS}|容量|浓度|volume|产能|用量|产量|销量|人数|数量|交期|工期|周期|期限|利息|费率|[产占概良胜苗税利合]率|毛利|折扣|返点|满意度|评分|打分|比例|温度|湿度|百分之|target|cost){_GAP}"
    r"|(?:账期|质保|利率)[^，,。；;]{0,8}$|(?:(?<!部)分|(?<!额)度|系数|(?:料肉|配|占|性价|投产|转化)比)\s?$"
)
"""A word before a bare figure that says what else it is."""
_SPOKEN = rf"(?:(?!{EACH_ONE})[{_H}])"
_FIGURE = (
    rf"[{HAN}]{{1,4}}点[零一二三四五六七八九]{{1,4}}(?=\s?个?[万亿wW块元])|[{_H}]{{1,12}}+[万亿](?:{_SPOKEN}{{2,12}}+[万亿]?)+|\d{{1,6}}万(?:\d千\d|零?\d{{3,4}})(?!\d)"
    rf"|\d{{1,6}}[万亿]\d{{1,4}}千|\d{{1,3}}(?:[,，]\d{{3}})++(?:\.\d++)?|\d{{1,15}}+(?:\.\d++)?"
    rf"|(?:(?!{EACH_ONE})[{_H}半]){{1,16}}+"
)
_UNIT = (
    r"个?[十百千佰仟]?(?:万亿|[万亿])|多万|[千百仟佰]|kw(?![a-zA-Z])|个?[wW](?![a-zA-Z])|[kK](?![a-zA-Z])"
    r"|M(?=\s?(?:RMB|USD|rmb|usd|美[元金]))"
)
_COINS = (
    rf"零?(?P<jiao>{_D})[角毛](?:(?P<fen>{_D})分?(?![\d{_THING}]))?"
    rf"|又?(?P<cents>{_D}|\d\d)美?分(?!之)|零(?P<hundredth>{_D})(?![\d{_THING}])"
    rf"|(?<=[块蚊])(?!{EACH_ONE})(?P<tenth>\d{{1,2}}|[一二三四五六七八九半])(?![\d起共同{_THING}]|公[斤里])"
)
_NAME = (
    rf"(?:{BEHIND})(?!旦|宵|素|器)(?:{_COINS})?钱?"
    rf"|(?P<coin>[角毛]|分(?=钱))(?:(?P<half>{_D})分?(?![\d{_THING}]))?钱?"
    r"(?![形星落色债铁区洲函关钢度利坯料重病巾笔毯刷衣纺线绒])"
)
PRICE = regex(
    r"(?P<about>大?约|差不多|将近|接近|近|不到|超过|上下|估计|预估)?"
    rf"(?:(?P<currency>{BEFORE})\s?)?(?<![\d.])(?P<first>{_FIGURE})(?P<more>[多来几余])?"
    rf"(?:\s?(?P<unit1>[万千百wWkK亿])?元?(?:{TO}|或)(?P<second>{_FIGURE})(?P<more2>[多来])?)?"
    rf"\s?(?P<unit>{_UNIT})?"
    rf"(?P<tail>(?<=[万亿千百仟佰wWkK])\d(?!\d)|(?<=[万亿千百仟佰wWkK])(?!{EACH_ONE})[一二三四五六七八九](?!(?!{EACH_ONE})[{HAN}万千百十个月年天日号点台套件吨平只米盒箱瓶斤次分毛]))?"
    r"(?P<over>多)?"
    rf"\s?(?P<name>{_NAME})?整?(?:[(（]含[)）])?"
    r"(?P<after>左右|上下|以内|之内|以里|以下|出头|封顶|打底|以上|起)?"
)
BETWEEN = regex(
    r"(?P<head>[一二两三四五六七八九]千(?:[一二两三四五六七八九]百)?|[一二两三四五六七八九]?百)?(?P<ten>[一二三四五六七八九]?十)?(?P<a>[一二两三四五六七八九])"
    rf"(?P<b>[一二两三四五六七八九])(?P<scale>十|百|千)?(?P<unit>万|亿|千|百)\s?(?P<name>{_NAME})?"
)
"""两三百万, 四五十万, 三千六七百万, 三五百块."""
SOME = regex(
    rf"(?<![参次人倍总多少无零十百千])(?P<big>大)?[几数](?P<ten>[十百千])?(?P<unit>万亿|[万亿])?\s?(?P<name>{_NAME})?"
)
"""几十万, 数十亿元, 大几十万."""
ODD = regex(
    rf"(?<![\d{_H}万亿几])(?:百(?P<eighty>八十)|千(?P<hundreds>八百)|(?P<some>[万千百])把来?(?=块|元))(?P<unit>万)?\s?(?P<name>{_NAME})?"
)
"""百八十万: nearly a hundred; 万把块: ten thousand or so."""
BESIDE = regex(
    r"(?P<base>\d{1,4}|[一二两三四五六七八九十百]{1,5})(?P<unit>万|千)(?P<a>[一二三四五六七八])(?P<b>[二三四五六七八九])"
    rf"千?(?!(?!{EACH_ONE})[{HAN}万个月年天日号点台套件吨平只米盒箱瓶斤次])"
)
"""一万五六: a figure and two digits of what is below its unit."""
WITHIN = ("以内", "之内", "以里", "以下", "封顶")
ABOUT = ("左右", "上下", "出头")


_TAIL = regex(
    r"(?<=[万千])[一二三四五六七八九](?=\s?(?:(?P<month>月[底初中末])|年[前后底]|(?<![二三](?=十))[二三]?十[一二三四五六七八九]?[号日]))"
)
_PLACE = regex(
    r"(?<=[一二三四五六七八九十百千万])(?:三亚|三门峡|六盘水|六安(?![装全排])|九江|百色|五常)"
)
_SOON = 2


def without_places(text: str) -> str:
    """十九万八三亚: no sum runs into a town behind it."""
    return _PLACE.sub(lambda match: "\u3000" * len(match.group()), text)


def told_apart(text: str, month: int) -> str:
    """The text in which the last figure of no sum is read with the time behind it.

    三十一万二月底 is 312,000 at the end of the month, unless that February is at most two months
    from `month`; 三万九 年后 is no nine years.
    """

    def blank(match: re.Match[str]) -> str:
        named = "一二三四五六七八九".index(match.group()) + 1 if match["month"] else 0
        return match.group() if named and (named - month) % 12 <= _SOON else "\u3000"

    return _TAIL.sub(blank, text)


def unit_of(match: re.Match[str]) -> str:
    return (match["unit"] or "").lstrip("个多")


def scale_of(unit: str) -> Decimal:
    """How many yuan a unit is: 千万, 万亿, w."""
    if not unit:
        return Decimal(1)
    return Decimal(_LETTERS.get(unit.lower(), 0)) or value("1" + unit) or Decimal(1)


def more_of(match: re.Match[str]) -> str:
    """多, 来, 几 or 余, behind the figure or before its unit."""
    return (
        match["more"] or match["over"] or ("多" if (match["unit"] or "").startswith("多") else "")
    )


def bounds(match: re.Match[str]) -> tuple[Money, Money] | None:
    """The least and the most a price says."""
    least, most = _figures(match, scale_of(unit_of(match)))
    if least is None or most is None or most < least:
        return None
    return money(least), money(most)


def money(yuan: Decimal) -> Money:
    return Money.yuan(round(yuan, 2))


def _figures(match: re.Match[str], scale: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """80到100万 names both; 八十多万 lies between 80 and 90; else they are one."""
    first, second = value(_in_full(match)), value(match["second"] or "")
    if first is None:
        return None, None
    if second is not None:
        return first * _own_scale(match, first <= second, scale), second * scale
    if match["coin"]:
        coins = (first + number(match["half"]) / 10) / (100 if match["coin"] == "分" else 10)
        return coins, coins
    least = first * scale + number(match["tail"]) * scale / 10 + _coins(match)
    added = _step(first) * scale if more_of(match) in ("多", "几", "余") else Decimal(0)
    return least, least + added


_THOUSANDS = regex(r"万零[一二三四五六七八九]$")


def _in_full(match: re.Match[str]) -> str:
    """十万零二 is 102,000; with 块 behind it, it is what it says."""
    figure = match["first"]
    return figure if match["name"] or not _THOUSANDS.search(figure) else figure + "千"


def _own_scale(match: re.Match[str], rises: bool, scale: Decimal) -> Decimal:
    """Of 80 in 80到100万 and of 两 in 两到三千; 8500到3万 begins with what it says."""
    if match["unit1"]:
        return scale_of(match["unit1"])
    shared = re.fullmatch(r".([十百千佰仟])", match["second"])
    if shared and len(match["first"]) == 1:
        return scale_of(shared[1]) * scale
    return scale if rises else Decimal(1)


def _step(base: Decimal) -> Decimal:
    """What 多 adds at most: ten to 80, one to 25, a hundred to 300."""
    figures = str(max(int(base), 1))
    return Decimal(1).scaleb(len(figures) - len(figures.rstrip("0")))


def _coins(match: re.Match[str]) -> Decimal:
    """3块5 is 3.50, 24块75 is 24.75; 六角七分 is 0.67, 零四 0.04."""
    tenth = (match["tenth"] or "").replace("半", "5")
    hundredths = (match["fen"], match["cents"], match["hundredth"])
    return (
        number(tenth).scaleb(-len(tenth))
        + number(match["jiao"]) / 10
        + sum(map(number, hundredths), Decimal(0)) / 100
    )
