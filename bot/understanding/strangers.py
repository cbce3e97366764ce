"""Customers named beside known ones that nobody knows: 远帆、华精和火星公司."""

import re

from bot.slots import CustomerRef
from bot.understanding.reading import Reading
from bot.understanding.words import everyday

_BESIDE = re.compile(
    r"(?:、|[和跟与及]|以及)(?P<name>[\u4e00-\u9fffA-Za-z0-9]{2,12}?)"
    r"(?=[、，,。；;！!\s]|[和跟与及]|都|也|我都?要|给我|$)"
)
_COMPANY = re.compile(r"(?:公司|集团|工厂|厂|科技|股份|实业|医院|大学|研究院)$")
_VISITED = re.compile(r"(?:跑|去|拜访|走访|回访)[了过]?$")


def strangers(reading: Reading, *, taken: bool = False) -> tuple[CustomerRef, ...]:
    """The names that stand in one row with a known customer's and are no one's.

    Args:
        taken: whatever stands in that row is a customer: it is to be claimed.
    """
    found: list[CustomerRef] = []
    for one in reading.customers:
        visited = bool(_VISITED.search(reading.text[: one.start]))
        place = one.end
        while match := _BESIDE.match(reading.text, place):
            place = match.end()
            at = match.start("name")
            known = next((each for each in reading.customers if each.start == at), None)
            if known is not None:
                place = known.end
            elif _is_customer(match["name"], at, reading, visited=visited, taken=taken):
                found.append(CustomerRef((), match["name"]))
    return tuple({ref.words: ref for ref in found}.values())


def _is_customer(name: str, start: int, reading: Reading, *, visited: bool, taken: bool) -> bool:
    """Whether it reads like a company, or stands where one was gone to; no person, no word."""
    found = (reading.customers, reading.contacts, reading.times, reading.amounts)
    places = [(one.start, one.end) for several in found for one in several]
    if any(low < start + len(name) and start < high for low, high in places):
        return False
    if taken or _COMPANY.search(name):
        return name not in reading.context.colleagues
    return visited and not _is_word(name, reading)


def _is_word(name: str, reading: Reading) -> bool:
    return name in reading.context.colleagues or name[:2] in everyday()
