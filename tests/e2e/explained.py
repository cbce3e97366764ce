"""What a digest of some days must show beside its lines: four figures, why, charts, shares; counted row by row."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from itertools import permutations

from bot.cards.phrases import money
from bot.texts import texts
from core.money import Money
from core.opportunities.flows import INDUSTRIAL
from tests.e2e.company import PEOPLE
from tests.e2e.digested import VISITS, Row, Tables, fen, local, percent, total
from tests.e2e.world import MONDAY

_SAY = texts("zh-CN")
_DAY = timedelta(days=1)
_STAGES = [str(one.code) for one in INDUSTRIAL.stages]
_NAMES = {str(one.code): one.name for one in INDUSTRIAL.stages}
_GONE = ("lost", "invalid")
_NAMED = 5
_REPS = ("E1", "E2", "E3", "E4")


def shown(tables: Tables, owners: Collection[str], since: date, until: date) -> set[str]:
    """Every line with a number that a digest of these days may show, of all `owners` and of each."""
    groups = (frozenset(owners), *(frozenset({one}) for one in owners))
    return {line for whose in groups for line in _Counted(tables, whose, since, until).lines()}


class _Counted:
    """The rows of some people, counted as the digest of a range of days has to."""

    def __init__(self, tables: Tables, whose: Collection[str], since: date, until: date) -> None:
        self.tables, self.whose, self.since, self.until = tables, whose, since, until

    def lines(self) -> Iterator[str]:
        yield from self._figures()
        yield from self._result()
        yield from self._shares()
        yield from self._trend()
        yield from self._funnel()
        yield from self._leaders()
        yield from self._lists()
        yield from self._idle()
        yield from self._missed()
        yield from self._team()

    def _of(self, table: str, owner: str = "employee") -> list[Row]:
        return [row for row in self.tables[table] if row[owner] in self.whose]

    def _in(
        self, row: Row, part: str, since: date | None = None, until: date | None = None
    ) -> bool:
        first, last = since or self.since, until or self.until
        return bool(row[part]) and first <= local(row[part]).date() <= last

    def _visits(self, since: date, until: date, *, good: bool = False) -> int:
        talks = [row for row in self._of("follow_ups") if row["kind"] in VISITS]
        return sum(
            self._in(row, "occurred_at", since, until) and (row["effective"] or not good)
            for row in talks
        )

    def _open(self) -> list[Row]:
        return [row for row in self._of("opportunities") if row["state"] == "open"]

    def _won(self, since: date) -> int:
        deals = [row for row in self._of("opportunities") if row["state"] == "won"]
        return total(row for row in deals if self._in(row, "closed_at", since))

    def _weighted(self) -> int:
        month = (self.until.year, self.until.month)
        due = [row for row in self._open() if row["expected_close"]]
        closing = [r for r in due if (r["expected_close"].year, r["expected_close"].month) == month]
        return sum(fen(row["amount"]) * row["probability"] // 100 for row in closing)

    def _target(self) -> int:
        kept = [row for row in self._of("targets") if row["period"] == f"{self.until:%Y-%m}"]
        return sum(fen(row["value"]) for row in kept if row["measure"] == "signed")

    def _plans(self) -> tuple[int, int, int, int]:
        """Due, kept, missed in the days; overdue since before the last of them."""
        plans = self._of("plans")
        due = [row for row in plans if self._in(row, "due_at") and row["state"] != "moved"]
        waiting = [row for row in plans if row["state"] == "open"]
        late = [row for row in waiting if local(row["due_at"]).date() < self.until]
        done = sum(row["state"] == "done" for row in due)
        return len(due), done, len(self._missing()), len(late)

    def _is_past(self, plan: Row) -> bool:
        hours = timedelta(hours=0 if plan["has_time"] else 18)
        return local(plan["due_at"]) + hours < self._now()

    def _now(self) -> datetime:
        return MONDAY + timedelta(hours=1)

    def _figures(self) -> Iterator[str]:
        days = (self.until - self.since).days + 1
        period = "day" if days == 1 else "week" if days <= 7 else "month"
        visits, delta = self._visits(self.since, self.until), ""
        before = [
            self._visits(self.since - 7 * back * _DAY, self.until - 7 * back * _DAY)
            for back in range(1, 5)
        ]
        if period != "month" and sum(before):
            usual = sum(before) / 4
            change = round(visits * 100 / usual) - 100
            arrow = "↑" if change > 0 else "↓" if change < 0 else "="
            told = f"{usual:.1f}" if usual < 10 else f"{usual:.0f}"
            delta = f" {arrow}{abs(change)}% 平时 {told}"
        yield f"{_SAY(f'digest.figure.visits_{period}')} {visits}{delta}"
        _, _, missed, late = self._plans()
        yield f"逾期跟进 {late} 错过 {missed}"
        pooled = sum(not row["owner"] for row in self.tables["customers"])
        yield f"公海可领 {pooled} 快回 {self._returning()}"
        forecast, target = self._won(self.until.replace(day=1)) + self._weighted(), self._target()
        of = f"目标的 {percent(forecast, target)}" if target else "未设目标"
        yield f"当月预测 {money(Money(forecast), _SAY)} {of}"

    def _returning(self) -> int:
        soon = self.until + 7 * _DAY
        kept = [row for row in self._of("customers", "owner") if row["recycle_on"]]
        return sum(row["recycle_on"] <= soon and row["check_on"] <= soon for row in kept)

    def _moves(self) -> list[Row]:
        whose = {row["id"]: row["employee"] for row in self.tables["opportunities"]}
        moves = self.tables.get("stage_moves", [])
        return [row for row in moves if whose.get(row["opportunity"]) in self.whose]

    def _result(self) -> Iterator[str]:
        moved = [r for r in self._moves() if self._in(r, "at") and r["target"] not in _GONE]
        due, kept, _, _ = self._plans()
        yield _SAY(
            "digest.in_one_line",
            signed=money(Money(self._won(self.since)), _SAY),
            effective=self._visits(self.since, self.until, good=True),
            visits=self._visits(self.since, self.until),
            moves=len(moved),
            kept=percent(kept, due),
        )
        left = self._target() - self._won(self.until.replace(day=1))
        weighted = money(Money(self._weighted()), _SAY)
        if not self._target():
            yield f"手上的商机当月按把握算 {weighted}"
        elif left > 0:
            yield f"离当月目标还差 {money(Money(left), _SAY)}，手上的商机按把握算 {weighted}"
        else:
            yield f"当月目标已经完成，手上的商机按把握还有 {weighted}"

    def _shares(self) -> Iterator[str]:
        """What the records lack, from a tenth on."""
        talks = [row for row in self._of("follow_ups") if self._in(row, "occurred_at")]
        deals, owned = self._open(), self._of("customers", "owner")
        lacking = (
            ("amount", sum(row["amount"] is None for row in deals), len(deals)),
            ("expected_close", sum(row["expected_close"] is None for row in deals), len(deals)),
            (
                "next_step",
                sum(not (row["next_step"] or row["none_reason"]) for row in talks),
                len(talks),
            ),
            ("tier", sum(not row["tier"] for row in owned), len(owned)),
        )
        told = [
            _SAY(f"digest.lacks.{name}", share=percent(some, of))
            for name, some, of in lacking
            if of and some * 10 >= of
        ]
        yield _SAY("digest.undecided") + _SAY("digest.lacking", what="、".join(told))

    def _trend(self) -> Iterator[str]:
        days = max((self.until - self.since).days + 1, 14)
        yield _SAY("digest.trend", days=days)
        for back in range(days):
            day = self.until - back * _DAY
            yield f"{day:%m-%d} 拜访 {self._visits(day, day)}"
            yield f"{day:%m-%d} 有效 {self._visits(day, day, good=True)}"

    def _funnel(self) -> Iterator[str]:
        begin = self.until - 89 * _DAY
        lately = [r for r in self._of("opportunities") if r["closed_at"] and self._ended(r, begin)]
        deals = [*self._open(), *lately]
        deals = [row for row in deals if row["state"] != "invalid"]
        far = [self._furthest(row) for row in deals]
        came = [sum(one >= place for one in far) for place in range(len(_STAGES) + 1)]
        for place, code in enumerate([*_STAGES, "won"]):
            yield f"{_NAMES.get(code, '赢单')} {came[place]} {came[place]}"
        for place, code in enumerate(_STAGES):
            there = [row for row in self._open() if row["stage"] == code]
            on = f"{came[place + 1] * 1000 // came[place] / 10:.0f}%" if came[place] else "—"
            worth = money(Money(total(there)), _SAY)
            stay = self._stay(deals, code)
            yield f"{_NAMES[code]}：在手 {len(there)} 单 {worth}，往下走 {on}{stay}"

    def _ended(self, row: Row, begin: date) -> bool:
        return row["state"] != "open" and local(row["closed_at"]).date() >= begin

    def _furthest(self, deal: Row) -> int:
        if deal["state"] == "won":
            return len(_STAGES)
        moves = [row for row in self._moves() if row["opportunity"] == deal["id"]]
        been = {deal["stage"], *(one for row in moves for one in (row["source"], row["target"]))}
        return max((_STAGES.index(code) for code in been if code in _STAGES), default=0)

    def _stay(self, deals: list[Row], code: str) -> str:
        """How many days they stayed there, in the middle."""
        stays = []
        for deal in deals:
            since = deal["created_at"]
            moves = [row for row in self._moves() if row["opportunity"] == deal["id"]]
            for move in sorted(moves, key=lambda row: row["at"]):
                if move["source"] == code != move["target"]:
                    stays.append((move["at"] - since).days)
                since = move["at"]
        return f"，一般停 {sorted(stays)[(len(stays) - 1) // 2]} 天" if stays else ""

    def _leaders(self) -> Iterator[str]:
        for number in self.whose:
            one = _Counted(self.tables, frozenset({number}), self.since, self.until)
            yield f"{PEOPLE[number]} 拜访 {one._visits(self.since, self.until)}"
            yield f"{PEOPLE[number]} 有效 {one._visits(self.since, self.until, good=True)}"

    def _lists(self) -> Iterator[str]:
        """What stands in the pool for long, by tier."""
        pooled = [row for row in self.tables["customers"] if not row["owner"]]
        old = MONDAY - timedelta(days=30)
        for tier in {row["tier"] for row in pooled}:
            there = [row for row in pooled if row["tier"] == tier]
            long = sum(local(row["entered_pool_at"]) < old for row in there)
            name = f"{tier}类" if tier else "未分级"
            for pool in {row["pool"] for row in there}:
                yield f"{pool} {name}：{len(there)} 家，超30天没人领 {long}"

    def _idle(self) -> Iterator[str]:
        """Who claimed customers and was not in touch for three days."""
        lying = Counter(
            row["owner"]
            for row in self._of("customers", "owner")
            if row["basis"] == "claim"
            and local(row["owned_since"]) < MONDAY - timedelta(days=3)
            and not (row["last_contact_at"] and row["last_contact_at"] >= row["owned_since"])
        )
        those = sorted(lying.items(), key=lambda one: (-one[1], one[0]))
        yield "领了没动：" + "、".join(f"{PEOPLE[who]} {count} 家" for who, count in those)

    def _missed(self) -> Iterator[str]:
        """Whose plans were missed: how many of each, or of all when these are more than are named."""
        each = Counter(PEOPLE[row["employee"]] for row in self._missing())
        count = sum(each.values())
        for some in permutations(each.items()):
            if count <= _NAMED:
                yield "计划没做：" + "、".join(f"{name} {many} 条" for name, many in some)
            else:
                yield f"计划没做：{'、'.join(dict(some))} 等，共 {count} 条计划"

    def _missing(self) -> list[Row]:
        waiting = [row for row in self._of("plans") if row["state"] == "open"]
        return [row for row in waiting if self._in(row, "due_at") and self._is_past(row)]

    def _team(self) -> Iterator[str]:
        """Of the reps of 孙涛 who use it, and how much was entered on a later day."""
        reps = [number for number in self.whose if number in _REPS]
        talks = [row for row in self._of("follow_ups") if self._in(row, "occurred_at")]
        active = len({row["employee"] for row in talks} & {*reps})
        late = sum(
            local(row["created_at"]).date() > local(row["occurred_at"]).date() for row in talks
        )
        if reps:
            each = f"{len(talks) / len(reps):.1f}"
            yield f"孙涛：{len(reps)} 人里 {active} 人在用，人均 {each} 条，补录 {late} 条"
