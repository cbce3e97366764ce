"""Every number of a text: 1,234.5, 三百二十五, 三点五, 三分之二, 百分之五十, 八五折, 第五, 5k, 一打."""

import re
from collections.abc import Callable
from decimal import Decimal

from bot.understanding.numerals import DIGITS, value
from bot.understanding.patterns import regex
from bot.understanding.scripts import plain
from bot.understanding.spans import Found, longest

_D = DIGITS + "廿卅"
_U = "十百千万亿兆拾佰仟"
_ARABIC = (
    r"(?:(?:\d{1,3}(?:[,，]\d{3})++(?![,，]?\d)(?:\.\d++)?|(?<!\d\.)\d++\.\d++(?!\.\d)|\d++)"
    r"|(?<![\d.])\.\d++)"
)
_STEP = (
    rf"\s*+(?:[余多几]\s*+(?=[万亿]))?+[{_U}]"
    rf"(?:\s*+\d++(?=\s*+[{_U}])|\d(?![\d.])|\s*+[{_D}](?!\s*+分\s*+之\s*+\D*+\d))?+"
)
_SPOKEN = rf"[半{_D}十百千拾佰仟](?:\s*+(?:[余多几]\s*+(?=[万亿]))?+[{_D}{_U}]){{0,39}}+"
_PLACES = r"(?:\s*+点\s*+[零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖]++(?!\s*+[十百分刻半]))?+"
_RUN = rf"(?:{_ARABIC}(?:{_STEP})*+|{_SPOKEN}{_PLACES})"
_BEGINS = rf"(?<![\d半{_D}{_U}])"
"""No number begins within another."""
_SIGN = r"(?:负\s*+|(?<![A-Za-z0-9)\-.])-\s?(?=[\d.]))?+"
_TIMES = {"k": 3, "K": 3, "w": 4, "W": 4, "m": 6, "M": 6, "G": 9}
_MANY = {"打": 12, "双": 2, "对": 2}


def figures(text: str) -> list[Found[Decimal]]:
    """The numbers of `text`, in order; a percentage counts as its hundredths, 第五 as 5."""
    said = plain(text)
    found = [
        Found(number, match.start(), match.end())
        for pattern, read in _FORMS
        for match in pattern.finditer(said)
        if (number := read(match)) is not None
    ]
    return longest(found)


def _read(run: str | None) -> Decimal | None:
    """The number of a run: blanks and 多, 几, 余 within it say nothing."""
    kept = re.sub(r"[\s余多几]", "", run or "")
    return value(kept.replace("零万", "万").replace("零亿", "亿"))


def _number(match: re.Match[str]) -> Decimal | None:
    """-1.2M, 2e5, 2^5, 三百二十五, 一打, 第五."""
    number = _read(match["run"])
    if number is None:
        return None
    number = number.scaleb(_TIMES.get(match["times"] or "", 0)) * _MANY.get(match["many"] or "", 1)
    if match["ten"]:
        number = number.scaleb(int(match["ten"]))
    if match["power"] and number:
        number **= int(match["power"]) * _minus(match["up"])
    return number * _minus(match["sign"])


def _minus(*signs: str | None) -> int:
    return (
        -1 if sum((sign or "").count("-") + (sign or "").count("负") for sign in signs) % 2 else 1
    )


def _fraction(match: re.Match[str]) -> Decimal | None:
    """三分之二, 三又四分之一, 1/2, 1 3/5."""
    over, under = _read(match["over"]), _read(match["under"])
    whole = _read(match["whole"]) if match["whole"] else Decimal(0)
    if over is None or whole is None or not under:
        return None
    return (whole + over / under) * _minus(match["sign"], match["above"], match["below"])


def _percent(match: re.Match[str]) -> Decimal | None:
    """百分之五十, 50%, 六个百分点."""
    number = _read(match["run"])
    if number is None:
        return None
    return number.scaleb(_TIMES.get(match["times"] or "", 0)) * _minus(match["sign"])


def _tenths(match: re.Match[str]) -> Decimal | None:
    """三成 is 30, 三成半 35; 八折 is 80, 八五折 and 85折 are 85; 对折 is 50."""
    run = re.sub(r"\s", "", match["run"])
    if run in ("对", "半"):
        return Decimal(5 if match["kind"] == "成" else 50)
    number = _read(run)
    if number is None:
        return None
    more = Decimal(5) if match["tail"] == "半" else value((match["tail"] or "零").strip())
    return (number if match["kind"] == "折" and number > 10 else number * 10) + (more or 0)


_Reader = Callable[[re.Match[str]], Decimal | None]
_FORMS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (
        regex(
            rf"{_BEGINS}第?+(?P<sign>{_SIGN})(?P<run>{_RUN})"
            rf"(?:\s?(?P<times>[kKmMwWG](?![A-Za-z]))|\s*+(?P<many>[打双对](?![电折开过工听算字数十]))"
            r"|[eE](?P<ten>[+-]?\d{1,2})(?!\d)|\^(?P<up>[+-]{0,2})(?P<power>\d{1,2})(?!\d))?"
        ),
        _number,
    ),
    (
        regex(
            rf"{_BEGINS}(?P<sign>{_SIGN})(?:(?P<whole>{_RUN})\s*+又\s*+)?(?P<below>{_SIGN})(?P<under>(?!百\s*+分){_RUN})\s*+分\s*+之\s*+"
            rf"(?P<above>{_SIGN})(?P<over>{_RUN})"
        ),
        _fraction,
    ),
    (
        regex(
            r"(?<![\d/.])(?P<sign>-?)(?:(?P<whole>\d++)\s++)?(?P<above>)(?P<over>\d++)/(?P<below>)(?P<under>\d++)(?![\d/.])"
        ),
        _fraction,
    ),
    (
        regex(
            rf"{_BEGINS}(?P<sign>{_SIGN})百\s*+分\s*+之\s*+(?P<run>{_RUN})\s?(?P<times>[kKmM](?![A-Za-z]))?"
        ),
        _percent,
    ),
    (
        regex(
            rf"{_BEGINS}(?P<sign>{_SIGN})(?P<run>{_RUN})(?P<times>[kKmM])?\s*+(?:%|个\s*+百\s*+分\s*+点)"
        ),
        _percent,
    ),
    (
        regex(
            rf"{_BEGINS}(?P<run>{_RUN}|对(?=折)|\d\s\d(?=\s?折))\s*+(?P<kind>[成折])(?:\s?(?P<tail>[半一二三四五六七八九]))?"
        ),
        _tenths,
    ),
)
