"""How people head the columns of their spreadsheets, and which kind of file a header tells of."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.texts import LANGUAGES, texts
from bot.transfer.fields import beside, of_kind
from bot.transfer.incoming import KINDS
from bot.transfer.tables import NOTES, Columns
from bot.transfer.wrong import column
from core.fields import CustomFields

_ALSO: Mapping[str, Mapping[str, str]] = {
    "customers": {
        "公司名称": "full_name",
        "企业名称": "full_name",
        "客户全称": "full_name",
        "客户": "full_name",
        "公司": "full_name",
        "别名": "aliases",
        "负责人": "owner_rep",
        "所属行业": "industry",
        "所在城市": "city",
        "手机": "mobile",
        "手机号": "mobile",
        "联系电话": "mobile",
        "客户来源": "source",
        "级别": "tier",
        "等级": "tier",
        "客户等级": "tier",
    },
    "contacts": {
        "客户名称": "customer",
        "公司名称": "customer",
        "公司": "customer",
        "联系人": "name",
        "联系人姓名": "name",
        "职位": "title",
        "手机": "mobile",
        "手机号": "mobile",
        "联系电话": "mobile",
    },
    "opportunities": {
        "客户名称": "customer",
        "项目名称": "name",
        "商机金额": "amount",
        "预计成交": "expected_close",
        "负责人": "owner_rep",
    },
    "follow_ups": {
        "客户名称": "customer",
        "跟进人": "employee_no",
        "跟进方式": "kind",
        "跟进时间": "occurred_at",
        "日期": "occurred_at",
        "跟进内容": "content",
        "跟进结果": "result",
    },
    "targets": {"员工工号": "employee_no", "目标": "value"},
    "people": {"员工工号": "employee_no", "手机": "mobile", "手机号": "mobile"},
}
_OF_LEADS = frozenset(
    map(str, ("线索", "线索名称", "线索来源", "线索编号", "接收时间", "received_at", "company"))
)
_NEARLY = 0.5
"""Of its headings so many have to be ours, that a file is told what is wrong with it."""
_OPS_ALONE = ("owned_since", "last_contact_at", "tier", "category", "pool", "starred", "owner_rep")
"""What a salesperson's own file says of these is skipped: they are others' decisions, or move the clocks."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a header says.

    Args:
        kinds: those it may be of; several: it has to be asked.
        near: what it is nearly, and `fault` of which key why not, with the columns it is about.
    """

    kinds: tuple[str, ...] = ()
    near: str = ""
    fault: str = ""
    about: str = ""


def normal(heading: str) -> str:
    """Without blanks, stars and what stands in brackets: `客户名称*（必填）`."""
    text = unicodedata.normalize("NFKC", heading).lstrip("\ufeff").partition("(")[0]
    return "".join(text.replace("*", "").split()).lower()


def columns_of(kind: str, fields: CustomFields, *, own: bool = False) -> Columns:
    """The columns of a file that is sent: a customer may be named instead of numbered."""
    columns = beside(KINDS[kind].columns, of_kind(kind, fields))
    required = tuple(one for one in columns.required if one != "customer_id")
    optional = columns.optional
    if len(required) < len(columns.required):
        named = () if kind == "customers" else ("customer",)
        optional = ("customer_id", *named, *optional)
    if kind == "follow_ups" and own:
        required = tuple(one for one in required if one != "employee_no")
        optional = ("employee_no", *optional)
    ignored = columns.ignored
    if own:
        ignored = (*ignored, *(one for one in optional if one in _OPS_ALONE[:-1]))
        optional = tuple(one for one in optional if one not in _OPS_ALONE[:-1])
    return replace(columns, required=required, optional=optional, ignored=ignored)


def called(kind: str, columns: Columns) -> dict[str, str]:
    """Heading → our name of the column; empty for those that are skipped."""
    every = (*columns.required, *columns.optional)
    found = {normal(also): name for also, name in _ALSO.get(kind, {}).items()}
    for language in LANGUAGES:
        say = texts(language)
        renamed = (columns.renamed or {}).items()
        found |= {normal(column(also, kind, say)): name for also, name in renamed}
        found |= {normal(column(name, kind, say)): name for name in every}
        notes = (say("transfer.row_column"), say("transfer.reason_column"))
        found |= {normal(note): "" for note in notes}
        found |= {normal(column(name, kind, say)): "" for name in columns.ignored}
    found |= {normal(name): name for name in every}
    found |= {normal(also): name for also, name in (columns.renamed or {}).items()}
    found |= {normal(name): "" for name in (*columns.ignored, *NOTES)}
    return {
        heading: "" if name in columns.ignored else name
        for heading, name in found.items()
        if not name or name in every or name in columns.ignored
    }


def tell(header: Sequence[str], kinds: Iterable[str], fields: CustomFields, *, own: bool) -> Told:
    """Which of `kinds` a header is of."""
    given = [normal(one) for one in header if normal(one)]
    complete: list[str] = []
    near: list[tuple[float, Told]] = []
    for kind in kinds:
        columns = columns_of(kind, fields, own=own)
        names = called(kind, columns)
        read = [names[one] for one in given if names.get(one)]
        unknown = [one for one in given if one not in names]
        missing = [one for one in columns.required if one not in read]
        if "customer" in columns.optional and not {"customer", "customer_id"} & set(read):
            missing = ["customer_id", *missing]
        twice = sorted({one for one in read if read.count(one) > 1})
        if not (unknown or missing or twice):
            complete.append(kind)
            continue
        fault, about = next(
            (key, "、".join(some))
            for key, some in (("repeated", twice), ("missing", missing), ("columns", unknown))
            if some
        )
        near.append((len(read) / max(len(given), 1) - len(missing), Told((), kind, fault, about)))
    if complete:
        return Told(tuple(complete))
    if _OF_LEADS & set(given):
        return Told((), "leads", "not_built")
    best = max(near, key=lambda one: one[0], default=(0.0, Told()))
    return best[1] if best[0] >= _NEARLY else Told()


def known_headings(fields: CustomFields) -> frozenset[str]:
    """Every heading of any kind: the row with the most of them is the header."""
    return frozenset(
        heading for kind in KINDS for heading in called(kind, columns_of(kind, fields))
    )
