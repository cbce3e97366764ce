"""People at customers as reps name them: 王总, 采购冯姐, 老周, Kevin."""

import re
from collections.abc import Iterator, Sequence

from bot.understanding.spans import Found
from bot.understanding.words import everyday

_SURNAMES = (
    "欧阳|上官|诸葛|司马|"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦"
    "邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成"
    "覃储缪栾揭仝逯郦冼阙卞晁屠茅苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝]"
)
_TITLES = (
    "总监|总经理|副总|矿长|园长|馆长|社长|村长|段长|班长|工长|镇长|台长|总工|董事长|厂长|院长|处长|科长|部长|局长|所长|校长|行长|队长|组长|店长|站长|主任|主管|经理|工程师|老师|博士|教授|医生|师傅|会计|"
    "助理|秘书|书记|小姐|女士|先生|老板娘|老板|研究员|阿姨|大姐|专员|总|工|姐|哥|董|局|队|科|处|院|厂|叔"
)
_NAMED = re.compile(
    rf"(?<!招)(?<![上下本这](?=周总))(?:(?<![较大]|[变缩很太更最])小(?=.[总董]))?(?:{_SURNAMES})(?:{_TITLES})(?!计|程|业|具|厂|作|资|时|本|部|理)(?<!施工)"
)
_FAMILIAR = re.compile(
    rf"(?<![很太最更变])(?P<who>[老小](?:{_SURNAMES}))(?![板客家公总时心型区组的目])"
)
_ROMAN = (
    "Bai|Cai|Cao|Chan|Chang|Chen|Cheng|Cui|Deng|Ding|Dong|Du|Fan|Fang|Feng|Fu|Gao|Gu|Guo|Han|He|Ho|Hou|Hu|Huang|Jia|"
    "Jiang|Jin|Kong|Lai|Lee|Lei|Li|Liang|Liao|Lin|Liu|Lu|Luo|Ma|Mao|Meng|Ng|Pan|Peng|Qian|Qin|Qiu|Ren|Shao|Shen|Shi|Song|"
    "Su|Sun|Tan|Tang|Tao|Tian|Tong|Wan|Wang|Wei|Wong|Wu|Xia|Xiao|Xie|Xiong|Xu|Xue|Yan|Yang|Yao|Ye|Yin|Yu|Yuan|Zeng|"
    "Zhang|Zhao|Zheng|Zhong|Zhou|Zhu|Zou"
)
_ENGLISH = re.compile(
    r"(?<![A-Za-z])(?!OK|RFQ|PO|KOL|SQE|VIP|CRM|NDA|SBS)[A-Z][a-z]{2,9}(?![A-Za-z])"
    rf"(?: (?:{_ROMAN})(?![A-Za-z]))?"
    rf"(?:(?!周)(?:{_SURNAMES})(?=[说聊谈发打约的，,。\s]|电话|微信|$))?"
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
        "Excel",
        "Word",
        "Logo",
        "Demo",
    ]
)
_SIDES = re.compile(
    rf"(?:我们|咱们?|我司|带|同事|叫上|让|转给|给到|交给|分给)(?:公司)?(?:{_SURNAMES})?$"
)
_WITH = re.compile(r"(?:跟|和|与|同|带着?|陪着?|拉着|拉上)$")
_ALONG = re.compile(r"(?:一起|一块儿?|一同|俩人?|两个人?)?(?:去|到|跑|拜访|走访|回访)了?趟?\u3000")
_TOO = re.compile(r"(?:陪我|跟我|和我)(?:一起|一块儿?|一同)?(?:去|来|跑|拜访)")


_ROLES = (
    "经理|总监|主任|采购|财务|部长|科长|厂长|负责人|工程师|研究员|助理|秘书|老板|联系人|对接人|"
    "副总裁?|总裁|董事长|总工|主管|专员|代表|会计|院长|所长|处长|部门?|处|科|中心|CTO|CEO|CFO|COO|CIO|HR|SQE|PM"
)
_NO_GIVEN = "总工姐哥董局队科处院厂叔生先小女老经主部说聊谈见打通开来要想问回在给约的和跟与了是有过没不也审批购款"
_FULL = re.compile(
    rf"(?:(?P<sure>(?:{_ROLES})的?\s?|叫|名叫)|(?P<by>[跟和与找约陪给问]|见了?|拜访了?|遇到)|\u3000的?|^|(?<=[，,。；;\s]))"
    rf"(?P<name>(?:{_SURNAMES})[\u4e00-\u9fff]{{1,2}}?)"
    r"(?=[说聊谈见打通开来要想问回在给约的和跟与、，,。；;！!\s发讲同反介签接去到带让请演试看确没不也]|电话|视频|微信|开会|$|(?(sure)[卡拍支认负嫌催答表希是都还有把点]|(?!)))"
)
_TITLED = re.compile(
    rf"(?:^|(?<=[\u3000\s，,。；;、：:跟和与同见找访了给问约的是由让请叫]))"
    rf"(?P<name>(?:{_SURNAMES})(?![{_NO_GIVEN}])[\u4e00-\u9fff](?:(?![{_NO_GIVEN}副])[\u4e00-\u9fff])?)\s?"
    r"(?:副?总(?![是部价额量共数体的算包成])|总监|(?:副?总)?经理|(?:副?主)任|主管|工程师|[厂处科部院所校局]长(?!期))"
)
_SURNAMED = re.compile(rf"(?P<title>{_TITLES})姓(?P<surname>{_SURNAMES})")
_CANTONESE = re.compile(rf"(?:{_SURNAMES})生(?=[后说聊要想在约问回，,。\s]|$)")
_LADY = re.compile(r"老板娘")
_CLOSE = re.compile(
    r"(?:(?<=[\u3000找跟和给问约见，,。\s])|^)(?:阿(?:[\u4e00-\u9fff]|[A-Z][a-z]+)(?=[说那要问让发打在的也都和跟来没不，,。、\s]|$)"
    r"|(?![大小表堂空学帅的个师老])[\u4e00-\u9fff][姐哥](?![们妹弟]))"
)


