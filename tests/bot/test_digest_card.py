"""What a digest's card says, block by block (K01, K02)."""

from dataclasses import replace

import pytest

from adapters.chat import Banner, Card, Figure, Shape, Tone
from adapters.feishu.cards import draw as feishu
from adapters.plain import plain
from adapters.wecom.cards import draw as wecom
from bot.cards.digest import GROUPS, digest, numbers
from bot.company.rules import CompanyRules
from bot.drawing.lettering import lettering
from bot.drawing.pictures import small
from bot.intents import OpenNumbers, ShowPoster
from bot.keys import decode
from bot.talk import OpenNumber
from bot.texts import texts
from bot.wording import worded
from core.money import Money
from core.reports.digest import Digest
from core.reports.funnel import Funnel
from core.reports.lists import LACKING, LISTS
from core.reports.model import Entry
from tests.bot.digests import BUSY, FULL, MONTH, QUIET, STEPS, TODAY, WEEK
from tests.cards.golden import golden

MOST_LINES = 30
BOARD = "https://crm.example/board?day=2026-11-23"


def drawn(found: Digest, person: str = "", *, language: str = "zh-CN", link: str = "") -> Card:
    flows, say = CompanyRules().flows, texts(language)
    card = digest(found, "华东组", say, TODAY, flows=flows, person=person, link=link)
    return worded(card, say)


def notes(card: Card) -> dict[str, str]:
    return {one.title: one.text for one in card.notes}


def test_K02_the_result_and_its_measures_have_one_line() -> None:
    assert notes(drawn(FULL))["结果"].splitlines() == [
        "签约 310万 ← 有效拜访 5/8，推进 7 次，计划完成 75%",
        "离当月目标还差 600万，手上的商机按把握算 128万",
    ]


@pytest.mark.parametrize(
    ("target", "line"),
    [
        (0, "手上的商机当月按把握算 128万"),
        (Money.yuan(4_000_000).fen, "当月目标已经完成，手上的商机按把握还有 128万"),
    ],
)
def test_a_month_without_a_target_or_with_one_reached_says_so(target: int, line: str) -> None:
    assert notes(drawn(replace(FULL, target=target)))["结果"].splitlines()[1] == line


def test_where_nothing_is_in_hand_a_month_whose_target_is_reached_says_only_that() -> None:
    found = replace(FULL, target=Money.yuan(4_000_000).fen, weighted=0)

    assert notes(drawn(found))["结果"].splitlines()[1] == "当月目标已经完成"


def test_K01_more_missed_plans_than_are_named_are_counted_as_plans() -> None:
    missed = [Entry(f"P{n}", "送样", "E1", "周明") for n in range(5)]
    found = replace(BUSY, few={**BUSY.few, "missed": missed}, counts={"missed": 12})

    assert notes(drawn(found))["人员"].splitlines()[1] == "计划没做：周明 等，共 12 条计划"


def test_K02_each_reason_has_its_line() -> None:
    told = notes(drawn(BUSY))

    assert [*told] == ["结果", "商机", "重点客户", "人员", "公海"]
    assert {name: text for name, text in told.items() if name != "结果"} == {
        "商机": "推进：二期（需求分析→方案报价）、扩产（验证客户→gone）\n"
        "卡住：检测设备、行车\n"
        "过了预计签约日：年框、备件\n"
        "输单：测量仪（价格高，蔡司）、改造（没预算）",
        "公海": "一周内要回：恒泰、北重",
        "重点客户": "没跟上：华精、博远\n已联系：远帆、蓝鲸",
        "人员": "没写记录：赵强、林悦",
    }


def test_where_there_are_more_than_are_named_it_says_how_many() -> None:
    assert notes(drawn(FULL))["公海"] == "一周内要回：恒泰、北重 等，共 12"


