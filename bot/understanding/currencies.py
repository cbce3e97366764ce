"""Currencies by the words and signs that name them."""

import re

_NAMES = {
    "CNY": ("人民币", "元", "块", "圆", "RMB", "rmb", "大洋", "蚊", "CNY", "¥", "￥"),
    "USD": ("美元", "美金", "美刀", "刀", "USD", "US$", "$"),
    "EUR": ("欧元", "欧", "EUR", "€"),
    "GBP": ("英镑", "镑", "GBP", "£"),
    "HKD": ("港元", "港币", "港纸", "HKD", "HK$"),
    "TWD": ("新台币", "台币", "NT$", "TWD"),
    "JPY": ("日元", "日币", "日圆", "JPY"),
    "KRW": ("韩元", "韩币", "韩圆", "KRW"),
    "AUD": ("澳元", "澳币", "AUD"),
    "CAD": ("加元", "加币", "CAD"),
    "SGD": ("新加坡元", "新加坡币", "新币", "SGD"),
    "CHF": ("瑞士法郎", "瑞郎", "CHF"),
    "THB": ("泰铢", "THB"),
    "RUB": ("俄罗斯卢布", "卢布", "RUB"),
    "INR": ("印度卢比", "卢比", "INR"),
    "VND": ("越南盾", "VND"),
    "MYR": ("马来西亚林吉特", "林吉特", "马币", "令吉", "MYR"),
    "NGN": ("奈拉", "NGN"),
}
_CODES = {name: code for code, names in _NAMES.items() for name in names}
_BEFORE = [name for name in _CODES if name not in ("元", "块", "圆", "刀", "镑", "欧", "大洋")]
_BEHIND = [name for name in _CODES if name not in ("$", "¥", "￥", "€", "£", "US$", "HK$", "NT$")]


def _either(names: list[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


BEFORE, BEHIND = _either(_BEFORE), _either(_BEHIND)
"""Words and signs that stand before a figure, and those that stand behind it."""


def code_of(words: str) -> str:
    """The ISO code of the currency that `words` names; yuan where it names none."""
    return next((code for name, code in _BY_LENGTH if name in words), "CNY")


_BY_LENGTH = sorted(_CODES.items(), key=lambda each: -len(each[0]))
