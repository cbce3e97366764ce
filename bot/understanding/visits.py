"""What is reported about each customer: when, who, what was said, what is next."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.intents import Entry
from bot.slots import Amount, AmountRole, CustomerRef, When
from bot.understanding.reading import Reading
from bot.understanding.said import Said, directed
from bot.understanding.spans import Found
from bot.understanding.words import kind_of, outcome_of
from core.visits.model import SourceSpan

_CLAUSE = re.compile(r"[，,。；;！!？?\n]|\s{1,}")
_NEXT = re.compile(
    r"再|约|下次|下步|改[到约]|回访|跟进?$|送|寄|交|出[方初]?|给.{0,6}(?:方案|报价|消息|意见|反馈|最终价|答复|资料|技术|结果|回复|话)|提醒|催|问|追|去|见|谈|签|碰|联系|打|汇报|试|讲|演示|来|拜访|安排|到时|之前|前|回话|"
    r"定在|进场|启动|开会|审厂|踏勘|上门|过来|反馈|消息|下单|等"
)
_FACT = re.compile(
    r"到期|截止|开标|付款?|结账|打款|回款|回来|交付|投产|上线|放假|发工资|排到|成立|到岗|尾款|账期|要换|前换|结束|批(?:预算)?$"
)
_SAID = re.compile(
    r"(?:他|她|对方|客户|他们|人家|[总工姐哥经理主任])?(?:说|表示|觉得|反馈|认为|答应|同意|要求|要|嫌|让|希望|提出|确认|回复|定了)"
)
_NONE = re.compile(r"没别的事|不用再|无需跟进|没有下一步|暂时不用|不需要再|到此为止|先放着")
_NONE_OWN = re.compile(r"没戏|做不了|已回绝|不做了|取消")


def entries(reading: Reading) -> tuple[Entry, ...]:
    """One entry a customer, in the order they are first named."""
    groups = _groups(reading)
    found = [_entry(ref, stretches, reading) for ref, stretches in groups]
    if len(found) > 1:
        first = found[0].when
        found = [
            replace(one, when=first) if one.when is None and first is not None else one
            for one in found
        ]
    return tuple(found)


def _groups(reading: Reading) -> list[tuple[CustomerRef, list[tuple[int, int]]]]:
    """Which stretches of the sentence are about whom: from a mention to the next one's clause."""
    mentions = reading.customers
    if len(mentions) < 2:
        return [(reading.customer, [(0, len(reading.text))])]
    starts = [0] + [
        _clause_start(reading.text, one.start, mentions[place].end)
        for place, one in enumerate(mentions[1:])
    ]
    ends = [*starts[1:], len(reading.text)]
    groups: dict[tuple[str, ...], tuple[CustomerRef, list[tuple[int, int]]]] = {}
    for one, start, end in zip(mentions, starts, ends, strict=True):
        groups.setdefault(one.value.ids, (one.value, []))[1].append((start, end))
    return list(groups.values())


def _clause_start(text: str, place: int, least: int) -> int:
    """Where the clause of `place` begins, not before `least`."""
    marks = [match.end() for match in _CLAUSE.finditer(text, least, place)]
    return marks[-1] if marks else max(least, place)


def _entry(ref: CustomerRef, stretches: list[tuple[int, int]], reading: Reading) -> Entry:
    text = reading.text
    words = "".join(text[start:end] for start, end in stretches)
    contacts = _inside(reading.contacts, stretches)
    said = _inside(reading.times, stretches)
    money = _inside(reading.amounts, stretches)
    when, next_when = _two_times(said, reading)
    result, content = _told(text, stretches, next_when)
    step, step_span = _next_step(text, next_when)
    spans = [
        *_span("customer", _first(reading.customers, ref)),
        *(span for one in contacts for span in _span("contacts", one)),
        *_span("when", when),
        *_span("next_when", next_when),
        *step_span,
        *(span for one in money for span in _span("amounts", one)),
        *_text_spans("content", content),
        *_text_spans("result", result),
    ]
    return Entry(
        customer=ref,
        kind=kind_of(words),
        contacts=tuple(one.value for one in contacts),
        when=when.value if when else None,
        content=_joined(text, content),
        result=_joined(text, result),
        next_when=next_when.value if next_when else None,
        next_step=step,
        none_reason=_none_reason(words) if next_when is None else "",
        outcome=outcome_of(words),
        amounts=tuple(one.value for one in money if one.value.role is not AmountRole.UNIT_PRICE)
        or tuple(one.value for one in money),
        spans=tuple(sorted(set(spans), key=lambda span: (span.start, span.slot))),
    )


