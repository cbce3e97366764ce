"""The manager's digest as a value: eight blocks of figures and reasons, the same for the same facts (K01, K02)."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from typing import Any

from core.customers.erasing import blacked
from core.people.model import EmployeeId
from core.reports.funnel import Funnel, Step
from core.reports.model import DayFigures, Entry, PoolPart, Snapshot


@dataclass(frozen=True, slots=True)
class Person:
    """One line of block 8; the best first, and of a large team only these."""

    name: str
    visits: int
    effective: int
    follow_ups: int
    plans_due: int
    plans_kept: int
    id: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a trend."""

    day: str
    visits: int
    effective: int


@dataclass(frozen=True, slots=True)
class Team:
    """Who of a leader's own reps uses it (Q01); `late`: contacts entered on a later day."""

    leader: str
    name: str
    reps: int
    active: int
    follow_ups: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What the eight blocks say; whole numbers and texts only.

    Args:
        as_of: the moment it was made of, which the lists behind its numbers are read at.
        signed, signed_month, target, weighted: results of the days and of the month, its target, and
            what open deals that are to close in it come to by their rates, in fen. Forecast: signed_month + weighted.
        total: what was done in the days; a week's is the sum of its days'.
        counts: each number that opens a list, by the list's name → how many rows it has.
        few: the first few of such lists; of `quoted` the one contact worth reading (words: its result).
        people: the best by effective visits.
        before: visits of the same weekday (week) in the four weeks before, the latest first.
        trend: visits of each day, the oldest first.
        funnels: of each flow that deals follow (K04).
        quality: visits of the days, and how many meet each condition of an effective one.
        lacking: what share of rows lacks a field that is used here: name → (lacking, of how many) (K18).
        pool: what lies in the pools by tier (D19).
        idle: who lets claimed customers lie, and how many: entries with `words` = (number,) (D19).
        teams: who uses it, in digests of a week or a month (Q01).
    """

    as_of: str = ""
    first: str
    last: str
    period: str
    signed: int
    signed_month: int
    target: int
    weighted: int = 0
    total: Mapping[str, int]
    counts: Mapping[str, int] = field(default_factory=dict)
    few: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    people: Sequence[Person] = ()
    before: Sequence[int] = ()
    trend: Sequence[Day] = ()
    funnels: Sequence[Funnel] = ()
    quality: Mapping[str, int] = field(default_factory=dict)
    lacking: Mapping[str, Sequence[int]] = field(default_factory=dict)
    pool: Sequence[PoolPart] = ()
    idle: Sequence[Entry] = ()
    teams: Sequence[Team] = ()

    def canonical(self) -> str:
        """The digest as JSON that is the same for the same facts."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def names(self, number: str) -> list[str]:
        """What the first few of a list are called."""
        return [one.name for one in self.few.get(number, ())]


def snapshot(digest: Digest, reader: EmployeeId, made_at: datetime, *, rules: int = 0) -> Snapshot:
    """The digest as it is kept once it was sent."""
    content = digest.canonical()
    hashed = hashlib.sha256(content.encode()).hexdigest()
    day = date.fromisoformat(digest.last)
    return Snapshot(reader, day, digest.period, content, hashed, made_at, digest.as_of, rules)


def read(content: str) -> Digest:
    """A digest from its canonical JSON, as it was sent; of an older one what it said."""
    kept: dict[str, Any] = json.loads(content)
    if "few" not in kept:
        kept = _as_now(kept)
    kept["total"] = _NOTHING | kept["total"]
    kept["few"] = {name: [_entry(one) for one in some] for name, some in kept["few"].items()}
    kept["idle"] = [_entry(one) for one in kept["idle"]]
    for name, kind in (("people", Person), ("trend", Day), ("pool", PoolPart), ("teams", Team)):
        kept[name] = [kind(**one) for one in kept[name]]
    kept["funnels"] = [
        Funnel(one["flow"], [Step(**step) for step in one["steps"]], one["worst"])
        for one in kept["funnels"]
    ]
    return Digest(**kept)


def snapshot_without(content: str, ids: Collection[str]) -> str:
    """A kept digest in which entries of these records name nobody; every number stays."""
    kept: dict[str, Any] = json.loads(content)
    few = kept.get("few", {})
    told = [(name, one) for name, some in few.items() for one in some if "id" in one]
    for name, one in [*told, *(("", one) for one in kept.get("idle", ()))]:
        if one.get("id") in ids:
            one["name"] = blacked(one["name"])
            if name in _SAYING:
                one["words"] = [blacked(word) for word in one["words"]]
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _entry(kept: dict[str, Any]) -> Entry:
    return Entry(**{**kept, "words": tuple(kept["words"])})


def _as_now(old: dict[str, Any]) -> dict[str, Any]:
    """One of before there were entries: it named a few, and counted what it counted."""
    words = {
        **{name: [[one] for one in old.pop(name)] for name in _PLAIN},
        **{name: old.pop(name) for name in ("moved", "lost")},
    }
    quoted = old.pop("quoted")
    few = {
        name: [asdict(Entry("", one, "", words=tuple(more))) for one, *more in some]
        for name, some in words.items()
    }
    if quoted:
        few["quoted"] = [asdict(Entry("", quoted[1], "", quoted[0], words=(quoted[2],)))]
    counts = {"unclaimed": old.pop("unclaimed")}
    rest: dict[str, Any] = {"idle": [], "trend": [], "pool": [], "teams": [], "funnels": []}
    return {**old, **rest, "few": few, "counts": counts}


_SAYING = ("quoted", "lost")
"""Lists whose words are what people said."""
_NOTHING = {one.name: 0 for one in fields(DayFigures)}
_PLAIN = ("returning", "stuck", "slipped", "contacted", "neglected", "silent")
