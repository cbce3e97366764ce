"""The keys a customer is found by: what people write instead of the registered name.

Pure, the same for writing and reading. Kinds, strongest first: full, alias, core (without region and
legal form), brand_trade, region_brand, brand; alias_part; part (of a brand so long that it may begin with
a place or end with a trade of no list); pinyin (of the strong ones; toneless by character, zh=z, ng=n, l=n
folded, so that homophone typos and most dictation errors are exact hits). Source: language.md section 3.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.customers.name_words import CITIES, COMMON, PLACES, PROVINCES, TRADES, any_of
from core.customers.sounds import pinyin

SHORTEST, LONGEST = 2, 28
_LONG_BRAND = 3
_SOUNDED = ("alias", "core", "brand", "brand_trade")

_LEGAL = re.compile(
    r"(?:股份有限公司|有限责任公司|集团有限公司|有限公司|股份公司|集团公司|集团|公司|总厂|厂|"
    r"事务所|研究院|研究所|合作社|商行|经营部)$"
)
_BRACKETS = re.compile(r"[（(][^）)]{1,12}[）)]")
_TAIL = re.compile(r"(?:科技|技术)$")
_MARK = re.compile(r"[\s·•.,，。、;；:：\-—_/\\'\"“”‘’!！?？~～]+")
_REGIONS = frozenset((*PROVINCES, *CITIES, *PLACES))
_REGION = re.compile(any_of(_REGIONS))
_TRADE = re.compile(f"(?:{any_of(TRADES)})+$")
_TRADES = frozenset(TRADES)
_COUNTED = re.compile(r"^第|[这那他她它]|\d[个家条号]")
_CALLED = frozenset(
    "总 工 姐 哥 经理 主任 总监 厂长 科长 处长 部长 院长 所长 老师 博士 教授 董 局 队 科 处 厂 院 叔 老板 师傅 "
    "小姐 女士 先生 总工 副总".split()
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
        if spoken := pinyin(key):
            found.setdefault(spoken, "pinyin")
    return tuple(found.items())


def _ways(full_name: str, aliases: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The names it goes by, the surest first."""
    yield normalise(full_name), "full"
    yield from ((normalise(alias), "alias") for alias in aliases)
    yield from ((key, kind) for kind, key in _parts(full_name))
    for alias in aliases:
        yield _LEGAL.sub("", normalise(alias)), "core"
        yield from ((part, "alias_part") for part in _alias_parts(normalise(alias)))


def _is_usable(key: str, kind: str) -> bool:
    """Neither too short nor a number; a part of a name is no everyday word either."""
    if not SHORTEST <= len(key) <= LONGEST or key.isdigit():
        return False
    return kind in ("full", "alias") or key not in COMMON


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
    return formed and len(brand) >= SHORTEST and brand not in COMMON


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


_PERSON, _FAMILY = "·", "*"
"""Before the key of a person, which no key of a company holds, and behind that of a surname."""


def person_key(said: str) -> str:
    """The key that finds whoever is called `said`: by the surname where that is all it tells.

    >>> person_key("王总"), person_key("王建国")
    ('·王*', '·王建国')
    """
    family = surname(said)
    return f"{_PERSON}{family}{_FAMILY}" if family else f"{_PERSON}{said}"


def person_keys(name: str) -> Sequence[str]:
    """The keys of a customer where somebody of that name is known; none for nobody."""
    return (f"{_PERSON}{name}", f"{_PERSON}{name[0]}{_FAMILY}") if name else ()


def is_called(name: str, said: str) -> bool:
    """Whether `said` (王总) may be `name` (王建国): a part of it, or the same surname."""
    family = surname(said) or _familiar(said)
    return said in name or bool(family and name.startswith(family))


def _familiar(said: str) -> str:
    """The surname of somebody called 老马 or 小张."""
    return said[1] if len(said) == 2 and said[0] in "老小" else ""


def _parts(full_name: str) -> Iterator[tuple[str, str]]:
    bare = normalise(_BRACKETS.sub("", full_name))
    region, core = _core(bare)
    yield "core", core
    yield "core", _LEGAL.sub("", bare)
    yield "core", _plain(core)
    brand = _TRADE.sub("", core)
    trade = core[len(brand) :]
    if len(brand) >= SHORTEST:
        yield from (("brand_trade", brand + some) for some in _beginnings(trade))
    if len(brand) >= SHORTEST and (region or brand not in _REGIONS):
        yield "brand", brand
        yield from (("part", part) for part in _brand_parts(brand, trade, region))
    for place in filter(None, (region, _in_brackets(full_name))):
        yield "region_brand", place + core
        if len(brand) >= SHORTEST:
            yield "region_brand", place + brand


@dataclass(frozen=True, slots=True)
class Anatomy:
    """The parts of a company's name, each empty where it is not there; the trade as short as it is said."""

    region: str
    brand: str
    trades: tuple[str, ...]


def anatomy(full_name: str) -> Anatomy:
    """The parts of a registered name.

    >>> anatomy("苏州远帆新能源科技有限公司").brand
    '远帆'
    """
    region, core = _core(normalise(_BRACKETS.sub("", full_name)))
    brand = _TRADE.sub("", core)
    trade = core[len(brand) :]
    return Anatomy(region or _in_brackets(full_name), brand, (*_beginnings(trade), trade))


def _brand_parts(brand: str, trade: str, region: str) -> Iterator[str]:
    """慈溪永隆磁材: what may be the brand in it, where places and trades of no list are around it."""
    if len(brand) <= _LONG_BRAND:
        return
    yield from (region * bool(before) + brand[:size] for size in (2, 3) for before in (0, 1))
    if not region:
        yield brand[2:]
        yield brand[2:] + trade
        yield from (brand[2:] + some for some in _beginnings(trade))
        yield from (brand[2 : 2 + size] for size in (2, 3))


def _in_brackets(full_name: str) -> str:
    """The place a name has in brackets: 远帆（苏州）新能源."""
    found = _BRACKETS.search(full_name)
    place = _REGION.match(normalise(found.group()[1:-1])) if found else None
    return place.group() if place else ""


def _plain(core: str) -> str:
    """Without the 科技 or 技术 at the end that many leave out, where enough is left."""
    bare = _TAIL.sub("", core)
    return bare if len(bare) >= SHORTEST else core


def _core(bare: str) -> tuple[str, str]:
    """Region and the rest between region and legal form; where only a trade is left, there is none."""
    rest = _LEGAL.sub("", _LEGAL.sub("", bare))
    match = _REGION.match(rest)
    if match is None or not _holds_brand(rest[match.end() :]):
        return "", rest
    end = match.end()
    if rest[end : end + 1] in ("市", "省", "县", "区") and _holds_brand(rest[end + 1 :]):
        end += 1
    second = _REGION.match(rest, end)
    if second and _holds_brand(rest[second.end() :]):
        end = second.end()
    return match.group(), rest[end:]


def _holds_brand(rest: str) -> bool:
    return len(_TRADE.sub("", rest)) >= SHORTEST


def _beginnings(trade: str) -> Iterator[str]:
    """机械制造 is 机械 as well."""
    return (trade[:size] for size in range(2, len(trade)) if trade[:size] in _TRADES)


def _alias_parts(alias: str) -> Iterable[str]:
    """Head and tail of a longer alias: the 农商行 of 泉城农商行."""
    region = _REGION.match(alias)
    if region and len(alias) - region.end() >= SHORTEST:
        yield alias[region.end() :]
    brand = _TRADE.sub("", alias)
    if brand != alias:
        yield brand
