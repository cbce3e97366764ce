"""Digests of a quiet day and of a busy one, with all that there is to say."""

from dataclasses import asdict, replace
from datetime import date

from core.money import Money
from core.reports.digest import Day, Digest, Person, Team
from core.reports.funnel import Funnel, Step
from core.reports.model import DayFigures, Entry, PoolPart

TODAY = date(2026, 11, 23)
NOTHING = dict.fromkeys(asdict(DayFigures()), 0)


def named(*names: str) -> list[Entry]:
    return [Entry(f"X{number}", name, "E1") for number, name in enumerate(names)]


PEOPLE = [Person(f"销售{n}", 10 + n, 20 + n, 30 + n, 40 + n, 50 + n) for n in range(1, 8)]
QUIET = Digest(
    first="2026-11-23",
    last="2026-11-23",
    period="day",
    signed=0,
    signed_month=0,
    target=0,
    total=NOTHING,
)
BUSY = replace(
    QUIET,
    signed=Money.yuan(3_100_000).fen,
    signed_month=Money.yuan(4_000_000).fen,
    target=Money.yuan(10_000_000).fen,
    total=NOTHING
    | {
        "visits": 8,
        "effective_visits": 5,
        "follow_ups": 20,
        "without_next": 3,
        "stage_moves": 7,
        "plans_due": 16,
        "plans_kept": 12,
        "new_customers": 9,
        "new_opportunities": 6,
        "claimed": 4,
        "returned": 2,
        "won": 1,
        "lost": 11,
    },
    counts={"unclaimed": 13},
    few={
        "returning": named("恒泰", "北重"),
        "moved": [
            Entry("O1", "二期", "E1", words=("needs", "proposal")),
            Entry("O2", "扩产", "E1", words=("initial", "gone")),
        ],
        "stuck": named("检测设备", "行车"),
        "slipped": named("年框", "备件"),
        "lost": [
            Entry("O3", "测量仪", "E1", words=("价格高", "蔡司")),
            Entry("O4", "改造", "E1", words=("没预算", "")),
        ],
        "contacted": named("远帆", "蓝鲸"),
        "neglected": named("华精", "博远"),
        "silent": named("赵强", "林悦"),
        "quoted": [Entry("F1", "远帆", "E1", "周明", words=("十二月定",))],
    },
    people=PEOPLE,
)
STEPS = (
    Step("initial", 40, Money.yuan(800_000).fen, 100, 60, 600, 5),
    Step("needs", 20, 0, 60, 18, 300, 12),
    Step("proposal", 9, Money.yuan(2_100_000).fen, 18, 9, 500, None),
)
FULL = replace(
    BUSY,
    weighted=Money.yuan(1_280_000).fen,
    counts={"unclaimed": 13, "overdue": 17, "missed": 4, "claimable": 1286, "returning": 12},
    few=BUSY.few
    | {
        "overdue": [Entry("P1", "恒泰 送样", "E1", "周明", "2026-11-17")],
        "stuck": [Entry("O5", "检测设备", "E1", "周明", "2026-10-30"), Entry("O6", "行车", "E2")],
        "neglected": [Entry("C1", "华精", "E2", "林悦", "2026-11-02")],
    },
    before=[12, 8, 10, 10],
    trend=[Day(f"2026-11-{day:02}", day, day // 2) for day in range(10, 24)],
    funnels=[Funnel("工业品", STEPS, "needs")],
    lacking={"next_step": (3, 20), "amount": (1, 40), "tier": (30, 60)},
)
WEEK = replace(
    FULL,
    first="2026-11-16",
    last="2026-11-22",
    period="week",
    pool=[PoolPart("公海", "A", 20, 13), PoolPart("公海", "", 9, 0)],
    teams=[Team("E9", "华东组", 6, 5, 88, 7)],
)
MONTH = replace(
    WEEK,
    first="2026-10-01",
    last="2026-10-31",
    period="month",
    before=[],
    trend=[Day(f"2026-10-{day:02}", day, day // 2) for day in range(1, 32)],
    idle=[Entry("E3", "", "E3", "赵强", words=("4",))],
)