def people(text: str) -> list[Found[str]]:
    """The people named, in order, each once; colleagues of one's own left out."""
    found: list[Found[str]] = []
    for one in _everybody(text):
        if all(one.end <= other.start or one.start >= other.end for other in found):
            found.append(one)
    kept: dict[str, Found[str]] = {}
    for one in sorted(found, key=lambda each: each.start):
        if not _is_ours(one, text):
            kept.setdefault(one.value, one)
    return list(kept.values())


def _is_ours(one: Found[str], text: str) -> bool:
    """带小林, 和小林一起去\u3000, 小林陪我去的: whoever came along from our side."""
    before, after = text[: one.start], text[one.end :]
    along = _WITH.search(before) and _ALONG.match(after)
    return bool(_SIDES.search(before) or along or _TOO.match(after))


def _everybody(text: str) -> Iterator[Found[str]]:
    """王总, 林生, 老板姓熊, 老周, 林峰, Kevin, 老板娘: the surest way of naming first."""
    for match in (*_NAMED.finditer(text), *_CANTONESE.finditer(text), *_CLOSE.finditer(text)):
        yield Found(match.group(), match.start(), match.end())
    for match in _SURNAMED.finditer(text):
        yield Found(match["surname"] + match["title"], match.start(), match.end())
    for match in _FAMILIAR.finditer(text):
        yield Found(match["who"], match.start(), match.end())
    yield from _full_names(text)
    for match in _ENGLISH.finditer(text):
        if match.group() not in _MONTHS:
            yield Found(match.group(), match.start(), match.end())
    for match in _LADY.finditer(text):
        yield Found(match.group(), match.start(), match.end())


def _full_names(text: str) -> Iterator[Found[str]]:
    """CTO林峰, 跟陈浩通完话: a surname and a given name that make no word together."""
    for match in _FULL.finditer(text):
        name = match["name"]
        if name[-1] not in _NO_GIVEN and not _is_word(
            name, sure=bool(match["sure"] or match["by"])
        ):
            yield Found(name, match.start("name"), match.end("name"))
    for match in _TITLED.finditer(text):
        if not _is_word(match["name"], sure=True):
            yield Found(match["name"], *match.span("name"))


def is_full_name(text: str) -> bool:
    """Whether it reads like a surname and a given name: 张三丰; not 华东, nor 方案组."""
    shape = re.fullmatch(rf"(?P<surname>{_SURNAMES})[\u4e00-\u9fff]{{1,2}}", text)
    if shape is None or text[-1] in _GROUPS:
        return False
    return len(shape["surname"]) > 1 or text[:2] not in everyday()


_GROUPS = "组队部区司家们个天周月里的"
_MAYBE = re.compile(
    rf"(?:^|(?<=[\u3000，,。；;\s的跟和与给找下]))(?:{_SURNAMES})[\u4e00-\u9fff]{{1,2}}"
)


def perhaps(text: str, found: Sequence[Found[str]]) -> list[Found[str]]:
    """What reads like a full name where one can stand, beside those found: 王建国, 王建."""
    free = [
        one
        for one in _MAYBE.finditer(text)
        if all(one.end() <= each.start or one.start() >= each.end for each in found)
    ]
    return [
        Found(one.group()[:size], one.start(), one.start() + size)
        for one in free
        for size in range(len(one.group()), 1, -1)
    ]


def is_name(text: str) -> bool:
    """Whether `text` reads like one person's name alone: 老赵, 张强, David; no 招标, no 我们."""
    if re.fullmatch(r"[老小大阿][\u4e00-\u9fff]|[A-Z][a-z]+", text):
        return True
    return (
        bool(re.fullmatch(rf"(?:{_SURNAMES})[\u4e00-\u9fff]{{1,2}}", text))
        and text not in everyday()
    )


def _is_word(name: str, *, sure: bool) -> bool:
    """方案, 车投诉; but 跟王建国 is somebody, though 建国 is a word."""
    words = everyday()
    return name[:2] in words or (not sure and name[1:] in words)