def _inside(found: Sequence[Found], stretches: list[tuple[int, int]]) -> list[Found]:  # type: ignore[type-arg]
    return [one for one in found if any(start <= one.start < end for start, end in stretches)]


def two_times(reading: Reading) -> tuple[Found[When] | None, Found[When] | None]:
    """The time of the contact and the time of the next one, of a whole sentence."""
    return _two_times(list(reading.times), reading)


def _two_times(
    said: list[Found[Said]], reading: Reading
) -> tuple[Found[When] | None, Found[When] | None]:
    visited: Found[When] | None = None
    coming: Found[When] | None = None
    today = reading.clock.today
    for one in said:
        ahead = _looks_ahead(one, reading)
        when = directed(one.value, reading.clock, future=ahead)
        if when is None:
            continue
        found = Found(when, one.start, one.end)
        if one.value.past is False or (
            ahead and when.day >= today and not _is_now(one, when, reading)
        ):
            if _is_fact(one, reading):
                continue
            if coming is None or _is_better(found, coming, reading):
                coming = found
        elif when.day <= today and not (one.value.past is None and one.value.weekday and ahead):
            visited = _with(visited, found)
    return visited, coming


def _with(known: Found[When] | None, found: Found[When]) -> Found[When]:
    """A second time of the same day adds its hour to the first."""
    if known is None:
        return found
    if known.value.at is None and found.value.day == known.value.day:
        return Found(_merged(known.value, found.value), known.start, known.end)
    return known


def _merged(first: When, second: When) -> When:
    return replace(first, at=first.at or second.at, part=first.part or second.part)


def _is_now(one: Found[Said], when: When, reading: Reading) -> bool:
    """今天下午去了: today is where it happened, unless it is still to come."""
    if when.day != reading.clock.today:
        return False
    now = reading.clock.now.time().replace(tzinfo=None)
    if when.at is not None and when.at > now:
        return bool(re.match(r".{0,4}(?:去了|见了|拜访了|聊了|跑了)", reading.text[one.end :]))
    after = reading.text[one.end : one.end + 12]
    return not re.match(r"(?:再|要|得|还要|准备|打算|提醒)", after)


def _looks_ahead(one: Found[Said], reading: Reading) -> bool:
    """The direction of a time that could be either, by the words around it."""
    if one.value.past is not None:
        return not one.value.past
    text = reading.text
    after = _clause_after(text, one.end)
    before = _clause_before(text, one.start)
    when = one.value.when
    if when is not None and when.by:
        return True
    if re.match(r"(?:刚|就)?.{0,8}(?:了|过|完)(?!解|一下)", after) and not re.match(
        r".{0,3}再", after
    ):
        return bool(re.match(r".{0,6}(?:再|要|约)", after))
    if re.search(r"(?:补|忘了?|漏)[^，,]{0,6}$", before) or re.match(
        r"(?:的?拜访|拜访(?!一)|去的|跑的)", after
    ):
        return False
    if when is not None and when.day > reading.clock.today and one.value.weekday == 0:
        return True
    if one.value.weekday > 0 and not re.search(r"了|过(?!来|去)|完|忘|补", before + after):
        return True
    return bool(_NEXT.search(after)) or bool(
        re.search(r"(?:再|约|定|改到?|到|让我|等)[^，,]{0,6}$", before)
    )


