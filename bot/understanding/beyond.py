"""Days that no plan reaches: 9999年3月1号, 推迟99999天."""

from bot.understanding.patterns import regex
from bot.understanding.reading import Reading

_YEARS = 10
_YEAR = regex(
    r"(?<![\d.])(?P<year>\d{4,6})年(?=[\d一二三四五六七八九十底初末的]|$)[\d一二三四五六七八九十]*月?[\d一二三四五六七八九十]*[号日]?"
)
_UNIT = r"个?(?P<unit>天|日|周|星期|礼拜|月|年)"
_SPAN = regex(
    rf"(?:再?过|[推延挪顺缓晚][迟后到期]?了?|往后[推挪延]?)(?P<count>\d{{2,7}}){_UNIT}"
    rf"|(?<![\d.])(?P<later>\d{{2,7}}){_UNIT.replace('unit', 'unit2')}(?:之?以?后|再)"
)
_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30, "年": 365}


def beyond(reading: Reading) -> str:
    """The words of a day more than ten years away; empty for none."""
    year = _YEAR.search(reading.text)
    if year and int(year["year"]) - reading.clock.today.year > _YEARS:
        return year.group()
    for match in _SPAN.finditer(reading.text):
        count, unit = match["count"] or match["later"], match["unit"] or match["unit2"]
        if int(count) * _DAYS[unit] > _YEARS * 366:
            return match.group()
    return ""
