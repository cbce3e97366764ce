"""商机不要了, 那个商机别建了, 远帆那条别记了, 第2条去掉: one of what is open on a card, not all of it."""

from bot.slots import CustomerRef
from bot.talk import Cancel
from bot.understanding.numerals import value
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading

_KINDS = (
    (regex(r"商机|单子|项目|机会点?"), ("CreateOpportunity", "UpdateOpportunity")),
    (regex(r"推(?:进|到.{2,8})?|阶段"), ("MoveStage",)),
    (regex(r"[赢输]单"), ("CloseOpportunity",)),
    (regex(r"(?:跟进|拜访|记录|日志)+"), ("LogFollowUps", "ReviseFollowUp")),
    (regex(r"(?:提醒|计划|日程|安排)+"), ("SetPlan",)),
    (regex(r"联系人"), ("PutContact",)),
    (regex(r"客户"), ("CreateCustomer", "UpdateCustomer")),
)
"""What people call a part of a card, and which intents it is."""
_NUMBER = regex(r"第(?P<n>\d|[一二两三四五六七八九])[个条项]?")
_POINTS = regex(r"[个条笔项的]")
_FILLS = regex(r"刚才|一下|还是|[的那这个条笔就也先把我吧了啊呗啦，,。！!\s\u3000]")
_DROPS = regex(r"(?:不要|不用|不必|别|不|取消|去掉|删掉?|撤掉?|算)(?:[建记存设加写录要管]|提醒)?")


def part(reading: Reading) -> Cancel | None:
    """The part of the open card that is not wanted; None where none is named, or all of it is."""
    text = reading.text.strip()
    if not reading.context.drafts:
        return None
    number = _NUMBER.search(text)
    named = reading.customers[0] if reading.customers else None
    rest = text.replace(named.value.words or "\u3000", "") if named else text
    rest = _FILLS.sub("", _NUMBER.sub("", rest))
    kinds, rest = _kinds(rest)
    if not _DROPS.fullmatch(rest) or not (kinds or number or (named and _POINTS.search(text))):
        return None
    count = value(number["n"]) if number else None
    return _open(Cancel(kinds, named.value if named else CustomerRef(), int(count or 0)), reading)


def _kinds(text: str) -> tuple[tuple[str, ...], str]:
    """The intents that are named, and the text without their name."""
    for pattern, kinds in _KINDS:
        if match := pattern.search(text):
            return kinds, text[: match.start()] + text[match.end() :]
    return (), text


def _open(wish: Cancel, reading: Reading) -> Cancel | None:
    """The wish, where such a thing is open: otherwise a saved record is meant."""
    context, ids = reading.context, set(wish.customer.ids)
    is_open = not wish.kinds or bool(set(wish.kinds) & set(context.drafts))
    return wish if is_open and (not ids or ids & set(context.draft_customers)) else None
