"""What a digest's card says, block by block (K01, K02)."""

import json
from dataclasses import replace

import pytest

from adapters.chat import Card, Figure, Shape, Tone
from adapters.emulator.feishu_cards import fault as feishu_fault
from adapters.emulator.wecom_cards import fault as wecom_fault
from adapters.emulator.wecom_shown import longer_than_shown
from adapters.feishu.cards import draw as feishu
from adapters.plain import plain
from adapters.wecom.cards import draw as wecom
from bot.cards.digest import GROUPS, digest, numbers
from bot.company.rules import CompanyRules
from bot.intents import OpenNumbers, ShowPoster
from bot.keys import decode
from bot.talk import OpenNumber
from bot.texts import texts
from bot.wording import worded
from core.reports.digest import Digest, Person
from core.reports.lists import LISTS
from core.reports.model import Entry
from tests.bot.digests import BUSY, FULL, QUIET, TODAY, WEEK
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
    assert drawn(BUSY).body.splitlines()[0] == (
        "签约 310万 ← 有效拜访 5/8，推进 7 次，计划完成 75%"
    )


def test_K02_each_reason_has_its_line() -> None:
    assert notes(drawn(BUSY)) == {
        "商机": "推进：二期（需求分析→方案报价）、扩产（验证客户→gone）\n"
        "卡住：检测设备、行车\n"
        "过了预计签约日：年框、备件\n"
        "输单：测量仪（价格高，蔡司）、改造（没预算）",
        "公海": "快回公海：恒泰、北重",
        "重点客户": "重点客户已联系：远帆、蓝鲸\n重点客户没跟上：华精、博远",
        "人": "没有记录：赵强、林悦",
    }


def test_K01_each_one_has_his_line_and_one_contact_is_worth_reading() -> None:
    card = drawn(BUSY)

    assert card.folds[0].lines == tuple(
        f"销售{n}：拜访 {10 + n} 次（有效 {20 + n} 次），跟进 {30 + n} 次，计划 {50 + n}/{40 + n}"
        for n in range(1, 7)
    )
    assert card.quote == "值得一看：周明 · 远帆：“十二月定”"


def test_K01_an_empty_block_is_one_line() -> None:
    card = drawn(QUIET)

    assert notes(card) == {
        "商机": "没有变化",
        "公海": "一周内没有要回的",
        "重点客户": "没有动静",
        "人": "每个人都有记录",
    }
    assert card.body.splitlines() == [
        "签约 0元 ← 有效拜访 0/0，推进 0 次，计划完成 —",
        "等你决定：没有。回款还没有接入，不在内。",
    ]
    assert (card.charts, card.tables, card.folds, card.quote) == ((), (), (), "")
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


def test_its_four_figures_stand_against_what_they_are_measured_by() -> None:
    assert drawn(FULL).figures == (
        Figure("今日拜访", "8", "↓ 20% 均 10", Tone.URGENT),
        Figure("逾期跟进", "17", "错过 4", Tone.URGENT),
        Figure("公海可领", "1,286", "快回 12"),
        Figure("本月预测", "528万", "达成 53%", Tone.ACTIVE),
    )


