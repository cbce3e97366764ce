"""Whether 8.8 is a day or a figure: 约8.8碰头, but 评分8.8, 降到8.8, 8.8级."""

from bot.understanding.hours import PARTS
from bot.understanding.patterns import regex

_FIGURE = regex(
    r"(?:[价率度分比费额值数版利从折线死息润¥$*×]|[A-Z]|\d[:：]|[降涨砍压谈咬卡抬提加减跌升][住价]{0,2}[在到至了成]?|价[格钱位]?[^，,。；;\s]{0,3}[由从]|年[期化息]|票面|LPR)\s*$"
)
"""Behind these stands a figure, whatever follows."""
_PERHAPS = regex(r"[要低高约报到在成]\s*$")
"""Behind these a day only stands where something is done then."""
_RATE = regex(
    r"(?:年期|利率|年化|利息|费率|票面|贴现|折扣|单价|均价|报价)[^，,。；;\d]{0,4}(?P<whole>\d{1,2})\.\d"
)
"""三年期5.5, beside which 估计5.6能下来 is such a figure too."""
_FEW = 2
_MOVED = regex(r"(?:[挪推延约]|提前)[到在至]\s*$")
"""Behind these stands a day."""
_UNIT = regex(
    r"\s*(?:[A-Za-z]|[亿兆米吨倍寸吋分折克升度斤版级厚宽长成毫瓦平方秒公两元块毛]|[改砍降涨提压抬加减去变落调跌][到至成了]?\d)"
)
_DONE_THEN = regex(
    rf"\s?(?:{PARTS}|\d{{1,2}}[:：点])|[那当]天|[号日]|之?[前后](?!端)|(?:左右)?(?:我|咱|俺|他们?|她们?)?"
    r"(?:再|要|得|就)?(?:[去来签碰见送寄交约走打给]|过[去来]|上门|开[会标]|进场|装机|试[机样]|复[试审]|评审|到场|对账)"
)


def is_figure(text: str, start: int, end: int) -> bool:
    """Whether the number with a point between `start` and `end` is no day."""
    before = text[:start]
    if _MOVED.search(before) and not _UNIT.match(text, end):
        return False
    if _FIGURE.search(before) or _UNIT.match(text, end):
        return True
    if _PERHAPS.search(before) and not _DONE_THEN.match(text, end):
        return True
    return _is_such_a_rate(before, text[start:end])


def _is_such_a_rate(before: str, figure: str) -> bool:
    """Whether a rate or price that is told before is nearly the same."""
    whole = figure.partition(".")[0]
    if not whole.isdecimal():  # 腊月二十.5
        return False
    rates = (int(match["whole"]) for match in _RATE.finditer(before))
    return any(abs(rate - int(whole)) < _FEW for rate in rates)
