"""What is wished of the talk itself: settings and rules shown, quiet hours, language, platform."""

import re
from datetime import time

from bot.keys import Intent
from bot.talk import ChangeSettings, SelfCheck, ShowNotUnderstood, ShowRules, ShowSettings
from bot.understanding.numerals import whole
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading

_QUIET = regex(
    r"别(?:叫|吵|打扰|推送?|烦)我(?!忘)|点(?:以后|之后|后)别(?:再)?(?:提醒|发)|免打扰|勿扰"
)
_FROM = regex(r"(?P<from>\d{1,2}|[一二三四五六七八九十]{1,3})点(?:以后|之后|后)")
_HOURS = regex(
    r"(?:晚上)?(?P<from>\d{1,2}|[一二三四五六七八九十]{1,3})点.{0,3}(?:到|至|-).{0,4}?(?P<until>\d{1,2}|[一二三四五六七八九十]{1,3})点"
)


_ASKED: tuple[tuple[re.Pattern[str], Intent], ...] = (
    (regex(r"^\s*(?:我的)?设置\s*$|看看?我的设置"), ShowSettings()),
    (regex(r"没听懂的|听不懂的(?:句子|话)"), ShowNotUnderstood()),
    (regex(r"^(?=.{1,11}$).*(?:自检|系统(?:状态|正常))"), SelfCheck()),
    (
        regex(
            r"(?:公海|现在).{0,4}规则(?:是啥|是什么|怎么)|看看?规则|冷却期|多久(?:才|就)?(?:能|可以)(?:再|重新)(?:认?领|拿)"
        ),
        ShowRules(),
    ),
)
_SPEAK = r"(?:改成|切换?到?|换成|用|speak|switch to)\s*"
_CHANGED: tuple[tuple[re.Pattern[str], Intent], ...] = (
    (regex(_SPEAK + "(?:英文|英语|english)", re.IGNORECASE), ChangeSettings(language="en")),
    (regex(_SPEAK + "(?:中文|汉语|chinese)", re.IGNORECASE), ChangeSettings(language="zh-CN")),
    (
        regex(r"(?:推送?|发|提醒)(?:都|就)?(?:发到|到|去|给|往|用|发)?飞书"),
        ChangeSettings(platform="feishu"),
    ),
    (
        regex(r"(?:推送?|发|提醒)(?:都|就)?(?:发到|到|去|给|往|用|发)?(?:企业微信|企微)"),
        ChangeSettings(platform="wecom"),
    ),
)


def settings(reading: Reading) -> Intent | None:
    """我的设置, 自检, 晚上别叫我, 改成英文, 推送到飞书."""
    text = reading.text
    asked = _said_first(_ASKED, text)
    quiet = _quiet(text) if not asked and _QUIET.search(text) else None
    return asked or quiet or _said_first(_CHANGED, text)


def _said_first(wishes: tuple[tuple[re.Pattern[str], Intent], ...], text: str) -> Intent | None:
    return next((wish for words, wish in wishes if words.search(text)), None)


def _quiet(text: str) -> ChangeSettings:
    match = _HOURS.search(text)
    if match is None and (after := _FROM.search(text)):
        hour = whole(after["from"])
        return ChangeSettings(quiet_from=time(_evening(hour)), quiet_until=time(8))
    if match is None:
        return ChangeSettings(quiet_from=time(19), quiet_until=time(8))
    first, last = whole(match["from"]), whole(match["until"])
    return ChangeSettings(quiet_from=time(_evening(first)), quiet_until=time(last % 24))


def _evening(hour: int) -> int:
    """Quiet begins in the evening: 9点 is 21:00."""
    return (hour + 12 if hour < 12 else hour) % 24
