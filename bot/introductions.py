"""Who a stranger says to be: a name, a number or a mobile of the people file, 我是谢婷."""

import re
from collections.abc import Sequence

from bot.understanding.people import people
from core.people.model import Employee

_INTRODUCED = re.compile(r"^(?:您好|你好)?[,，\s]*(?:我是|我叫|我的名字[是叫])\s*")
_BETWEEN = re.compile(r"[,，、;；\s]+")
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LONGEST = 20


def claimed(text: str, employees: Sequence[Employee]) -> str:
    """The name somebody gives as his own; empty where the words are no name.

    >>> claimed("我是谢婷", []), claimed("谢婷", []), claimed("看公海", [])
    ('谢婷', '谢婷', '')
    """
    said = text.strip(" \n\t。.!！")
    name = _INTRODUCED.sub("", said)
    if not 0 < len(name) <= _LONGEST:
        return ""
    if name != said or all(_names(part, employees) for part in _BETWEEN.split(name)):
        return name
    return ""


def is_called(claim: str, employee: Employee) -> bool:
    """Whether a claim names him, by his name, number or mobile."""
    told = {employee.name, employee.id, employee.mobile} - {""}
    return not told.isdisjoint((claim, *_BETWEEN.split(claim)))


def _names(part: str, employees: Sequence[Employee]) -> bool:
    if _MOBILE.fullmatch(part) or any(is_called(part, one) for one in employees):
        return True
    return any(found.start == 0 and found.end == len(part) for found in people(part))
