"""Numbers as people write and say them: 120, 三万五, 一百二十, 5万4千, 两, 半, 壹佰, 十点二."""

from decimal import Decimal

from bot.understanding.patterns import regex

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
} | {c: n for n, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)}  # fmt: skip
_UNITS = {"十": 10, "百": 100, "千": 1_000, "拾": 10, "佰": 100, "仟": 1_000}
_BIG = {"万": 10_000, "亿": 100_000_000, "兆": 1_000_000_000_000}
HAN = "零〇一二三四五六七八九十百千两俩仨廿"
NUMBER = rf"(?:\d{{1,3}}(?:[,，]\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|[{HAN}半]+)"
ON_CHEQUES = "壹贰叁肆伍陆柒捌玖拾佰仟"
DIGITS = "".join(_DIGITS)
LONGEST = 40
"""Characters; nobody says a longer number."""

_ARABIC = regex(r"\d[\d,，]*(?:\.\d+)?|\.\d+")
_IN_A_ROW = regex(f"[{DIGITS}]+")
_SPOKEN = regex(
    rf"(?=[{DIGITS}十百千拾佰仟半])(?:\.?\d+(?:\.\d+)?)?[{DIGITS}十百千万亿兆拾佰仟半\d]*"
    rf"(?:点[{DIGITS}]+)?|\d+(?:\.\d+)?[十百千万亿兆拾佰仟][{DIGITS}十百千万亿兆拾佰仟\d]*"
)
_PART = regex(r"\.?\d+(?:\.\d+)?|\D")


def value(text: str) -> Decimal | None:
    """The number `text` says, None when it says none.

    >>> value("一百二十"), value("三万五"), value("1.5"), value("二〇二六")
    (Decimal('120'), Decimal('35000'), Decimal('1.5'), Decimal('2026'))
    """
    if not 0 < len(text) <= LONGEST:
        return None
    if _ARABIC.fullmatch(text):
        return Decimal(text.replace(",", "").replace("，", ""))
    if text == "半":
        return Decimal("0.5")
    spoken = text.replace("廿", "二十").replace("卅", "三十")
    if _IN_A_ROW.fullmatch(spoken):
        return Decimal(_in_a_row(spoken))
    match = _SPOKEN.fullmatch(spoken)
    if match is None:
        return None
    whole, _, places = spoken.partition("点")
    return _spoken(whole) + (Decimal("0." + _in_a_row(places)) if places else 0)


def number(text: str | None) -> Decimal:
    """The number `text` says, 0 when it says none."""
    return value(text or "") or Decimal(0)


def whole(text: str | None, *, otherwise: int = 0) -> int:
    """The whole number `text` says, `otherwise` when it says none."""
    found = value(text or "")
    return otherwise if found is None else int(found)


def _in_a_row(digits: str) -> str:
    return "".join(str(_DIGITS[character]) for character in digits)


def _spoken(text: str) -> Decimal:
    """The sum of what the digits and their units say; a last digit counts the unit below."""
    total = section = Decimal(0)
    digit: Decimal | None = None
    last = big = 1
    parts = _PART.findall(text)
    for part in parts:
        if part in _BIG:
            section += digit or 0
            total, section = _grouped(total, section, _BIG[part], big)
            last = big = _BIG[part]
        elif part in _UNITS:
            last = _UNITS[part]
            section += (digit if digit is not None else Decimal(not section)) * last
        else:
            digit = _digit(part)
            continue
        digit = None
    return total + section + _below(digit or Decimal(0), parts, last)


def _grouped(total: Decimal, section: Decimal, unit: int, before: int) -> tuple[Decimal, Decimal]:
    """五亿一万 adds up; 四千万亿 and 四万万 are multiplied."""
    if unit > before or not section:
        return (total + section) * unit, Decimal(0)
    return total + section * unit, Decimal(0)


def _digit(part: str) -> Decimal:
    if part == "半":
        return Decimal("0.5")
    return Decimal(_DIGITS[part]) if part in _DIGITS else Decimal(part)


def _below(digit: Decimal, parts: list[str], last: int) -> Decimal:
    """三万五 is 35,000; 三万零五 and 三万12 are what they say."""
    follows = len(parts) > 1 and parts[-2] not in "零〇"
    return digit * (last // 10) if follows and last >= 100 and digit < 10 else digit
