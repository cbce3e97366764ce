"""Numbers as people write and say them: 120, 三万五, 一百二十, 两, 半."""

import re
from decimal import Decimal

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
    "廿": 20,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
}
_UNITS = {"十": 10, "百": 100, "千": 1_000, "佰": 100, "仟": 1_000}
_BIG = {"万": 10_000, "亿": 100_000_000}
HAN = "零〇一二三四五六七八九十百千两俩仨廿"
NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|[{HAN}半]+)"
_ARABIC = re.compile(r"\d[\d,]*(?:\.\d+)?")


def value(text: str) -> Decimal | None:
    """The number `text` says, None when it says none.

    >>> value("一百二十"), value("三万五"), value("1.5"), value("十二")
    (Decimal('120'), Decimal('35000'), Decimal('1.5'), Decimal('12'))
    """
    if _ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if text == "半":
        return Decimal("0.5")
    return _spoken(text)


def _spoken(text: str) -> Decimal | None:
    total = section = digit = 0
    last = 1
    seen = False
    for character in text:
        if character in _DIGITS:
            digit = digit * 10 + _DIGITS[character] if seen and last == 0 else _DIGITS[character]
            seen, last = True, 0 if len(text) > 1 and _plain(text) else last
        elif character in _UNITS:
            section += (digit or (0 if seen and digit == 0 and section else 1)) * _UNITS[character]
            digit, last, seen = 0, _UNITS[character], True
        elif character in _BIG:
            total = (total + section + digit) * _BIG[character]
            section = digit = 0
            last, seen = _BIG[character], True
        else:
            return None
    if not seen:
        return None
    if digit and last >= 100 and not text.endswith(("零" + text[-1], "〇" + text[-1])):
        digit *= last // 10
    return Decimal(total + section + digit)


def _plain(text: str) -> bool:
    """Digits one after the other, as in 二〇二六."""
    return all(character in _DIGITS for character in text)
