"""One spelling for what is written in many: width, common slips, words of Cantonese and Sichuanese.

Every change keeps its length, so that spans stay true to what was typed.
"""

import re
import unicodedata

from bot.understanding.dialects import DIALECTS
from bot.understanding.patterns import regex
from bot.understanding.surnames import COMMON, LIKE_WORDS

LONGEST = 1_000
"""Characters that are read; what stands beyond them is kept as it is."""
_BLANKS = regex(r"[\u200b\ufeff\u00a0…]")
_THANKS = regex(
    r"(?<=[\s\u4e00-\u9fff])(?:thx|thanks?|tks|3q|pls|plz|e+m{2,}|h{2,}|谢谢|谢啦|多谢|辛苦了)[!！。~～\s]*$",
    re.IGNORECASE,
)
"""Said behind a question, of which it is no part."""
_SPELT = DIALECTS | {
    "退会公海": "退回公海",
    "认岭": "认领",
    "多绍": "多少",
    "推池": "推迟",
    "题醒": "提醒",
    "啱啱": "刚刚",
    "啱先": "刚才",
    "商鸡": "商机",
    "拜仿": "拜访",
    "拜坊": "拜访",
    "败访": "拜访",
    "客护": "客户",
    "公诲": "公海",
    "愈期": "逾期",
    "牵约": "签约",
    "阶断": "阶段",
    "金鹅": "金额",
    "予算": "预算",
    "记划": "计划",
    "任岭": "认领",
    "业迹": "业绩",
    "付责": "负责",
    "慨率": "概率",
    "谈盼": "谈判",
    "须求": "需求",
    "连系": "联系",
}
_ENDINGS = {
    "商基": "商机",
    "好多": "多少",
    "伐": "吗",
    "一部": "一步",
    "未": "没",
    "坦": "谈",
    "加": "家",
}
_ENDING = regex(
    r"(?<![供应经销电客厂])商基(?![本地于金建])|好多(?=[钱个家次天条单]{0,2}[?？。]*$)|伐(?=[?？。]*$)|(?<=[哪那])一部(?=了?[?？。]*$)|(?<=[到了完好签成定去过])未(?=[呀啊?？。]*$)|(?<=在)坦(?=[的着])|(?<=[几哪])加(?=客户|公司|了?(?:来着)?[?？。]*$)"
)
"""How a question ends: 签了好多钱, 有啥计划伐, 走到哪一部了, 收到未; and 商基, which is no 经销商基本."""
_SPELLINGS = regex("|".join(sorted(_SPELT, key=len, reverse=True)))


_TITLED = r"(?:总(?![部是共数价体会])|经理|师傅|主任|老师|厂长|店长|校长|部长|科长|工(?![作人程厂业])|老板|姐|哥)"
_SLIPS = regex(
    rf"(?<=[{COMMON}{LIKE_WORDS}])(?:经里(?![面边头外])|径理|师付|主仼|总兼(?![任职]))|(?<!高)粱(?={_TITLED})|(?<![等时气守伺问恭])候(?={_TITLED})"
)
_MEANT = {
    "经里": "经理",
    "径理": "经理",
    "师付": "师傅",
    "主仼": "主任",
    "总兼": "总监",
    "粱": "梁",
    "候": "侯",
}
"""Somebody's title or surname by its sound or shape: 钟经里, 粱师傅, 候总."""


def normalised(text: str) -> str:
    """The part that is read: half-width letters and digits, slips and dialects as one writes."""
    cut = "".join(_half(character) for character in _BLANKS.sub(" ", text[:LONGEST]))
    cut = _THANKS.sub(lambda found: " " * len(found.group()), cut)
    known = _SPELLINGS.sub(lambda found: _SPELT[found.group()], cut)
    known = _SLIPS.sub(lambda found: _MEANT[found.group()], known)
    return _ENDING.sub(lambda found: _ENDINGS[found.group()], known)


def _half(character: str) -> str:
    code = ord(character)
    if 0xFF10 <= code <= 0xFF19 or 0xFF21 <= code <= 0xFF3A or 0xFF41 <= code <= 0xFF5A:
        return unicodedata.normalize("NFKC", character)
    return character
