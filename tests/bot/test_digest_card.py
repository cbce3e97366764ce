"""What a digest's card says, block by block (K01, K02)."""

from dataclasses import asdict, replace
from datetime import date

from adapters.chat import Card
from bot.cards.digest import digest
from bot.company.rules import CompanyRules
from bot.texts import texts
from core.money import Money
from core.reports.digest import Digest, Person
from core.reports.model import DayFigures, Entry

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


def drawn(found: Digest, person: str = "") -> Card:
    flows = CompanyRules().flows
    return digest(found, "华东组", texts("zh-CN"), TODAY, flows=flows, person=person)


def test_K02_the_result_its_measures_and_each_reason_have_their_line() -> None:
    assert drawn(BUSY).body.splitlines() == [
        "签约 310万 ← 有效拜访 5/8，推进 7 次，计划完成 75%",
        "推进：二期（需求分析→方案报价）、扩产（验证客户→gone）",
        "卡住：检测设备、行车",
        "过了预计签约日：年框、备件",
        "输单：测量仪（价格高，蔡司）、改造（没预算）",
        "快回公海：恒泰、北重",
        "重点客户已联系：远帆、蓝鲸",
        "重点客户没跟上：华精、博远",
        "没有记录：赵强、林悦",
        "等你决定：没有。回款还没有接入，不在内。",
        *(
            f"销售{n}：拜访 {10 + n} 次（有效 {20 + n} 次），跟进 {30 + n} 次，计划 {50 + n}/{40 + n}"
            for n in range(1, 7)
        ),
        "值得一看：周明 · 远帆：“十二月定”",
    ]


def test_K01_an_empty_block_is_one_line() -> None:
    card = drawn(QUIET)

    assert card.body.splitlines() == [
        "签约 0元 ← 有效拜访 0/0，推进 0 次，计划完成 —",
        "商机：没有变化",
        "公海：一周内没有要回的",
        "重点客户：没有动静",
        "每个人都有记录",
        "等你决定：没有。回款还没有接入，不在内。",
    ]
    assert {field.label: field.value for field in card.fields}["签约"] == "0元 · 未设目标"


def test_K01_its_fields_are_the_result_against_the_target_and_the_figures() -> None:
    card = drawn(BUSY)

    assert (card.title, card.subtitle) == ("简报 11月23日 周一", "华东组")
    assert card.number
    assert (card.number.label, card.number.value) == ("本月签约", "400万")
    assert {field.label: field.value for field in card.fields} == {
        "签约": "310万 · 本月完成40%（目标1,000万，还差600万）",
        "拜访": "拜访 8 次（有效 5 次）",
        "跟进": "跟进 20 次（15% 没说下一步或原因）",
        "推进": "推进 7 次，计划完成 75%",
        "新增": "客户 9 家，商机 6 个",
        "公海": "领 4 退 2，超30天没人领 13",
    }


def test_K01_each_button_opens_the_days_and_the_person_of_the_digest() -> None:
    week = drawn(replace(BUSY, first="2026-11-16", last="2026-11-22"), person="E1")

    assert week.title == "简报 11月16日 周一 - 11月22日 周日"
    days = '"since":"2026-11-16","until":"2026-11-22","person":"E1"'
    assert all(days in button.key for button in week.buttons)
