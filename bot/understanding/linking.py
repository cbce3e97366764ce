"""Which customers a sentence names: one query for all its stretches, longest first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.slots import CustomerRef
from bot.understanding.spans import Found
from core.customers.model import CustomerId
from core.customers.names import spans
from core.customers.queries import NameHit

FEW = 6
"""As many customers as a name that many have is answered with."""
_LONGEST_TEXT = 1_000
_CUE = re.compile(r"(?:拜访|去了?|跑了?|跟|和|给|见了?|找|到|领|认领|查|看|回访|联系|约|把|客户)$")
_DENIED = re.compile(r"(?:不是|而不是)$")
_NOT_GONE = re.compile(r"没有?(?:去成?|跑|到|拜访|见)了?$")
_BUT_GONE = re.compile(
    r"[^，,。；;]{0,4}[，,]\s*(?:而?是|改[去跑]|(?:去|跑|见|拜访)(?:的是|了)|先去了?)"
)
_WEAK = ("pinyin", "alias_part")
_REGIONS = ("华东", "华南", "华北", "华中", "华西", "西南", "西北", "东北", "全国")


class Names(Protocol):
    """What the sentence's words are looked up in."""

    async def by_keys(self, keys: Sequence[str]) -> Sequence[NameHit]: ...

    async def at(self, contact: str, among: Sequence[CustomerId] = ()) -> Sequence[CustomerId]:
        """Where somebody of that name is known: which of `among`, else the first `FEW` of all."""
        ...


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    hits: tuple[CustomerId, ...]
    kind: str

    @property
    def rank(self) -> tuple[bool, int, bool, int]:
        """Exact before sound, long before short, early before late."""
        return (self.kind == "pinyin", self.start - self.end, self.kind == "alias_part", self.start)


async def link(text: str, names: Names) -> list[Found[CustomerRef]]:
    """The customers of `text`, in order; each with all customers its words may mean."""
    places = _lookable(spans(text[:_LONGEST_TEXT]), text)
    hits = {hit.key: hit for hit in await names.by_keys(list(places))}
    candidates = [
        _Candidate(start, end, hit.customers, hit.kind)
        for key, hit in hits.items()
        for start, end in places[key]
    ]
    kept: list[_Candidate] = []
    taken = bytearray(len(text))
    for one in sorted(candidates, key=lambda each: each.rank):
        if not any(taken[one.start : one.end]) and _is_meant(one, text):
            kept.append(one)
            taken[one.start : one.end] = b"1" * (one.end - one.start)
    return [_reference(one, text) for one in sorted(kept, key=lambda each: each.start)]


Places = dict[str, list[tuple[int, int]]]


def _lookable(places: Places, text: str) -> Places:
    """Without what would not be taken for a name anyway: two characters by sound need a cue."""
    return {key: kept for key, where in places.items() if (kept := _cued(key, where, text))}


def _cued(key: str, where: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    if key[0] != "~" or key.count("'") > 1:
        return where
    return [(start, end) for start, end in where if _CUE.search(text[max(0, start - 6) : start])]


def _is_meant(one: _Candidate, text: str) -> bool:
    """A region is no customer."""
    return one.kind != "alias_part" or text[one.start : one.end] not in _REGIONS


def _reference(one: _Candidate, text: str) -> Found[CustomerRef]:
    ref = CustomerRef(one.hits, text[one.start : one.end], certain=one.kind not in _WEAK)
    return Found(ref, one.start, one.end)


def denied(found: Found[CustomerRef], text: str) -> bool:
    """不是远帆; 没去远帆，去的是蓝鲸: named in order not to be meant."""
    before = text[: found.start].rstrip()
    instead = _NOT_GONE.search(before) and _BUT_GONE.match(text, found.end)
    return bool(_DENIED.search(before) or instead)