def test_K01_who_missed_plans_and_who_lets_customers_lie_are_named() -> None:
    missed = [Entry(f"P{n}", "送样", "E1", who) for n, who in enumerate(("周明", "周明", "林悦"))]
    lying = [Entry("E3", "", "E3", "赵强", words=("4",))]
    few = {**BUSY.few, "missed": missed}
    told = notes(drawn(replace(BUSY, few=few, idle=lying, counts={"missed": 3, "idle": 4})))

    assert told["人员"].splitlines()[1] == "计划没做：周明 2 条、林悦 1 条"
    assert told["公海"].splitlines()[1] == "领了没动：赵强 4 家"


def test_K01_a_plan_that_is_overdue_stands_there_once() -> None:
    late, today = (Entry(f"P{n}", "送样", "E1", "周明", "2026-11-18") for n in range(2))
    few = {**BUSY.few, "overdue": [late], "missed": [late, today]}
    (table,) = drawn(replace(BUSY, few=few)).tables

    whys = [row[1] for row in table.rows if row[0] == "送样"]
    assert sorted(whys) == sorted({"逾期没跟 11-18", "计划错过了 11-18"})


def test_K01_each_one_has_his_line_and_one_contact_is_worth_reading() -> None:
    card = drawn(BUSY)

    assert card.folds[0].lines == (
        *tuple(
            f"销售{n}：拜访 {10 + n} 次（有效 {20 + n} 次），跟进 {30 + n} 次，计划完成 {50 + n}/{40 + n}"
            for n in range(1, 7)
        ),
        "另有 1 人，打开看板看全部",
    )
    assert card.quote == "值得一看：周明 · 远帆：“十二月定”"


def test_K01_an_empty_block_is_one_line() -> None:
    card = drawn(QUIET)

    assert notes(card) == {
        "结果": "签约 0元 ← 有效拜访 0/0，推进 0 次，计划完成 —\n手上的商机当月按把握算 0元",
        "商机": "没有变化",
        "公海": "一周内没有要回的",
        "重点客户": "没有动静",
        "人员": "没有漏掉的记录和计划",
    }
    assert card.body == "等你决定：审批、线索、回款、客诉还没有接入，不在内。"
    assert (card.charts, card.tables, card.folds, card.quote) == ((), (), (), "")
    assert {field.label: field.value for field in card.fields}["当月签约"] == "0元（未设目标）"


def test_K01_its_fields_are_the_result_against_the_target_and_the_figures() -> None:
    card = drawn(BUSY)

    assert (card.title, card.subtitle) == ("简报 11月23日 周一", "华东组")
    assert {field.label: field.value for field in card.fields} == {
        "当月签约": "400万 / 目标 1,000万（40%）",
        "面谈": "拜访 8 次（有效 5 次）",
        "联系": "跟进 20 次（15% 没说下一步或原因）",
        "新增": "客户 9 家，商机 6 个",
        "公海": "领走 4，退回 2，超30天没人领 13",
    }


@pytest.mark.parametrize("found", [BUSY, FULL, WEEK], ids=["busy", "full", "week"])
def test_no_line_says_its_own_name_twice(found: Digest) -> None:
    told = [(one.label, one.value) for one in drawn(found).fields]
    told += [(one.title, line) for one in drawn(found).notes for line in one.text.splitlines()]

    assert [(name, text) for name, text in told if text.startswith(name)] == []


def test_its_four_figures_stand_against_what_they_are_measured_by() -> None:
    assert drawn(FULL).figures == (
        Figure("当天拜访", "8", "↓20% 平时 10", Tone.URGENT),
        Figure("逾期跟进", "17", "错过 4", Tone.URGENT),
        Figure("公海可领", "1,286", "快回 12"),
        Figure("当月预测", "528万", "目标的 53%", Tone.ACTIVE),
    )


