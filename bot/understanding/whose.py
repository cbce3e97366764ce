"""Whose contact somebody is: at which of the customers that are named, or at one that is not."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.slots import CustomerRef
from bot.understanding.joints import NEXT
from bot.understanding.linking import Names
from bot.understanding.patterns import regex
from bot.understanding.spans import Found
from core.customers.model import CustomerId

_TRIED = 4
"""People of one sentence who are looked up."""
_LOOKED_UP = 3
"""So many are looked up everywhere, where they are not at whom the sentence may be about."""
_MARKED = regex(r"[，,。；;！!？?\s：:]")
_OWN = regex(
    r"(?:公司|集团|[那这]边|嗰边|那头|家)?的?\s?(?:采购|财务|技术|工程|设备|生产|品质|老板|负责人)?部?的?"
)
"""What may stand between a customer and a contact of its own: 云栈的林峰, 亿嘉采购刘姐."""
_TURNS = regex(
    rf"(?:{NEXT}|[上下中]午|晚上|早上|\d[.、)）])"
    r"[^，,。；;\n]{0,10}$|[。；;\n]\s*$"
    r"|[，,\s](?:[^，,。；;\s]{0,4}(?:\d[号日]|(?:周|星期|礼拜)[一二三四五六日天])|[昨前]天)(?:那天)?$"
)
_THERE = regex(r"(?:[那这]边|嗰边|那头|[那这]儿|那里|那疙瘩)")

Homes = Mapping[str, tuple[CustomerId, ...]]


async def homes(
    contacts: Sequence[Found[str]], customers: Sequence[Found[CustomerRef]], text: str, names: Names
) -> Homes:
    """At which of several customers each of the contacts is: named right behind it, else known there."""
    among = tuple(dict.fromkeys(id_ for one in customers for id_ in one.value.ids))
    if len(among) < 2:
        return {}
    found: dict[str, tuple[CustomerId, ...]] = {}
    for one in contacts:
        customer = owner(one, customers, text)
        ids = customer.ids if customer else tuple(await names.at(one.value, among))
        if customer or len(ids) == 1:
            found[one.value] = _of_one(ids, customers)
    return found


def _of_one(
    ids: tuple[CustomerId, ...], customers: Sequence[Found[CustomerRef]]
) -> tuple[CustomerId, ...]:
    """All who may be meant by the name of that customer."""
    return next(one.value.ids for one in customers if set(ids) <= set(one.value.ids))


def owner(
    contact: Found[str], customers: Sequence[Found[CustomerRef]], text: str
) -> CustomerRef | None:
    """The customer right behind whose name a contact is named, or who is known by him."""
    known_by = next((one for one in customers if one.start == contact.start), None)
    if known_by:
        return known_by.value
    near = [one for one in customers if one.end <= contact.start]
    beside = near and _OWN.fullmatch(text, near[-1].end, contact.start)
    return near[-1].value if beside else None


async def unnamed(
    contacts: Sequence[Found[str]], customers: Sequence[Found[CustomerRef]], text: str, names: Names
) -> list[Found[CustomerRef]]:
    """Customers that are told of beside those named, and known by nothing but a contact of theirs."""
    told = list(customers)
    tried = [each for each in contacts if owner(each, customers, text) is None][:_TRIED]
    if not any(_is_turned_to(one, contacts, told, text) for one in tried):
        return []
    at = await names.anywhere([one.value for one in tried])
    for one in tried:
        if not _is_turned_to(one, contacts, told, text):
            continue
        ids = tuple(at.get(one.value, ()))
        if len(ids) == 1 and all(ids[0] not in each.value.ids for each in told):
            told.append(Found(CustomerRef(ids, certain=False), one.start, one.end))
    return told[len(customers) :]


def _is_turned_to(
    one: Found[str],
    contacts: Sequence[Found[str]],
    told: Sequence[Found[CustomerRef]],
    text: str,
) -> bool:
    """Whether the talk turns to somebody, whom no customer stands right before."""
    before = [each for each in told if each.end <= one.start]
    if not before:
        return _is_apart(one, told[0].start, text)
    last = max(before, key=lambda each: each.end)
    words = _TURNS.search(text, last.end, one.start) or _THERE.match(text, one.end)
    begins = len(told) > 1 and _BEGINS.search(text, 0, one.start)
    return bool(words or begins) or _has_contact(last, one, contacts, text)


def _has_contact(
    last: Found[CustomerRef], one: Found[str], contacts: Sequence[Found[str]], text: str
) -> bool:
    """Whether a contact of the customer named last is named already, before `one`."""
    others = (each for each in contacts if last.start <= each.start < one.start)
    return any(owner(each, [last], text) for each in others)


_BEGINS = regex(r"(?:^|[，,。；;！!？?\s：:])(?:[^，,。；;！!？?\s：:]{2,4}的)?$")
"""Where two are told of already, somebody else with whom a clause begins is of a third."""


def _is_apart(one: Found[str], first: int, text: str) -> bool:
    """Whether somebody is told of before the first customer is named, and beside him."""
    marked = _ROW.fullmatch(text, one.end, first) or _MARKED.search(text, one.end, first)
    return bool(marked) or first - one.end > _FAR


_FAR = 8


def several(at: Homes, contacts: Sequence[Found[str]], text: str) -> list[Found[CustomerRef]]:
    """The customers of a sentence that names none, where its contacts are each known at another."""
    found: dict[tuple[CustomerId, ...], Found[CustomerRef]] = {}
    for place, one in enumerate(contacts):
        ids = at.get(one.value, ())
        beside = place and _ROW.fullmatch(text, contacts[place - 1].end, one.start)
        if len(ids) == 1 and (not beside or text.find(one.value, one.end) >= 0):
            ref = CustomerRef(ids, certain=not found)
            found.setdefault(ids, Found(ref, one.start, one.end))
    return list(found.values()) if len(found) > 1 else []


_ROW = regex(r"\s*(?:和|跟|与|及|同|、)\s*")


async def where_known(
    contacts: Sequence[Found[str]],
    customers: Sequence[Found[CustomerRef]],
    names: Names,
    focus: CustomerRef,
) -> dict[str, tuple[CustomerId, ...]]:
    """Where the people named are known, if it is not clear yet whom the sentence is about."""
    unsure = [id_ for one in customers if len(one.value.ids) > 1 for id_ in one.value.ids]
    if customers and not unsure:
        return {}
    among = unsure if customers else focus.ids
    people = [one.value for one in contacts]
    near = {name: await names.at(name, among) if among else () for name in people}
    far = await names.anywhere([name for name in people[:_LOOKED_UP] if not near[name]])
    return {name: tuple(dict.fromkeys(near[name] or far.get(name, ()))) for name in people}


def referred(at: Homes) -> dict[str, CustomerRef]:
    return {name: CustomerRef(ids, "", certain=len(ids) == 1) for name, ids in at.items() if ids}


def narrowed(one: Found[CustomerRef], at: Homes) -> Found[CustomerRef]:
    """Of several customers of one name the one where the person that is named with it is known."""
    there = {id_ for ids in at.values() for id_ in ids} & set(one.value.ids)
    if len(one.value.ids) < 2 or len(there) != 1:
        return one
    return Found(replace(one.value, ids=tuple(there), guess=False), one.start, one.end)
