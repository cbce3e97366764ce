"""Clauses of nothing but where a deal goes: 系统里按投标走, 进入商务谈判, 阶段放报价那档."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.understanding.patterns import regex
from bot.understanding.stage_names import CODES, GROUPS

_TO = r"(?:到|成|为|至|入|在|回|进|是|to)"
_DIRECTED = r"进入?|走|转|先?挂|切|往|到|打回|退[回返]|打返|恢复|标记|算还?在|to|→|->|=>|先放"
"""Verbs that lead to a stage by themselves; 放方案 and 留样品 leave something with somebody."""
_ANY = r"[推挪移转升改走调标切跳归拨设变弄搞拉打退回进放搁摆靠落提点写记录做算作停留跟跑并划拖整定往挂去判换为:：=＝]|推进|进展|更新|调整|标记|同步|倒退|回退|move|push|直接"
_TOKEN = regex(
    rf"(?P<stands>阶段|状态|环节|(?i:stage))|(?P<ours>系统|(?i:crm)|商机|漏斗)|{GROUPS}"
    rf"|(?P<over>[转挪推改移拨跳调](?:过[去来]|一下)(?![\u4e00-\u9fff]))|(?P<into>(?!改进)(?:{_ANY})\s*{_TO}了?|{_DIRECTED})|(?P<count>算是?|应?该是|当|归|标)|(?P<put>[放搁摆落退挪移拨跳拖])|(?P<is>处[于在]|属于|在?摸[清透]?(?=需求)|是)|(?P<verb>{_ANY})|(?P<by>按照?)|(?P<now>现在|目前|眼下|当前|现阶段|如今)"
    r"|(?P<spot>[那这]?一?[步档格栏块项](?![\u4e00-\u9fff])|[那这]一?步(?=[算是该应就]))"
    r"|(?P<deal>单子|[这那]一?[单笔])|(?P<fill>[不没][动变]|给个|[这那]?个|项目|进度|流程|[帮给]我|帮忙|麻烦|拜托|请|你们?|您|我们?|咱们?|把|将|先|就|也|都|可以?|应?该|已经?|暂时?|还是?|得|它|[这那]边?"
    r"|一?下(?![周星礼个])|[的在]|里[头面]?|上面?|中|处理|着|[了吧啦哈啊呗呀哦噢嘛得]|就[行好]|即可|再说|重[新做]|聊|别动|顺[带便手]|另外|然后|接着|所以|同时|对了|后面|正式|从|由|[ \u3000、])"
)
_BEGINS = regex(
    r"(?:^|(?<=[^\u4e00-\u9fffA-Za-z0-9]))(?=[\u4e00-\u9fffA-Za-z→=-])|(?=系统|阶段|状态|商机|现在|目前|眼下|当前|现阶段|(?i:stage|crm))"
)
_ENDS = regex(r"$|[^\u4e00-\u9fffA-Za-z0-9]")
_LONGEST = 40
"""Characters of such a clause, beyond which no word of it is read."""
_VERBS = frozenset({"is", "verb"})
_THINGS = ("contract", "proposal", "sample")
"""放方案 leaves one with somebody, 按合同走 holds to it; 算报价 works one out."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """What was read of a clause: the stage it names last, the kinds of words before it, and all kinds."""

    stage: str = ""
    end: int = 0
    before: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()

    @property
    def leads(self) -> bool:
        """Whether it says that a deal goes to that stage."""
        if not self.stage:
            return False
        if "stands" in self.kinds or "into" in self.before:
            return True
        if self.before.isdisjoint({"by", "count", "put", *_VERBS}):
            return False
        if "now" in self.before and not self.before.isdisjoint({"count", "is"}):
            return True
        verb = not self.before.isdisjoint(_VERBS)
        sure = {"ours", "spot"} if verb else {"ours", "spot", "deal"}
        if not self.kinds.isdisjoint(sure):
            return True
        if "count" in self.before:
            return self.stage != "proposal"
        return not verb and self.stage not in _THINGS


def stage_clauses(text: str) -> Iterator[tuple[int, str]]:
    """Where in each such clause the stage ends that it names last, and that stage.

    >>> list(stage_clauses("下周五开标，系统里按投标走"))
    [(12, 'bidding')]
    """
    for begin in _BEGINS.finditer(text):
        found = _read(text, begin.start())
        if found.leads:
            yield found.end, found.stage


def _read(text: str, start: int) -> _Clause:
    """The clause that begins there; of no stage where another word stands in it."""
    found, place = _Clause(), start
    while place - start < _LONGEST and (match := _TOKEN.match(text, place)):
        found, place = _with(found, match), match.end()
    whole = _ENDS.match(text, place) or text[place - 1 : place].isspace()
    return found if whole else _Clause()


def _with(clause: _Clause, match: re.Match[str]) -> _Clause:
    kind = str(match.lastgroup)
    if kind in CODES:
        return _Clause(kind, match.end(), clause.kinds, clause.kinds)
    return _Clause(clause.stage, clause.end, clause.before, clause.kinds | {kind})
