"""People at customers as reps name them: 王总, 采购冯姐, 老周, Kevin."""

import re

from bot.understanding.spans import Found

_SURNAMES = (
    "欧阳|上官|诸葛|司马|"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦"
    "邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成"
    "苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝]"
)
_TITLES = (
    "总监|总经理|副总|总工|董事长|厂长|院长|处长|科长|部长|局长|所长|校长|行长|队长|组长|店长|站长|主任|主管|经理|工程师|老师|博士|教授|医生|师傅|会计|"
    "助理|秘书|书记|小姐|女士|先生|老板娘|老板|研究员|阿姨|大姐|专员|总|工|姐|哥|董|局|队|科|处|院|厂|叔"
)
_NAMED = re.compile(rf"(?:{_SURNAMES})(?:{_TITLES})(?!计|程|业|具|厂|作|资|时|本)")
_FAMILIAR = re.compile(
    rf"(?<![很太最更变])(?P<who>[老小](?:{_SURNAMES}))(?![板客家公总时心型区组的])"
)
_ENGLISH = re.compile(
    r"(?<![A-Za-z])(?!OK|RFQ|PO|KOL|SQE|VIP|CRM|NDA|SBS)[A-Z][a-z]{2,9}(?![A-Za-z])"
)
_MONTHS = frozenset(
    [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Next",
        "This",
        "Review",
        "Target",
        "Price",
    ]
)
_SIDES = re.compile(
    rf"(?:我们|咱们?|我司|带|同事|叫上|让|转给|给到|交给|分给)(?:公司)?(?:{_SURNAMES})?$"
)


def people(text: str) -> list[Found[str]]:
    """The people named, in order, each once; colleagues of one's own left out."""
    found = [Found(one.group(), one.start(), one.end()) for one in _NAMED.finditer(text)]
    for match in _FAMILIAR.finditer(text):
        if all(match.end() <= one.start or match.start() >= one.end for one in found):
            found.append(Found(match["who"], match.start(), match.end()))
    found += [
        Found(one.group(), one.start(), one.end())
        for one in _ENGLISH.finditer(text)
        if one.group() not in _MONTHS
    ]
    seen: set[str] = set()
    kept = []
    for one in sorted(found, key=lambda each: each.start):
        own = _SIDES.search(text[: one.start])
        if one.value not in seen and not own:
            seen.add(one.value)
            kept.append(one)
    return kept
