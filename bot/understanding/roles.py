"""What is said of people at a customer: who decides, who pays, who is for us, and their titles."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.slots import PersonSaid
from bot.understanding.edges import right_before
from bot.understanding.patterns import regex
from bot.understanding.spans import Found
from core.customers.model import Attitude, ContactRole
from core.customers.names import surname

_US = "(?:我们|咱们|咱(?!们)|我司|我方|我(?!们))"
_ROLES = (
    (
        ContactRole.EVALUATOR,
        r"技术[上方面]{0,2}(?:这块)?(?:是|由|归|听)[^，,。；;]{0,6}(?:说了算|把关|定|做主)|技术(?:评估|把关|评审|选型)|"
        r"(?:负责|管)(?:技术|选型|测试|评估|验收|质检)|把(?:技术|质量)关",
    ),
    (
        ContactRole.DECIDER,
        r"(?<![不没])拍板|(?<![不没])说了算|(?<![不没])做主|一把手|最[终后](?:决定|定夺)|决策[人者]|[都全就]听[他她]的",
    ),
    (
        ContactRole.APPROVER,
        r"(?:卡着?|审批?|管着?|批)(?:一下)?(?:付款|回款|预算|款子?(?!式)|钱)|审批[人权]|(?:负责|管)审批|要[他她]签字|过[他她]这一?关",
    ),
    (
        ContactRole.BUYER,
        r"(?:负责|主?管|对接|具体[做管]?)采购|采购(?:由|归)[^，,。；;]{0,6}(?:管|负责|做|定)",
    ),
    (ContactRole.USER, r"使用[人方者]|使用部门|(?:最终|直接)用户|(?:天天|每天|实际)在?用"),
    (
        ContactRole.COACH,
        r"内线|线人|给我们(?:透了?个?[露底口]|通风|递(?:话|消息)|交了?底)|(?:私下|偷偷|悄悄)(?:告诉|跟我们?说|透露)",
    ),
)
"""Words that make somebody one of the six (E01), the narrower first."""
_ATTITUDES = (
    (
        Attitude.AGAINST,
        rf"(?:坚决|强烈|一直|死活)(?:反对|不同意用|不用)|反对[用选跟]?{_US}|跟{_US}过不去|是(?:对手|竞品|竞争对手|别家)(?:那边)?的人",
    ),
    (
        Attitude.NOT_FOR,
        rf"对{_US}(?!的)[^，,。；;]{{0,4}}(?:有(?:点|些|很大|不少)?(?:意见|成见|看法|抵触|情绪)|抵触|冷淡|不满|排斥|(?:不太?|没什么?)(?:满意|信任|认可|感冒|热情|放心|好感))|"
        rf"不(?:太|怎么|大)?(?:支持|看好|认可|待见|信任|喜欢|想用){_US}|(?:偏向|倾向|向着|支持|看好)于?(?:对手|竞品|别家|竞争对手|另一家)",
    ),
    (
        Attitude.STRONGLY_FOR,
        rf"(?:力挺|全力支持|非常支持|坚决支持|铁了心要?用){_US}|是{_US}的?(?:铁杆|自己人)",
    ),
    (
        Attitude.FOR,
        rf"(?:支持|认可|看好|偏向|倾向于?|向着|信任|站在?){_US}|[帮替]着?{_US}(?:说话|说好话|争取)|"
        rf"对{_US}(?!的)[^，,。；;]{{0,4}}(?:[很挺]|比较|非常)(?:认可|满意|信任|热情|友好|支持|放心)|对{_US}印象(?:很|挺)?(?:好|不错)",
    ),
    (Attitude.NEUTRAL, r"(?:保持|比较|态度)中立|不表态|两边都不[帮站]"),
)
"""How somebody stands to us, the clearer first."""
_ROLE_WORDS = [(role, regex(words)) for role, words in _ROLES]
_ATTITUDE_WORDS = [(attitude, regex(words)) for attitude, words in _ATTITUDES]
_CLAUSE = regex(r"[^，,。；;！!？?\n\u3000]+[？?]?")
_ASKED = regex(r"谁|吗[？?]?$|[？?]$")
_IS = regex(r"的?人?就?是(?:他们)?")
_OTHERS = regex(r"客户|老板|对方|他们|总部|公司|领导|集团")
_BARE = 6
"""Characters before the words of a clause without a subject of its own: 但是对我们有意见."""

JOB = (
    "采购|财务|技术|品质|质量|质检|生产|设备|研发|工程|行政|人事|仓库|仓储|销售|市场|供应链|信息|工艺|项目|运营|法务|安全|"
    "车间|基建|常务|执行"
)
RANK = (
    "总监|总经理|总裁|总工|董事长|经理|主管|部长|科长|处长|主任|厂长|院长|所长|工程师|会计|专员|负责人|"
    "助理|代表"
)
_BEFORE = regex(
    rf"(?P<title>(?:{JOB})?(?:部门?|中心|[处科])?(?:副总|副?(?:{RANK}))|(?:{JOB})部?)[的\s]?$"
)
_BEHIND = regex(rf"\s?(?P<title>副总|副?(?:{RANK}))")


def said_of(text: str, contacts: Sequence[Found[str]]) -> list[Found[PersonSaid]]:
    """What `text` says of each of `contacts`, one value a person, in the order they are named.

    Its stretch runs from the name to the words that say it, whichever comes first. Of whom nothing
    is said but a job beside the surname is left out; a full name with a title is somebody to know.
    """
    found: dict[str, Found[PersonSaid]] = {}
    for one in _told(text, contacts):
        known = found.get(one.value.name)
        found[one.value.name] = _joined(known, one) if known else one
    for who in contacts:
        title, start, end = _title(who, text)
        entitled = Found(PersonSaid(name=who.value, title=title), start, end)
        if title and who.value in found:
            found[who.value] = _joined(found[who.value], entitled)
        elif title and _is_full(who.value):
            found[who.value] = entitled
    return sorted(found.values(), key=lambda each: each.start)


def _told(text: str, contacts: Sequence[Found[str]]) -> Iterator[Found[PersonSaid]]:
    """Each role and each attitude, with whoever it is said of."""
    for clause in _CLAUSE.finditer(text):
        if _ASKED.search(clause.group()):
            continue
        for words, said in _words(text, *clause.span()):
            for who in _who(words, clause.start(), text, contacts):
                start, end = min(who.start, words.start()), max(who.end, words.end())
                yield Found(replace(said, name=who.value), start, end)


def _words(text: str, start: int, end: int) -> Iterator[tuple[re.Match[str], PersonSaid]]:
    """The first role and the first attitude of a clause."""
    for role, pattern in _ROLE_WORDS:
        if match := pattern.search(text, start, end):
            yield match, PersonSaid(role=role)
            break
    for attitude, pattern in _ATTITUDE_WORDS:
        if match := pattern.search(text, start, end):
            yield match, PersonSaid(attitude=attitude)
            break


def _who(
    words: re.Match[str], clause: int, text: str, contacts: Sequence[Found[str]]
) -> Sequence[Found[str]]:
    """Of whom words are said: named within or before them, behind 的是, else last spoken of."""
    start, end = words.span()
    inside = _between(contacts, start, end) or _between(contacts, clause, start)
    if inside:
        return _row(inside, text)
    behind = _IS.match(text, end)
    named = [one for one in contacts if behind and one.start == behind.end()]
    if named or _has_subject(text[clause:start]):
        return named
    return _between(contacts, 0, clause)[-1:]


def _between(contacts: Sequence[Found[str]], start: int, end: int) -> list[Found[str]]:
    return [one for one in contacts if start <= one.start < end]


def _has_subject(head: str) -> bool:
    """客户对我们有意见: the words before it say who."""
    return len(head) > _BARE or bool(_OTHERS.search(head))


def _row(named: Sequence[Found[str]], text: str) -> list[Found[str]]:
    """The last of several, with whoever stands in one row with him: 何总和赵总都."""
    row = [named[-1]]
    for one in reversed(named[:-1]):
        if text[one.end : row[0].start] not in ("和", "跟", "与", "、"):
            break
        row.insert(0, one)
    return row


def _joined(one: Found[PersonSaid], two: Found[PersonSaid]) -> Found[PersonSaid]:
    """Both of one person; what was said first holds."""
    first, second = one.value, two.value
    both = replace(
        first,
        title=first.title or second.title,
        role=first.role or second.role,
        attitude=second.attitude if first.attitude is None else first.attitude,
    )
    return Found(both, min(one.start, two.start), max(one.end, two.end))


def _title(one: Found[str], text: str) -> tuple[str, int, int]:
    """The title beside a name, and where name and title stand together."""
    before = right_before(_BEFORE, text, one.start)
    if before:
        return before["title"], before.start("title"), one.end
    behind = _BEHIND.match(text, one.end) if _is_full(one.value) else None
    return (behind["title"], one.start, behind.end()) if behind else ("", one.start, one.end)


def _is_full(name: str) -> bool:
    """冯建, not 王总, 老周 or Kevin."""
    return len(name) > 1 and not surname(name) and name[0] not in "老小阿" and not name.isascii()