@pytest.mark.parametrize(
    ("before", "delta", "tone"),
    [
        ([4, 4], "↑ 100% 均 4", Tone.GOOD),
        ([8, 8], "= 0% 均 8", Tone.MUTED),
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

    assert (funnel.shape, funnel.title) == (Shape.FUNNEL, "商机漏斗（需求分析最难过）")
    assert funnel.categories == ("验证客户", "需求分析", "方案报价", "赢单")
    assert funnel.series[0].values == (100, 60, 18, 9)
    assert (trend.shape, len(trend.categories)) == (Shape.LINE, 14)
    assert drawn(FULL).folds[1].lines == (
        "验证客户：在手 40 单 80万，往下走 60%，停 5 天",
        "需求分析：在手 20 单 0元，往下走 30%，停 12 天",
        "方案报价：在手 9 单 210万，往下走 50%，停 — 天",
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
    assert drawn(FULL).body.splitlines()[1] == (
        "等你决定：没有。回款还没有接入，不在内。 记录不全：15% 的跟进没说下一步、50% 的客户没分级。"
    )


def test_D19_Q01_a_week_tells_of_the_pool_nobody_wants_and_of_who_uses_it() -> None:
    folds = {one.title: one.lines for one in drawn(WEEK).folds}

    assert folds["公海没人要的"] == ("公海 A类：20 家，超30天没人领 13",)
    assert folds["谁在用"] == ("华东组：6 人里 5 人在用，补录 7 条",)
    assert drawn(WEEK).figures[0].label == "本周拜访"


def test_K01_each_button_opens_the_days_and_the_person_of_the_digest() -> None:
    week = drawn(WEEK, person="E1")

    assert week.title == "简报 11月16日 周一 - 11月22日 周日"
    poster, *opened = (decode(one.key) for one in week.every_button)
    assert isinstance(poster, ShowPoster)
    assert poster.period
    assert (poster.person, poster.period.since.isoformat()) == ("E1", "2026-11-16")
    days = {(one.since, one.until, one.person) for one in opened if isinstance(one, OpenNumber)}
    assert (days, len(opened)) == ({("2026-11-16", "2026-11-22", "E1")}, 25)


# --- its looks ------------------------------------------------------------------------------------

LOOKS = {"quiet": QUIET, "full": FULL, "week": WEEK}


@pytest.mark.parametrize("name", LOOKS)
def test_it_looks_as_it_did(name: str) -> None:
    card = drawn(LOOKS[name])

    for platform, shown in (("feishu", feishu(card)), ("wecom", wecom(card, "t", url=""))):
        assert shown == golden(platform, f"digest_{name}", shown)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("found", LOOKS.values(), ids=LOOKS)
def test_K01_as_text_it_has_at_most_thirty_lines(found: Digest, language: str) -> None:
    assert len(plain(drawn(found, language=language)).splitlines()) <= MOST_LINES


def longest(name: str) -> Digest:
    """Every name as long as it can be, in as many places as there are."""
    some = [Entry(f"X{n}", name, "E1", name, "2026-11-02", words=(name, name)) for n in range(5)]
    people = [Person(name, 10**6, 10**6, 10**6, 10**6, 10**6, str(n)) for n in range(60)]
    few = dict.fromkeys((*FULL.few, "missed", "returning"), some)
    return replace(WEEK, few=few, people=people, counts=dict.fromkeys(LISTS, 10**6))


@pytest.mark.parametrize("name", ["苏州" * 50, "𠮷野" * 50, "W" * 100], ids=["汉", "𠮷", "W"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_D4_with_the_longest_names_platforms_take_it_and_it_stays_small(
    name: str, language: str
) -> None:
    card = drawn(longest(name), language=language)
    shown, notice = feishu(card), wecom(card, "t", url=BOARD)

    assert (feishu_fault(shown), wecom_fault(notice)) == ("", 0)
    assert longer_than_shown(notice) == []
    assert len(json.dumps(shown, ensure_ascii=False).encode()) <= 30 * 1024
    assert len(plain(card).splitlines()) <= MOST_LINES


def test_F14_each_number_is_two_taps_away_on_wecom_too() -> None:
    card = drawn(FULL)
    shown = wecom(card, "t", url="")
    direct = [decode(one["key"]) for one in shown["button_list"]]

    menus = [one for one in direct if isinstance(one, OpenNumbers)]
    second = [
        decode(one["key"])
        for menu in menus
        for one in wecom(numbers(menu, texts("zh-CN")), "t", url="")["button_list"]
    ]
    opened = {one.number for one in (*direct, *second) if isinstance(one, OpenNumber)}
    assert opened == {"visits", *(number for group in GROUPS.values() for number in group)}
    assert opened <= LISTS.keys()


def test_every_group_and_every_number_has_its_words_in_both_languages() -> None:
    for language in ("zh-CN", "en"):
        labels = [one.label for one in drawn(FULL, language=language).every_button]
        assert len(set(labels)) == len(labels)
