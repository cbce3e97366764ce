"""The figures of the pool's rules, which an answer may hold."""

import re
from dataclasses import fields
from functools import cache

from core.pool.rules import PoolRules


@cache
def rules() -> set[int]:
    """The figures of the pool's rules."""
    values = [getattr(PoolRules(), part.name) for part in fields(PoolRules)]
    several = (one for value in values if isinstance(value, tuple) for one in value)
    return {*several, *(value for value in values if isinstance(value, int))}


_QUOTA = re.compile(r"已用(\d+)个，上限(\d+)个")
_LEFT = re.compile(r"^(\d+)  今天领取名额$", re.MULTILINE)
_RULE = re.compile(
    r"^(?:每人每天认领|上一位负责人冷却|未成交回公海|首次拜访期限|一至五类未跟进|每人锁定|提醒)：.*$",
    re.MULTILINE,
)


def without_rules(text: str) -> str:
    """The text without the figures of the rules, where they are right."""
    limit = PoolRules().claims_per_day
    left = _QUOTA.sub(lambda found: "" if found.groups() == ("0", str(limit)) else found[0], text)
    left = _LEFT.sub(lambda found: "" if found[1] == str(limit) else found[0], left)
    allowed = {str(one) for one in rules()}
    return (
        _RULE.sub(
            lambda found: "" if {*re.findall(r"\d+", found[0])} <= allowed else found[0], left
        )
        .replace("规则版本 0", "")
        .replace("版本 0", "")
    )
