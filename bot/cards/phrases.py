"""Days, moments and amounts as people read them."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.slots import Amount, AmountRole, When
from bot.texts import Texts
from core.money import Money
from core.visits.model import Figure

_WAN = Decimal(10_000)
_YI = Decimal(100_000_000)


def shortened(text: str, most: int) -> str:
    """At most `most` characters, visibly cut.

    >>> shortened("长三角销售中心", 5)
    '长三角销…'
    """
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def day(value: date, say: Texts, *, today: date | None = None) -> str:
    """`12月2日 周三`; with the year when it is not `today`'s."""
    key = "phrases.day" if today is None or today.year == value.year else "phrases.day_and_year"
    weekday = say(f"phrases.weekday.{value.isoweekday()}")
    return say(key, year=value.year, month=value.month, day=value.day, weekday=weekday)


def short_day(value: date, say: Texts) -> str:
    """`11-25周三`: a day on a button."""
    weekday = say(f"phrases.weekday.{value.isoweekday()}")
    return say("phrases.short_day", month=value.month, day=value.day, weekday=weekday)


def moment(value: datetime, zone: ZoneInfo, say: Texts, *, today: date | None = None) -> str:
    """`12月2日 周三 14:00` in the company's zone."""
    local = value.astimezone(zone)
    return f"{day(local.date(), say, today=today)} {local:%H:%M}"


def when(value: When, say: Texts, *, today: date) -> str:
    """A day as understood: with its minute, "about" and "by" where they were said."""
    if value.month_only:
        return say("phrases.month", year=value.day.year, month=value.day.month)
    text = day(value.day, say, today=today)
    if value.at:
        text += f" {value.at:%H:%M}"
    elif value.part:
        text += " " + say(f"phrases.part.{value.part}")
    if value.by:
        text = say("phrases.by", day=text)
    return say("phrases.about", what=text) if value.about else text


def money(value: Money, say: Texts) -> str:
    """`120万` in Chinese, `¥1,200,000` otherwise."""
    if say.language != "zh-CN":
        return str(value).removesuffix(".00")
    yuan = value.in_yuan
    for unit, word in ((_YI, "亿"), (_WAN, "万")):
        if abs(yuan) >= unit:
            return f"{_short(yuan / unit)}{word}"
    return f"{_short(yuan)}元"


def amount(value: Amount, say: Texts) -> str:
    """An amount as understood: one figure, a range, or "within"."""
    match value.least, value.most:
        case None, None:
            return value.words
        case None, Money() as most:
            text = say("phrases.within", amount=money(most, say))
        case Money() as least, Money() as most if least != most:
            text = f"{money(least, say)}-{money(most, say)}"
        case least, _:
            text = money(least or Money(0), say)
    return say("phrases.about", what=text) if value.about else text


def amount_of(kept: Figure) -> Amount:
    """A kept amount as it was said."""
    return Amount(
        kept.least,
        kept.most,
        about=kept.about,
        role=AmountRole(kept.role),
        currency=kept.currency,
    )


def figure(value: Amount, say: Texts) -> str:
    """`预算 120万`: an amount with whose it is, as far as that was said."""
    text = amount(value, say)
    if value.role is AmountRole.OTHER:
        return text
    return say(f"phrases.role.{value.role}", amount=text)


def _short(number: Decimal) -> str:
    text = f"{number:,.4f}".rstrip("0").rstrip(".")
    return text or "0"
