"""Whether a figure is money: by its currency, its unit or the words beside it; a measure behind it says no."""

import re

from bot.understanding.lexicon import everyday
from bot.understanding.numerals import HAN, number
from bot.understanding.patterns import regex
from bot.understanding.prices import EACH, NO_PRICE, NO_SUM, unit_of

MEASURES = "套台件个家吨公斤斤克人次年月天日号点平米方箱吨位份辆间张条支瓶盒只片组批期轮楼层户页柜头%％度米升毫厘米棵亩里名位瓦像枚"
_MONEY_WORD = regex(
    r"(?:预算|报价?|报了|金额|总价|合同|成交|价格?|尾款|首期|首付|保费|标的|赔了?|费|续了|单价|人均|降到|打款|定金|押金|罚款?|扣了|改成|改为"
    r"|合计?(?!同|作|适|格)|[一总共拢][共总]|共计|总数|total|(?:标书|路|饭|油|车|房|货)钱|(?:才|只|就)(?:要|卖|报|收)|退[了给]?(?:我们?)?|欠(?:了|我们?|着)?|[收结要][回了]?[旧老欠]?账|[收要追]回|[货账余欠]款|回款)[^，,。；;\d]{0,5}$"
)
_QUANTITY = regex(r"\d(?:公斤|千克|立方|[吨台套件个箱米平张只批桶袋卷])\s?$")
"""26公斤67600: how much of it, right before what it costs."""
_SAYS = regex(
    r"(?:[我你他咱]们?|人家|同行|隔壁|对面|对家|[那这一别]家|对方)(?:那?边)?(?:才|只|就|要|给|出|卖){0,2}$"
    r"|(?:[一首每头]年|一期|一个?月|一季度?|[一每][吨台套件平米箱天]|[总一]共)\s?$"
)
"""Whoever names a price, before a figure such as 三千六."""
_OF_ONE = regex(r"(?:一|每)(?:[吨套台件只平张箱米斤桶包人天]|公斤|立方)\s?$")
_ROUNDED = regex(r"[一二两三四五六七八九][千百][一二三四五六七八九]")
_PAID = regex(r"\s?(?:块)?的?(?:没[付给结打]|未付|定金|订金|押金|尾款|货款|首付|预付款|运费|罚款)")
_NOT_MONEY = regex(
    r"(?:第|周|星期|礼拜|月|20\d\d年?|电话|手机|编号|合同号|型号|分机|尾号|No\.?|O|K|C)$"
)
_GIVEN_BACK = regex(rf"退[\d{HAN}万]{{1,6}}[个套件台箱只张][^。；;]{{0,24}}退了?$")
"""先说退三千个，后来又说退两千: pieces again."""
_BIG = ("万", "亿", "w", "W")
_SMALL = ("千", "k", "K", "百", "仟", "佰")
_TOGETHER = regex(r"儿|堆|一起|一同")
"""一块儿, 两块一起: no money."""
_ONE_COIN = regex(
    r"(?:差|涨|降|便宜|贵|单价|每[^，,。；;\s]{0,2}|加|减|让|多|少|赔|省|低|高|亏|赚)了?$"
)
"""Words before 一块 that is money and does not mean together."""
_ALONG = regex(r"(?:[跟和同与带陪][^，,。；;\s]{1,4}|[老小阿][\u4e00-\u9fff])$")
"""跟小高一块 is together with him."""
_CUT = regex(r"[砍切挨宰补剁捅](?:上|了|他|我|一?个)?$")
"""砍一刀: no dollar."""
_BY_ALL_MEANS = regex(r"千万(?=[别不要记得注小给让])")
_PIECES = regex(rf"\s?pcs|分之|[来余](?!年|月|天|日)[{MEASURES}]", re.IGNORECASE)
_TO_PIECES = regex(rf"\s?(?:改|提|涨|加|升|增加?|降|减)?(?:到|成)\s?\d[\d.]*万?[{MEASURES}](?!钱)")
"""从5万改到8万套: pieces, as what they become says."""
_GRANTED = regex(r"批[了下准给复]|年(?:框|度|单|标|约|包|保|费|采|合同|协议)")
_DATED = tuple("月号日点%％年天周个")
_DATES = "年月天日号点头层次家期轮批"
_SMALLEST, _SMALLEST_OF_ONE = 100, 20
"""Yuan: the least that a bare figure is money for, and the price of one thing."""
_YEARS = range(1990, 2101)
_AS_THAT = regex(
    rf"(?:\d|[{HAN}])(?:千瓦|瓦|吨|米|匹|[kK]?[wW]|马力|转|公斤)的?[^，,。；;]{{0,12}}$"
)


