"""The keys a customer is found by: what people write instead of the registered name.

Pure, the same for writing and reading; `VERSION` changes when the keys of a name do. Kinds, strongest
first: full, alias, core (without region and legal form), brand_trade, region_brand, brand, alias_part,
pinyin (of the strong ones; toneless by character, zh=z, ng=n, l=n folded, so that homophone typos
and most dictation errors are exact hits). Source: language.md section 3.
"""

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files

VERSION = 2
SHORTEST, LONGEST = 2, 28
_LONG, _SOUNDED_LONGEST = 12, 10
_LAST = frozenset("司厂团院校所社行部店会局处馆站场库集")
"""What full names end with; a stretch of more than `_LONG` characters is one of those."""
_UNMARKED = r"[^\s，。；、！？：,;!?:\"“”‘’()（）【】\[\]<>《》|~…]"
_RUN = re.compile(rf"{_UNMARKED}(?:{_UNMARKED}|[（(]{_UNMARKED}{{1,8}}[）)](?={_UNMARKED}))+")
"""What a name stands in; one in brackets inside it, 远帆（苏州）新能源, is part of it."""
_SOUNDED = ("alias", "core", "brand", "brand_trade")

_LEGAL = re.compile(
    r"(?:股份有限公司|有限责任公司|集团有限公司|有限公司|股份公司|集团公司|集团|公司|总厂|厂|"
    r"事务所|研究院|研究所|合作社|商行|经营部)$"
)
_BRACKETS = re.compile(r"[（(][^）)]{1,12}[）)]")
_TAIL = re.compile(r"(?:科技|技术)$")
_MARK = re.compile(r"[\s·•.,，。、;；:：\-—_/\\'\"“”‘’!！?？~～]+")
_PROVINCES = (
    "河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 "
    "贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 华东 "
    "华南 华北 华中 西南 西北 东北 中国"
).split()
CITIES = (
    "北京 上海 天津 重庆 香港 澳门 深圳 广州 苏州 杭州 宁波 南京 无锡 常州 "
    "嘉兴 东莞 佛山 珠海 惠州 中山 江门 青岛 济南 烟台 潍坊 大连 沈阳 长春 哈尔滨 石家庄 唐山 保定 太原 郑州 洛阳 "
    "武汉 长沙 南昌 合肥 芜湖 福州 厦门 泉州 成都 绵阳 昆明 贵阳 西安 兰州 乌鲁木齐 南宁 海口 徐州 南通 扬州 镇江 "
    "泰州 盐城 淮安 连云港 宿迁 湖州 绍兴 金华 台州 温州 丽水 衢州 舟山 义乌 昆山 江阴 常熟 张家港 太仓 临沂 淄博 "
    "威海 济宁 泰安 襄阳 宜昌 株洲 湘潭 赣州 九江 柳州 桂林 遵义 咸阳 宝鸡 包头 呼和浩特 银川 西宁 拉萨 三亚 漳州 "
    "莆田 龙岩 马鞍山 滁州 安庆 蚌埠 阜阳 新乡 许昌 南阳 岳阳 衡阳 汕头 湛江 肇庆 清远 顺德 鄂尔多斯 大庆 鞍山 "
    "邯郸 廊坊 沧州 德州 聊城 菏泽 东营 日照 枣庄"
).split()
_REGIONS = [*_PROVINCES, *CITIES]
_TRADES = (
    "新能源科技 新能源 储能科技 锂能 光伏 精密仪器 精密机械 精密 精工 数控 微电子 半导体 光电技术 光电科技 光电 电子信息 "
    "电子科技 电子 化工 新材料科技 新材料 材料 涂料 树脂 医疗器械 医疗设备 医疗 生物科技 生物 汽车零部件 汽车电子 汽车配件 "
    "汽车内饰 内饰 汽车 底盘系统 食品 乳业 食品机械 环保科技 环保 水处理 环境工程 环境 自动化设备 自动化科技 自动化 信息技术 "
    "通信技术 通信 网络科技 网络 软件 智能科技 智能装备 智能 机械设备 机械制造 机械 重工 装备 模具 五金制品 五金 塑胶 塑料 "
    "橡胶 包装材料 包装 印刷 纺织 服装 服饰 家居 家具 建材 建设工程 建设 建筑 工程 置业 地产 物流 供应链 贸易 商贸 进出口 国际 "
    "实业 投资 控股 能源 电力 电气 电器 照明 激光 仪器仪表 仪器 仪表 检测技术 检测 制药 药业 农业 种业 饲料 牧业 水产 酒业 饮料 "
    "教育科技 教育 文化传媒 传媒 酒店管理 酒店 餐饮管理 餐饮 银行 保险 农商行 医院 学校 科技 技术 制造 设备 工业 产业 开发"
).split()
_COMMON = frozenset(
    "方案 样品 合同 项目 公司 客户 今天 明天 昨天 下午 上午 电话 微信 价格 设备 产品 技术 科技 采购 老板 经理 天天 我们 他们 "
    "问题 时间 报价 需求 测试 工厂 现场 会议 领导 集团 电子 化工 食品 机械 汽车 环保 建材 模具 包装 服装 家具 医疗 光电 精密 "
    "中国 国际 东方 第一 新能 大家 一家 这家 那家 公海 商机 计划 跟进 拜访 预算 需要 可以 没有 已经 以后 之前 现在".split()
)
_REGION = re.compile("|".join(sorted(_REGIONS, key=len, reverse=True)))
_TRADE = re.compile("(?:" + "|".join(sorted(set(_TRADES), key=len, reverse=True)) + ")+$")
_COUNTED = re.compile(r"^第|[这那他她它]|\d[个家条号]")
_CALLED = frozenset(
    "总 工 姐 哥 经理 主任 总监 厂长 科长 处长 部长 院长 所长 老师 博士 教授 董 局 队 科 处 老板 师傅 小姐 女士 先生 总工 副总".split()
)
_FOLD = (
    (re.compile("^zh"), "z"),
    (re.compile("^ch"), "c"),
    (re.compile("^sh"), "s"),
    (re.compile("ng$"), "n"),
    (re.compile("^l"), "n"),
)


