"""Deals of one sentence of which one was lost and another won: 丢一个成一个, 二期成了三期丢了."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from bot.intents import CloseOpportunity, OpportunityRef
from bot.slots import CustomerRef
from bot.understanding.clauses import Stretch
from bot.understanding.deal_facts import competitor, lost_reason, target
from bot.understanding.patterns import regex
from bot.understanding.questioning import is_question
from bot.understanding.reading import Reading, within
from bot.understanding.spans import kept
from bot.understanding.stages import is_lost, is_won

_LOSES = "丢|黄|输|飞|没戏|没[成中]|凉"
_WINS = "成|赢|[拿签][下了]?|中|搞定|落袋"
_ONE = r"(?:另外?|其中|还有)?一[个单家笔]"
_BEFORE_ONE = rf"(?:{_LOSES}|{_WINS})了?一[个单家]"
_VERB_FIRST = regex(rf"{_BEFORE_ONE}[^。；;]{{0,6}}{_BEFORE_ONE}")
_MARKS = r"[，,。；;\s]+"
_AFTER_ONE = regex(rf"{_MARKS}|(?<=[个单家])(?=(?:另外?|还)?{_BEFORE_ONE})")
_BEFORE = regex(
    rf"{_MARKS}|(?<=[^被让给])(?={_ONE})|(?<=了)(?=[\u4e00-\u9fff]{{1,4}}(?:{_LOSES}|{_WINS})了?)"
)
_LOST = regex(rf"{_ONE}(?:就|是|给|也)?(?:{_LOSES})|(?:{_LOSES})了?一[个单家]|期(?:{_LOSES})了")
_WON = regex(
    rf"{_ONE}(?:就|是|也)?(?:{_WINS})(?!交|本|间|立)|(?<!没)(?:{_WINS})了?一[个单家]|期(?:{_WINS})了"
)
_UNNAMED = regex(_ONE)


def fates(reading: Reading) -> tuple[CloseOpportunity, ...] | None:
    """One wish a deal where some were won and some lost; which one is asked where no name tells it."""
    if is_question(reading) or len(reading.text) > _MOST:
        return None
    text = reading.text
    told = [(part, fate) for part in _parts(text) if (fate := _fate(kept(text, [part])))]
    if {fate for _, fate in told} != {"won", "lost"}:
        return None
    return tuple(_closed(within(reading, [part]), fate, reading) for part, fate in told)


_MOST = 60
"""Characters above which such words tell of many things."""


def _parts(text: str) -> Iterator[Stretch]:
    cut = _AFTER_ONE if _VERB_FIRST.search(text) else _BEFORE
    edges = [0, *(match.end() for match in cut.finditer(text)), len(text)]
    return pairwise(edges)


def _fate(text: str) -> str:
    if _LOST.search(text) or is_lost(text):
        return "lost"
    won = _WON.search(text) or is_won(text)
    return "won" if won and not _WITH_OTHERS.search(text) else ""


_WITH_OTHERS = regex(r"(?:人家|他们|对方|客户)[^，,。；;\s]{0,2}[跟和与同给](?![我咱])")
"""人家跟博山化签了，咱丢单: they signed, and not with us."""


def _closed(part: Reading, fate: str, reading: Reading) -> CloseOpportunity:
    about = target(replace(part, customers=part.customers or reading.customers[:1]))
    if _UNNAMED.search(part.text) or (not part.customers and len(reading.named) > 1):
        about = OpportunityRef(customer=_any_of(reading))
    if fate == "won":
        return CloseOpportunity(target=about, state="won")
    why, who = lost_reason(part.text), competitor(part.text)
    return CloseOpportunity(target=about, state="lost", reason=why, competitor=who)


def _any_of(reading: Reading) -> CustomerRef:
    """The customer named; of several any one, to be asked for."""
    ids = tuple(dict.fromkeys(id_ for one in reading.named for id_ in one.ids))
    if len(reading.named) < 2:
        return reading.customer
    return CustomerRef(ids, "、".join(one.words for one in reading.named), certain=False)
