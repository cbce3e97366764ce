"""Which customers a sentence names: all its stretches are looked up at once, longest first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Protocol

from bot.slots import CustomerRef
from bot.understanding.edges import begins, ends, near_before
from bot.understanding.likeness import Neighbourhood
from bot.understanding.meant import SAID_SO, is_cued, is_meant
from bot.understanding.patterns import regex
from bot.understanding.spans import Found
from core.customers.model import CustomerId
from core.customers.queries import NameHit
from core.customers.sounds import pinyin
from core.customers.stretches import Stretches

FEW = 6
"""As many customers as a name that many have is answered with."""
_LONGEST_TEXT = 1_000
_SHORT, _AROUND = 3, 6
_COMPARED = 4
"""So many names of a message are compared with what they look like; a list of more is no slip."""
_LONG_ENOUGH = (28, 3)
"""A longer stretch, written so or only sounding so, is not compared with what looks like it."""
_DENIED = regex(r"(?:不是|而不是)$")
_NOT_GONE = regex(r"没有?(?:去成?|跑|到|拜访|见)了?$")
_BUT_GONE = regex(
    r"[^，,。；;]{0,4}[，,]\s*(?:而?是|改[去跑]|(?:去|跑|见|拜访)(?:的是|了)|先去了?)"
)
_POINTS = ".、)）"
"""Behind the number of a row: no name begins with them."""
_WEAK = ("pinyin", "alias_part", "part")


class Names(Protocol):
    """What the sentence's words are looked up in."""

    async def begun(self, beginnings: Collection[str]) -> Collection[str]:
        """Those of `beginnings` that a key begins with."""
        ...

    async def by_keys(self, keys: Sequence[str]) -> Sequence[NameHit]: ...

    async def neighbourhood(self) -> Neighbourhood:
        """The names one may mean and misspell."""
        ...

    async def at(self, contact: str, among: Sequence[CustomerId]) -> Sequence[CustomerId]:
        """At which of `among` somebody of that name is known."""
        ...

    async def anywhere(self, contacts: Sequence[str]) -> Mapping[str, Sequence[CustomerId]]:
        """Where somebody of each name is known, the first `FEW` customers; no entry for who is not."""
        ...

    async def contacts(self, customers: Sequence[CustomerId]) -> Sequence[str]:
        """The names of all who are known at those customers."""
        ...


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A name that stands there.

    Args:
        stands: written as one of a customer's names, and nothing more around it.
        sure: a name of one's own customer, or what he is called by somebody; the brand of one in the
            pool, or a colleague's, may be a slip of the pen for another.
        guess: it only sounds like a customer of one's own.
        pooled: none of its customers is owned.
    """

    start: int
    end: int
    hits: tuple[CustomerId, ...]
    kind: str
    stands: bool
    sure: bool
    guess: bool
    pooled: bool

    @property
    def rank(self) -> tuple[bool, int, bool, bool, int]:
        """What stands by itself before the rest; long before short, exact before sound, early before late."""
        return (
            not self.stands,
            self.start - self.end,
            self.kind == "pinyin",
            self.kind == "alias_part",
            self.start,
        )


async def link(text: str, names: Names) -> list[Found[CustomerRef]]:
    """The customers of `text`, in order; each with all customers its words may mean."""
    stretches = Stretches(text[:_LONGEST_TEXT], partial(is_cued, text))
    begun = await names.begun(stretches.beginnings())
    places = stretches.sought(begun) if begun else {}
    hits = {hit.key: hit for hit in await names.by_keys(sorted(places))} if places else {}
    candidates = [
        _candidate(start, end, hit, hits, text)
        for key, hit in hits.items()
        for start, end in places[key]
        if text[start] not in _POINTS
    ]
    kept: list[_Candidate] = []
    taken = bytearray(len(text))
    for one in sorted(candidates, key=lambda each: each.rank):
        if not any(taken[one.start : one.end]) and is_meant(one, text):
            kept.append(one)
            taken[one.start : one.end] = b"1" * (one.end - one.start)
    kept.sort(key=lambda each: each.start)
    short = [one for one in kept if _may_be_longer(one)][:_COMPARED]
    return [await _reference(one, text, names, compared=one in short) for one in kept]


def _candidate(
    start: int, end: int, hit: NameHit, hits: Mapping[str, NameHit], text: str
) -> _Candidate:
    said = hit.kind in SAID_SO
    stands = said or (hit.kind not in _WEAK and begins(text, start) and ends(text, end))
    sure = said or (stands and hit.inside and not (hit.pooled and hit.kind == "brand"))
    heard = _as_heard(hit, hits)
    guess = not hit.inside and len(heard) > len(hit.customers)
    return _Candidate(start, end, heard, hit.kind, stands, sure, guess, hit.pooled)


def _as_heard(hit: NameHit, hits: Mapping[str, NameHit]) -> tuple[CustomerId, ...]:
    """宏帆供应链 and 洪帆供应链 are both meant; of two or three characters too many would be."""
    if hit.kind in (*SAID_SO, "pinyin") or len(hit.key) <= _SHORT:
        return hit.customers
    heard = hits.get(pinyin(hit.key))
    both = (hit.customers, heard.customers if heard else ())
    return tuple(dict.fromkeys(chain(*(both if hit.inside else reversed(both)))))[:FEW]


async def _reference(
    one: _Candidate, text: str, names: Names, *, compared: bool
) -> Found[CustomerRef]:
    words = text[one.start : one.end]
    ref = CustomerRef(one.hits, words, certain=one.sure, guess=one.guess)
    ref = await _with_alike(ref, one, text, names) if compared else ref
    return Found(ref, one.start, one.end)


def _may_be_longer(one: _Candidate) -> bool:
    """Whether it only sounds so or can hardly end there, and is short."""
    if one.stands or one.kind == "alias_part":
        return False
    return one.end - one.start <= _LONG_ENOUGH[one.kind == "pinyin"]


async def _with_alike(ref: CustomerRef, one: _Candidate, text: str, names: Names) -> CustomerRef:
    """A short name that only sounds so, or can hardly end there, is perhaps of a longer one misspelt."""
    start, end = max(0, one.start - _AROUND), one.end + _AROUND
    like = (await names.neighbourhood()).alike(text[start:end])
    if like is None or start + like.start >= one.end or start + like.end <= one.start:
        return ref
    ids = tuple(dict.fromkeys((*like.customers, *ref.ids)))[:FEW]
    return ref if set(ids) == set(ref.ids) else replace(ref, ids=ids, guess=True)


async def proposed(text: str, names: Names) -> list[Found[CustomerRef]]:
    """Whom a name may mean that is nobody's."""
    like = (await names.neighbourhood()).alike(text[:_LONGEST_TEXT])
    if like is None:
        return []
    ref = CustomerRef(like.customers, text[like.start : like.end], certain=False, guess=True)
    return [Found(ref, like.start, like.end)]


def denied(found: Found[CustomerRef], text: str) -> bool:
    """不是远帆; 没去远帆，去的是蓝鲸: named in order not to be meant."""
    before = near_before(text, found.start).rstrip()
    instead = _NOT_GONE.search(before) and _BUT_GONE.match(text, found.end)
    return bool(_DENIED.search(before) or instead)