@pytest.mark.parametrize(
    ("before", "delta", "tone"),
    [
        ([4, 4], "↑100% 平时 4.0", Tone.GOOD),
        ([8, 8], "=0% 平时 8.0", Tone.MUTED),
        ([0, 0], "", Tone.MUTED),
        ([], "", Tone.MUTED),
    ],
)
def test_visits_stand_against_the_average_of_such_days(
    before: list[int], delta: str, tone: Tone
) -> None:
    figure = drawn(replace(FULL, before=before)).figures[0]

    assert (figure.delta, figure.tone) == (delta, tone)


def test_K04_the_funnel_says_how_many_came_so_far_and_names_its_worst_stage() -> None:
    funnel, trend = drawn(FULL).charts

    assert (funnel.shape, funnel.title) == (Shape.FUNNEL, "商机漏斗（最弱：需求分析）")
    assert funnel.categories == ("验证客户", "需求分析", "方案报价", "赢单")
    assert funnel.series[0].values == (100, 60, 18, 9)
    assert (trend.shape, len(trend.categories)) == (Shape.LINE, 14)
    assert drawn(FULL).folds[1].lines == (
        "验证客户：在手 40 单 80万，往下走 60%，一般停 5 天",
        "需求分析：在手 20 单 0元，往下走 30%，一般停 12 天",
        "方案报价：在手 9 单 210万，往下走 50%",
    )


