"""What a digest of some days must say, counted row by row."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.cards.phrases import money
from bot.texts import texts
from core.money import Money
from tests.e2e import ZONE
from tests.e2e.company import PEOPLE
from tests.e2e.world import MONDAY

Row = Mapping[str, Any]
Tables = Mapping[str, list[Row]]
_SAY = texts("zh-CN")
VISITS = ("visit", "dinner", "visit_to_us")


def lines(tables: Tables, owners: Collection[str], since: date, until: date) -> set[str]:
    """Every line with a number that a digest of these days may hold, of all `owners` and of each."""
    groups = (frozenset(owners), *(frozenset({one}) for one in owners))
    return {line for whose in groups for line in _lines_of(_Rows(tables, whose, since, until))}


class _Rows:
    """The rows of some people in a range of days."""

    def __init__(self, tables: Tables, whose: Collection[str], since: date, until: date) -> None:
        self._tables, self._whose, self._since, self.until = tables, whose, since, until
        talks = self.within("follow_ups", "occurred_at")
        visits = [row for row in talks if row["kind"] in VISITS]
        due = [row for row in self.within("plans", "due_at") if row["state"] != "moved"]
        events = self.within("pool_events", "at")
        self.talks, self.visits = len(talks), len(visits)
        self.good = sum(row["effective"] for row in visits)
        self.bare = sum(not (row["next_step"] or row["none_reason"]) for row in talks)
        self.due, self.kept = len(due), sum(row["state"] == "done" for row in due)
        self.claimed = sum(row["kind"] == "claim" for row in events)
        self.returned = sum(row["kind"] in ("release", "recycle") for row in events)
        self.deals = len(self.within("opportunities", "created_at"))
        self.signed = self._won(since)
        self.of_month = self._won(until.replace(day=1))
        self.target = sum(
            fen(row["value"])
            for row in tables["targets"]
            if row["employee"] in whose and row["period"] == f"{until:%Y-%m}"
        )
        month_ago = MONDAY - timedelta(days=30)
        self.unclaimed = sum(
            not row["owner"] and local(row["entered_pool_at"]) < month_ago
            for row in tables["customers"]
        )

    def within(self, table: str, part: str, since: date | None = None) -> list[Row]:
        found = (row for row in self._tables[table] if row["employee"] in self._whose and row[part])
        first = since or self._since
        return [row for row in found if first <= local(row[part]).date() <= self.until]

    def _won(self, since: date) -> int:
        closed = self.within("opportunities", "closed_at", since)
        return total(row for row in closed if row["state"] == "won")


def _lines_of(rows: _Rows) -> set[str]:
    signed, plans = money(Money(rows.signed), _SAY), percent(rows.kept, rows.due)
    visited = _SAY("digest.visits", count=rows.visits, effective=rows.good)
    of_month = money(Money(rows.of_month), _SAY)
    share = _SAY("digest.without_target", signed=of_month)
    if rows.target:
        target, part = money(Money(rows.target), _SAY), percent(rows.of_month, rows.target)
        share = _SAY("digest.of_target", signed=of_month, target=target, percent=part)
    talks = _SAY("digest.follow_ups", count=rows.talks)
    if rows.talks:
        talks += _SAY("digest.without_next", share=percent(rows.bare, rows.talks))
    pool = {"claimed": rows.claimed, "returned": rows.returned, "unclaimed": rows.unclaimed}
    fields = {
        "signed_month": share,
        "met": visited,
        "contacts": talks,
        "new": _SAY("digest.new_ones", customers=0, deals=rows.deals),
        "pool": _SAY("digest.pool_line", **pool),
    }
    line = {"signed": signed, "effective": rows.good, "visits": rows.visits, "kept": plans}
    return (
        {f"{_SAY(f'digest.{name}')}：{words}" for name, words in fields.items()}
        | {_person(name, rows) for name in PEOPLE.values()}
        | {_SAY("digest.in_one_line", moves=0, **line)}
    )


def _person(name: str, rows: _Rows) -> str:
    counts = {"visits": rows.visits, "effective": rows.good, "follow_ups": rows.talks}
    return _SAY("digest.person", name=name, kept=rows.kept, due=rows.due, **counts)


def percent(part: int, whole: int) -> str:
    return f"{(Decimal(part) * 100 / whole).quantize(Decimal(1))}%" if whole else "—"


def total(rows: Iterable[Row]) -> int:
    """The amounts together, in fen."""
    return sum(fen(row["amount"]) for row in rows)


def fen(value: Any) -> int:
    return value.fen if isinstance(value, Money) else int(value)


def local(moment: datetime) -> datetime:
    return moment.astimezone(ZONE)