def behind(match: re.Match[str]) -> str:
    """The character right behind a figure; none behind a blank: 五十万 方案下周给."""
    return "" if match.group()[-1:].isspace() else match.string[match.end() : match.end() + 1]


def is_money(match: re.Match[str], before: str, after: str) -> bool:
    """Whether a price that was found is one; 6千瓦的…1万2的 compares what it measures.

    Args:
        match: of `prices.PRICE`.
        before: the text right before its figure.
        after: the character behind it.
    """
    if match["currency"] or match["name"]:
        if match["name"] == "刀" and match["first"] == "一" and _CUT.search(before):
            return False
        return match["name"] != "块" or _is_coin(match, before)
    unit = unit_of(match)
    if _is_no_price(unit, before) or _is_measured(match, before, after):
        return False
    return _is_large(match, unit) or (after not in _DATED and _is_called(match, unit, before))


def _is_large(match: re.Match[str], unit: str) -> bool:
    """万 or 亿; but 千万别忘了 is no sum."""
    said = bool({"万", "亿"}.intersection(match["first"])) or unit.endswith(_BIG)
    return said and not _BY_ALL_MEANS.match(match.string, match.start())


def _is_no_price(unit: str, before: str) -> bool:
    """型号3600, 年用量120k, 利率5.5; but 返点3万 is money."""
    if (not unit and _NOT_MONEY.search(before)) or _GIVEN_BACK.search(before):
        return True
    return bool((NO_SUM if unit.endswith(_BIG) else NO_PRICE).search(before))


def _is_coin(match: re.Match[str], before: str) -> bool:
    """差一块 is money; 一块聊, 分一块, 两块一起 are together or a share."""
    if _TOGETHER.match(match.string, match.end()):
        return False
    return match["first"] != "一" or bool(_ONE_COIN.search(before) and not _ALONG.search(before))


def _is_measured(match: re.Match[str], before: str, after: str) -> bool:
    """20套, 300平, 两万来个, 1万2瓦: it counts something else."""
    if _PIECES.match(match.string, match.end()) or (after == "的" and _AS_THAT.search(before)):
        return True
    if _TO_PIECES.match(match.string, match.end()):
        return True
    if match["after"] or not after or after not in MEASURES:
        return False
    return not _GRANTED.match(match.string, match.end()) and _is_measure(match, after)


def _is_measure(match: re.Match[str], after: str) -> bool:
    """1万2台; but 1万2年底付 goes on otherwise, and 1万2方案 with a word."""
    follows = match.string[match.end() : match.end() + 2]
    return not match["tail"] or (after not in _DATES and follows not in everyday())


def _is_called(match: re.Match[str], unit: str, before: str) -> bool:
    """报价128000, 预算三千, 6800一吨: a smaller figure is money by the word beside it."""
    named = _MONEY_WORD.search(before) or (_is_written(match) and _QUANTITY.search(before))
    called = bool(named or _PAID.match(match.string, match.end()))
    each = _is_of_one(match, before)
    if unit in _SMALL:
        return called or each or (_is_written(match) and unit not in "百佰仟")
    if match["more"] and _is_written(match) and not named:
        return False
    yuan = number(match["first"])
    if each and yuan not in _YEARS:
        return yuan >= _SMALLEST_OF_ONE
    return yuan >= _SMALLEST and (called or _is_said(match["first"], before))


def _is_written(match: re.Match[str]) -> bool:
    """In digits: 8千, and not 八千."""
    return match["first"][0].isdigit()


def _is_of_one(match: re.Match[str], before: str) -> bool:
    """6800一吨, 一吨6800."""
    return bool(
        EACH.match(match.string, match.end()) or (_is_written(match) and _OF_ONE.search(before))
    )


def _is_said(figure: str, before: str) -> bool:
    """隔壁三千二, 一年九千八."""
    return bool(_ROUNDED.fullmatch(figure) and _SAYS.search(before))
