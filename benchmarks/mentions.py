"""How people call a company in a sentence: nine ways, right and wrong."""

import random
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from benchmarks.market import Company

_COMMON = bytes(
    code for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for code in (row, cell)
).decode("gb2312", errors="ignore")
"""The characters in everyday use, as the national standard lists them."""


def mention(one: Company, kind: str, chance: random.Random) -> str:
    """What somebody writes who means `one`."""
    return KINDS[kind](one, chance)


def _full(one: Company, _: random.Random) -> str:
    return one.full_name


def _core(one: Company, _: random.Random) -> str:
    """Without region and legal form."""
    return one.brand + one.trade


def _brand_trade(one: Company, _: random.Random) -> str:
    """The trade as short as people say it."""
    for tail in ("科技", "制品", "制造", "设备", "管理", "配件"):
        if one.trade.endswith(tail) and len(one.trade) > len(tail) + 1:
            return one.brand + one.trade[: -len(tail)]
    return one.brand + one.trade


def _brand(one: Company, _: random.Random) -> str:
    return one.brand


def _region_brand(one: Company, _: random.Random) -> str:
    return one.region + one.brand


def _initials(one: Company, chance: random.Random) -> str:
    """北京重工 is 北重: the first characters of its parts."""
    parts = (one.region, one.brand, one.trade)
    return "".join(part[:1] for part in (parts if chance.random() < 0.5 else parts[1:]))


def _homophone(one: Company, chance: random.Random) -> str:
    """One character of the brand is another of the same sound, as dictation writes it."""
    place = chance.randrange(len(one.brand))
    wrong = chance.choice(_alike().get(one.brand[place], one.brand[place]))
    return one.brand[:place] + wrong + one.brand[place + 1 :] + one.trade


def _one_more(one: Company, chance: random.Random) -> str:
    right = one.brand + one.trade
    place = chance.randrange(1, len(right))
    return right[:place] + chance.choice(_COMMON) + right[place:]


def _one_less(one: Company, chance: random.Random) -> str:
    right = one.brand + one.trade
    place = chance.randrange(len(right))
    return right[:place] + right[place + 1 :]


KINDS: dict[str, Callable[[Company, random.Random], str]] = {
    "full name": _full,
    "without region and form": _core,
    "brand and trade": _brand_trade,
    "brand": _brand,
    "region and brand": _region_brand,
    "first characters": _initials,
    "homophone": _homophone,
    "one character more": _one_more,
    "one character less": _one_less,
}


@cache
def _alike() -> dict[str, str]:
    """The everyday characters that sound like each character."""
    table = files("core.customers").joinpath("pinyin.txt").read_text(encoding="utf-8")
    common, alike = set(_COMMON), dict[str, str]()
    for row in (line.partition(" ")[2] for line in table.splitlines()):
        everyday = "".join(one for one in row if one in common)
        alike |= {one: everyday.replace(one, "") or one for one in row}
    return alike
