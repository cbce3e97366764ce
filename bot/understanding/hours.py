"""Hours and parts of the day, beside a day or alone: 下午三点, 15:30, 一早; and 周五前, a deadline."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.slots import When
from bot.understanding.numerals import HAN, value
from bot.understanding.said import TO, Clock, Said
from bot.understanding.spans import Found

PART = {
    "凌晨": "am",
    "清晨": "am",
    "一大早": "am",
    "一早": "am",
    "早上": "am",
    "早晨": "am",
    "上午": "am",
    "早": "am",
    "中午": "noon",
    "正午": "noon",
    "下午": "pm",
    "午后": "pm",
    "傍晚": "eve",
    "晚上": "eve",
    "晚间": "eve",
    "夜里": "eve",
    "夜间": "eve",
    "夜晚": "eve",
    "半夜": "eve",
    "深夜": "eve",
    "午夜": "eve",
    "今晚": "eve",
    "明晚": "eve",
    "昨晚": "eve",
    "当晚": "eve",
    "后晚": "eve",
    "今夜": "eve",
    "昨夜": "eve",
    "晚": "eve",
    "今早": "am",
    "今晨": "am",
    "明早": "am",
}
PARTS = "|".join(sorted(PART, key=len, reverse=True))
_HOUR = r"(?P<hour>\d{1,2}|[零一二两三四五六七八九十]{1,3}+)"
_MINUTES = rf"(?P<minutes>半|[一三13]刻|整|\d{{1,2}}分?|[{HAN}]{{1,3}}+分?)"
_SECONDS = rf"(?:(?<=分)(?P<seconds>\d{{1,2}}|[{HAN}]{{1,3}}+)秒)?"
_DIGITAL = r"[:：](?P<minute>[0-5]\d)(?:[:：](?P<second>[0-5]\d))?[时分]?"
_HALF = r"\s?(?P<half>[aApP](?:\.?[mM]\b\.?|\b))"
_LOW = rf"(?:(?P<low>\d{{1,2}}|[一二两三四五六七八九十]{{1,3}}+){TO}(?![^点时:：]*+$))?"
BESIDE = re.compile(
    rf"\s*(?P<part>{PARTS})?\s*(?:{_LOW}{_HOUR}(?:{_DIGITAL}(?:{_HALF})?"
    rf"|[点时](?:多?钟)?{_MINUTES}?{_SECONDS}(?!\d*[个%％]))|(?P<hour>"
)