def test_K04_each_flow_that_deals_follow_has_its_funnel_the_fullest_first() -> None:
    few = tuple(
        replace(step, reached=step.reached // 10, passed=step.passed // 10) for step in STEPS
    )
    several = [Funnel("标准", few, "needs"), *FULL.funnels, Funnel("返修", (), "")]
    found = replace(FULL, funnels=several)

    titles = [one.title for one in drawn(found).charts if one.shape is Shape.FUNNEL]
    lines = drawn(found).folds[1].lines

    assert titles == ["商机漏斗 · 工业品（最弱：需求分析）", "商机漏斗 · 标准（最弱：需求分析）"]
    assert (len(lines), lines[0].partition("：")[0], lines[3].partition("：")[0]) == (
        6,
        "工业品 · 验证客户",
        "标准 · 验证客户",
    )
    english = [one.title for one in drawn(found, language="en").charts]
    assert english[0] == "Funnel · Industrial (weakest: Needs)"


def test_K04_where_nothing_stays_behind_no_stage_is_the_worst() -> None:
    steps = tuple(replace(step, passed=step.reached, permille=1000) for step in STEPS)

    assert (
        drawn(replace(FULL, funnels=[Funnel("工业品", steps, "initial")])).charts[0].title
        == "商机漏斗"
    )


def test_an_exception_has_an_owner() -> None:
    (table,) = drawn(FULL).tables

    assert table.rows[:3] == (
        ("恒泰 送样", "逾期没跟 11-17", "周明"),
        ("检测设备", "卡住了 10-30", "周明"),
        ("年框", "过了预计签约日", ""),
    )
    assert len(table.rows) <= 10


def test_K18_what_the_records_lack_is_said() -> None:
    assert drawn(FULL).body == (
        "等你决定：审批、线索、回款、客诉还没有接入，不在内。记录不全：15% 的跟进没说下一步、50% 的客户没分级。"
    )


def test_D19_Q01_a_week_tells_of_the_pool_nobody_wants_and_of_who_uses_it() -> None:
    folds = {one.title: one.lines for one in drawn(WEEK).folds}

    assert folds["公海没人要的"] == ("公海 A类：20 家，超30天没人领 13",)
    assert folds["谁在用"] == ("华东组：6 人里 5 人在用，人均 14.7 条，补录 7 条",)
    assert drawn(WEEK).figures[0].label == "当周拜访"


def test_K01_each_button_opens_the_days_and_the_person_of_the_digest() -> None:
    week = drawn(WEEK, person="E1")

    assert week.title == "周简报 11月16日 周一 - 11月22日 周日"
    poster, *opened = (decode(one.key) for one in week.every_button)
    assert isinstance(poster, ShowPoster)
    assert poster.period
    assert (poster.person, poster.period.since.isoformat()) == ("E1", "2026-11-16")
    days = {(one.since, one.until, one.person) for one in opened if isinstance(one, OpenNumber)}
    assert (days, len(opened)) == ({("2026-11-16", "2026-11-22", "E1")}, 29)


# --- its looks ------------------------------------------------------------------------------------

LOOKS = {"quiet": QUIET, "full": FULL, "week": WEEK, "month": MONTH}


@pytest.mark.parametrize("name", LOOKS)
def test_it_looks_as_it_did(name: str) -> None:
    card = drawn(LOOKS[name])
    notice = replace(card, picture=Banner("https://crm.example/p.png", card.title, 1.78))

    for platform, shown in (("feishu", feishu(card)), ("wecom", wecom(card, "t", url=""))):
        assert shown == golden(platform, f"digest_{name}", shown)
    pictured = wecom(notice, "t", url=BOARD)
    assert pictured["card_type"] == "news_notice"
    assert pictured == golden("wecom", f"digest_{name}_pictured", pictured)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("found", LOOKS.values(), ids=LOOKS)
def test_K01_as_text_it_has_at_most_thirty_lines(found: Digest, language: str) -> None:
    assert len(plain(drawn(found, language=language)).splitlines()) <= MOST_LINES


def test_K02_K04_K18_a_picture_notice_says_why_and_what_the_records_lack() -> None:
    card = drawn(FULL, link=BOARD)
    banner = Banner("https://crm.example/p.png", card.title, 1.78)
    notice = wecom(replace(card, picture=banner), "t", url=BOARD)

    told = [one["desc"] for one in notice["vertical_content_list"]]
    assert told[0].startswith("签约 310万 ← 有效拜访 5/8，推进 7 次，计划完成 75%")
    assert "记录不全：15% 的跟进没说下一步、50% 的客户没分级。" in told[-1]
    assert [one["keyname"] for one in notice["horizontal_content_list"]] == [
        "当月签约", "面谈", "联系", "新增", "公海",
    ]  # fmt: skip
    writings = [one.text for one in small(card, lettering()).writings]
    assert "商机漏斗（最弱：需求分析）" in writings


def test_F14_each_number_is_two_taps_away_on_wecom_too() -> None:
    card = drawn(FULL)
    shown = wecom(card, "t", url="")
    direct = [decode(one["key"]) for one in shown["button_list"]]

    menus = [one for one in direct if isinstance(one, OpenNumbers)]
    second = [
        decode(one["key"])
        for menu in menus
        for one in wecom(numbers(menu, "华东组", texts("zh-CN")), "t", url="")["button_list"]
    ]
    opened = {one.number for one in (*direct, *second) if isinstance(one, OpenNumber)}
    assert opened == {number for group in GROUPS.values() for number in group}
    assert opened <= LISTS.keys()
    assert {*LACKING.values(), "late"} <= opened


def test_F14_every_group_is_reached_from_the_notice_with_a_picture() -> None:
    banner = Banner("https://crm.example/pictures/1.png", "简报", 1.78)
    shown = wecom(replace(drawn(FULL, link=BOARD), picture=banner), "t", url=BOARD)

    *_, last = shown["action_menu"]["action_list"]
    opens = decode(last["key"])
    assert (shown["card_type"], last["text"]) == ("news_notice", "更多")
    assert isinstance(opens, OpenNumbers)
    groups = wecom(numbers(opens, "华东组", texts("zh-CN")), "t", url="")["button_list"]
    assert [decode(one["key"]).group for one in groups] == [*GROUPS]


def test_every_group_and_every_number_has_its_words_in_both_languages() -> None:
    for language in ("zh-CN", "en"):
        labels = [one.label for one in drawn(FULL, language=language).every_button]
        assert len(set(labels)) == len(labels)