def _is_fact(one: Found[Said], reading: Reading) -> bool:
    """付款, 到期, 开标: a date about the deal, no next contact."""
    text = reading.text
    after = _clause_after(text, one.end)
    before = _clause_before(text, one.start)
    if re.search(r"再|约|提醒|联系|拜访|去|见|送|寄|给|问|催|签", after[:12]):
        return False
    near = before[-8:] + after[:10]
    return bool(_FACT.search(near)) and not re.search(r"(?:之前|前).{0,4}(?:出|交|给|送)", near)


def _is_better(new: Found[When], old: Found[When], reading: Reading) -> bool:
    """Of two coming times the one with 再 or 约; of a corrected one the later."""
    text = reading.text
    if re.search(r"不对|说错|改(?:到|成|约)", text[old.end : new.start + 4]):
        return True
    strong = re.compile(r"再|约|提醒|下次|去(?:现场|汇报|谈)|汇报|上门")
    new_strong = bool(strong.search(_clause_after(text, new.end)[:10]))
    old_strong = bool(strong.search(_clause_after(text, old.end)[:10]))
    return new_strong and not old_strong


def _clause_after(text: str, place: int) -> str:
    match = _CLAUSE.search(text, place + 1)
    return text[place : match.start() if match else len(text)]


def _clause_before(text: str, place: int) -> str:
    marks = [match.end() for match in _CLAUSE.finditer(text, 0, place)]
    return text[marks[-1] if marks else 0 : place]


def _told(
    text: str, stretches: list[tuple[int, int]], next_when: Found[When] | None
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Result clauses (what they said or agreed), and the others; the next step's own left out."""
    result: list[tuple[int, int]] = []
    content: list[tuple[int, int]] = []
    for start, end in stretches:
        for clause_start, clause_end in _clauses(text, start, end):
            if next_when and clause_start <= next_when.start < clause_end:
                continue
            words = text[clause_start:clause_end]
            said = _SAID.search(words)
            judged = outcome_of(words).value != "neutral"
            (result if said or judged else content).append((clause_start, clause_end))
    return result, content


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    edges = [start, *(match.end() for match in _CLAUSE.finditer(text, start, end)), end]
    pairs = pairwise(edges)
    trimmed = [(low, high) for low, high in pairs if text[low:high].strip(" ，,。；;！!？?\n")]
    return [(low, low + len(text[low:high].rstrip(" ，,。；;！!？?\n"))) for low, high in trimmed]


def _next_step(text: str, next_when: Found[When] | None) -> tuple[str, list[SourceSpan]]:
    """The words of the clause that names the next date: 再去送样."""
    if next_when is None:
        return "", []
    after = _clause_after(text, next_when.end)
    step = after.strip(" 的,，。")
    if not step:
        before = _clause_before(text, next_when.start).strip()
        step = before.split("，")[-1][-20:]
        start = text.find(step) if step else -1
        return step, [
            SourceSpan("next_step", start, start + len(step))
        ] if start >= 0 and step else []
    start = text.index(step, next_when.end) if step in text[next_when.end :] else next_when.end
    return step, [SourceSpan("next_step", start, start + len(step))]


def _none_reason(words: str) -> str:
    match = _NONE.search(words) or _NONE_OWN.search(words)
    return match.group() if match else ""


def _joined(text: str, stretches: Sequence[tuple[int, int]]) -> str:
    return "，".join(text[start:end].strip() for start, end in stretches)


def _text_spans(slot: str, stretches: Sequence[tuple[int, int]]) -> list[SourceSpan]:
    return [SourceSpan(slot, start, end) for start, end in stretches]


def _span(slot: str, found: Found | None) -> list[SourceSpan]:  # type: ignore[type-arg]
    return [SourceSpan(slot, found.start, found.end)] if found else []


def _first(customers: Sequence[Found[CustomerRef]], ref: CustomerRef) -> Found[CustomerRef] | None:
    return next((one for one in customers if one.value == ref), None)


def main_amount(money: Sequence[Amount]) -> Amount | None:
    """The deal's figure among several."""
    order = (
        AmountRole.DEAL,
        AmountRole.QUOTE,
        AmountRole.BUDGET,
        AmountRole.OTHER,
        AmountRole.PAYMENT,
    )
    for role in order:
        for one in money:
            if one.role is role:
                return one
    return money[0] if money else None