def normalise(text: str) -> str:
    """Half width, lower case, without blanks and marks: how two ways of writing a name are compared."""
    bare = _MARK.sub("", unicodedata.normalize("NFKC", text)).lower()
    return unicodedata.normalize("NFC", bare)


def keys(full_name: str, aliases: Iterable[str] = ()) -> Sequence[tuple[str, str]]:
    """Return (key, kind) of a customer, each key once under its strongest kind."""
    found: dict[str, str] = {}
    for key, kind in _ways(full_name, tuple(aliases)):
        if _is_usable(key, kind):
            found.setdefault(key, kind)
    for key in [key for key, kind in found.items() if kind in _SOUNDED]:
        if sound := pinyin(key):
            found.setdefault(sound, "pinyin")
    return tuple(found.items())


def _ways(full_name: str, aliases: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The names it goes by, the surest first."""
    yield normalise(full_name), "full"
    yield from ((normalise(alias), "alias") for alias in aliases)
    yield from ((key, kind) for kind, key in _parts(full_name))
    for alias in aliases:
        yield from ((part, "alias_part") for part in _alias_parts(normalise(alias)))


def _is_usable(key: str, kind: str) -> bool:
    """Neither too short nor a number; a part of a name is no everyday word either."""
    if not SHORTEST <= len(key) <= LONGEST or key.isdigit():
        return False
    return kind in ("full", "alias") or key not in _COMMON


def core_name(full_name: str) -> str:
    """The name without region, brackets and legal form: 苏州远帆新能源科技股份有限公司 → 远帆新能源科技."""
    return _core(normalise(_BRACKETS.sub("", full_name)))[1]


def is_name(words: str) -> bool:
    """Whether a company may be called so: no region, trade or everyday word.

    >>> is_name("华光"), is_name("苏州"), is_name("化工"), is_name("第2个")
    (True, False, False, False)
    """
    key = normalise(words)
    brand = _TRADE.sub("", _REGION.sub("", key))
    return _is_usable(key, "brand") and len(brand) >= SHORTEST and not _COUNTED.search(key)


def is_company(name: str) -> bool:
    """Whether `name` is a company's by its form: a brand with a trade or a legal form behind it.

    >>> is_company("火星智能"), is_company("无锡明泰电子"), is_company("电子厂"), is_company("火星")
    (True, True, False, False)
    """
    bare = normalise(_BRACKETS.sub("", name))
    core = _core(bare)[1]
    brand = _TRADE.sub("", core)
    formed = core != bare[-len(core) :] or brand != core or bool(_LEGAL.search(bare))
    return formed and len(brand) >= SHORTEST and brand not in _COMMON


def may_be_one(name: str, full_name: str, aliases: Iterable[str] = ()) -> bool:
    """Whether a new `name` is most likely the known company: 杭州远帆 and 苏州远帆 are two.

    >>> may_be_one("远帆新能源科技", "苏州远帆新能源科技股份有限公司")
    True
    >>> may_be_one("杭州远帆新能源科技有限公司", "苏州远帆新能源科技股份有限公司")
    False
    """
    new = normalise(name)
    called = {normalise(one) for one in (full_name, *aliases)}
    if new in called:
        return True
    region, core = _core(normalise(_BRACKETS.sub("", name)))
    at = [_core(normalise(_BRACKETS.sub("", one))) for one in (full_name, *aliases)]
    regions = {place for place, _ in at if place}
    near = not region or not regions or region in regions
    return near and _plain(core) in {_plain(rest) for _, rest in at}


def surname(said: str) -> str:
    """The surname of somebody called by surname and title: 王总 → 王; empty for a full name.

    >>> surname("王总"), surname("张姐"), surname("王建国")
    ('王', '张', '')
    """
    return said[0] if len(said) >= 2 and said[1:] in _CALLED else ""


def pinyin(text: str) -> str:
    """`~` and the folded syllables of at least two Chinese characters; empty for anything else."""
    table = _table()
    sounds = [table.get(character, "") for character in text]
    if len(text) < SHORTEST or not all(sounds):
        return ""
    return "~" + "'".join(sounds)


def spans(text: str) -> dict[str, list[tuple[int, int]]]:
    """Every stretch of `text` that may be a name: normalised key → where it stands.

    Stretches of 2 to 28 characters that cross no mark and no blank, and cut no number and no Latin
    word in two; their pinyin keys too. A long one ends as companies do, or with the words around it.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for run in _RUN.finditer(text):
        _add_stretches(run.group(), run.start(), found)
    return found


def _add_stretches(run: str, before: int, found: dict[str, list[tuple[int, int]]]) -> None:
    """Add the keys of a run without blanks and marks that begins at `before`."""
    units = [_normal(character) for character in run]
    is_simple = "".join(units) == normalise(run)
    sounds = [_table().get(unit, "") for unit in units]
    edges = [place for place in range(len(run) + 1) if _parts_words(run, place)]
    for start in edges:
        for end in edges[bisect(edges, start + 1) :]:
            length = end - start
            if length > LONGEST:
                break
            if length <= _LONG or end == len(run) or run[end - 1] in _LAST:
                key = "".join(units[start:end]) if is_simple else normalise(run[start:end])
                if len(key) >= SHORTEST:
                    found.setdefault(key, []).append((before + start, before + end))
            if length <= _SOUNDED_LONGEST and all(heard := sounds[start:end]):
                sound = "~" + "'".join(heard)
                found.setdefault(sound, []).append((before + start, before + end))


@lru_cache(maxsize=8_192)
def _normal(character: str) -> str:
    return normalise(character)


def _parts_words(run: str, place: int) -> bool:
    """Whether a name may begin or end at `place`: not inside a number or a Latin word."""
    around = run[max(0, place - 1) : place + 1]
    return len(around) < 2 or not around.isascii() or not (around.isalpha() or around.isdigit())


def _parts(full_name: str) -> Iterable[tuple[str, str]]:
    bare = normalise(_BRACKETS.sub("", full_name))
    region, core = _core(bare)
    yield "core", core
    legal = _LEGAL.sub("", bare)
    yield "core", legal
    yield "core", _plain(core)
    brand = _TRADE.sub("", core)
    if len(brand) >= SHORTEST:
        trade = core[len(brand) :]
        first = _first_trade(trade)
        yield "brand_trade", brand + first
        yield "brand_trade", brand + trade
        yield "brand", brand
        if region:
            yield "region_brand", region + brand
    if region:
        yield "region_brand", region + core


def _plain(core: str) -> str:
    """Without the 科技 or 技术 at the end that many leave out, where enough is left."""
    bare = _TAIL.sub("", core)
    return bare if len(bare) >= SHORTEST else core


def _core(bare: str) -> tuple[str, str]:
    """Region and the rest between region and legal form."""
    rest = _LEGAL.sub("", _LEGAL.sub("", bare))
    match = _REGION.match(rest)
    if match is None or len(rest) - match.end() < SHORTEST:
        return "", rest
    end = match.end()
    if rest[end : end + 1] in ("市", "省", "县", "区") and len(rest) - end > SHORTEST:
        end += 1
    second = _REGION.match(rest, end)
    if second and len(rest) - second.end() >= SHORTEST:
        end = second.end()
    return match.group(), rest[end:]


def _first_trade(trade: str) -> str:
    for word in sorted(_TRADES, key=len, reverse=True):
        if trade.startswith(word):
            return word
    return trade


def _alias_parts(alias: str) -> Iterable[str]:
    """Head and tail of a longer alias: the 农商行 of 泉城农商行."""
    region = _REGION.match(alias)
    if region and len(alias) - region.end() >= SHORTEST:
        yield alias[region.end() :]
    brand = _TRADE.sub("", alias)
    if brand != alias:
        yield brand


@cache
def _table() -> dict[str, str]:
    lines = files("core.customers").joinpath("pinyin.txt").read_text(encoding="utf-8").splitlines()
    table = {}
    for line in lines[1:]:
        syllable, _, characters = line.partition(" ")
        for pattern, short in _FOLD:
            syllable = pattern.sub(short, syllable)
        table.update(dict.fromkeys(characters, syllable))
    return table
