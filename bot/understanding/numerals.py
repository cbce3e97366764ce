"""Numbers as people write and say them: 120, 三万五, 一百二十, 两, 半."""

import re
from decimal import Decimal

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
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
_IN_A_ROW = re.compile(f"[{''.join(_DIGITS)}]+")
_SPOKEN = re.compile(f"[{''.join((*_DIGITS, *_UNITS, *_BIG))}]+")


def value(text: str) -> Decimal | None:
    """The number `text` says, None when it says none.

    >>> value("一百二十"), value("三万五"), value("1.5"), value("二〇二六")
    (Decimal('120'), Decimal('35000'), Decimal('1.5'), Decimal('2026'))
    """
    if _ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if text == "半":
        return Decimal("0.5")
    spoken = text.replace("廿", "二十")
    if _IN_A_ROW.fullmatch(spoken):
        return Decimal("".join(str(_DIGITS[character]) for character in spoken))
    return _spoken(spoken) if _SPOKEN.fullmatch(spoken) else None


def _spoken(text: str) -> Decimal:
    """The sum of what the digits and their units say; a last digit counts the unit below."""
    total = section = digit = 0
    last = 1
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
            continue
        if character in _UNITS:
            last = _UNITS[character]
            section += (digit or int(not section)) * last
        else:
            last = _BIG[character]
            total, section = (total + section + digit) * last, 0
        digit = 0
    if digit and last >= 100 and text[-2] not in "零〇":
        digit *= last // 10
    return Decimal(total + section + digit)
