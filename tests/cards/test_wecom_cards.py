"""Neutral cards on WeCom: what they look like, that WeCom takes them, and what is folded."""

import json
from typing import Any

import pytest

from adapters.chat import (
    Button,
    Card,
    DateInput,
    Field,
    Input,
    MultiSelect,
    Option,
    Select,
    TextInput,
    Tone,
)
from adapters.emulator.wecom_cards import fault
from adapters.emulator.wecom_shown import longer_than_shown
from adapters.wecom.cards import draw, is_cut
from adapters.wecom.folds import chosen, full_text
from tests.cards.golden import golden
from tests.cards.samples import CHINESE, FORM, HOSTILE, HUGE, POOL, SAMPLES

URL = "https://crm.example/"
OK = Button("保存", key="ok", submits=True)


def drawn_of(card: Card, *, is_update: bool = False) -> dict[str, Any]:
    """The card as it is drawn, taken by WeCom and cut nowhere by its client."""
    drawn = draw(card, "task-1", url=URL, is_update=is_update)
    assert fault(drawn, is_update=is_update) == 0
    assert longer_than_shown(drawn) == []
    return drawn


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "huge"])
def test_a_card_looks_as_it_did(name: str) -> None:
    drawn = drawn_of(SAMPLES[name])

    assert drawn == golden("wecom", name, drawn)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("is_update", [False, True])
def test_wecom_takes_the_card(name: str, is_update: bool) -> None:
    assert drawn_of(SAMPLES[name], is_update=is_update)["task_id"] == "task-1"


@pytest.mark.parametrize("tone", Tone)
@pytest.mark.parametrize("is_update", [False, True])
def test_every_tone_has_a_colour(tone: Tone, is_update: bool) -> None:
    card = Card(title="x", tone=tone, words=CHINESE)

    assert drawn_of(card, is_update=is_update)["source"]["desc"] == "聊客"


TYPES = [
    pytest.param(Card(title="x"), "text_notice", id="nothing to press"),
    pytest.param(Card(title="x", buttons=(Button("a", key="k"),)), "button_interaction", id="keys"),
    pytest.param(
        Card(title="x", buttons=(Button("开", url=URL),)), "button_interaction", id="an address"
    ),
    pytest.param(POOL, "button_interaction", id="rows that can be pressed"),
    pytest.param(
        Card(title="x", inputs=(Select("a", "甲", (Option("1", "一"),)),), buttons=(OK,)),
        "multiple_interaction",
        id="one select",
    ),
    pytest.param(
        Card(
            title="x",
            inputs=tuple(Select(n, n, (Option("1", "一"),)) for n in "ab"),
            buttons=(OK, Button("不改了", key="back")),
        ),
        "multiple_interaction",
        id="two selects",
    ),
    pytest.param(FORM, "button_interaction", id="one select beside two buttons"),
    pytest.param(
        Card(title="x", inputs=(MultiSelect("a", "甲", (Option("1", "一"),)),), buttons=(OK,)),
        "vote_interaction",
        id="a multiple choice",
    ),
]


@pytest.mark.parametrize(("card", "kind"), TYPES)
def test_the_content_chooses_the_type(card: Card, kind: str) -> None:
    assert drawn_of(card)["card_type"] == kind


def test_a_card_without_its_own_address_leads_home() -> None:
    assert drawn_of(Card(title="x"))["card_action"] == {"type": 1, "url": URL}


def test_a_card_with_an_address_leads_there() -> None:
    there = "https://crm.example/42"

    assert drawn_of(Card(title="x", link=there))["card_action"]["url"] == there


def test_the_seventh_value_and_the_long_ones_become_lines() -> None:
    fields = (
        *(Field(f"名{n}", f"值{n}") for n in range(8)),
        Field("很长的名称", "a" * 31),
        Field("六个字的名称", "b"),
    )
    drawn = drawn_of(Card(title="x", fields=fields))

    assert [one["value"] for one in drawn["horizontal_content_list"]] == [
        f"值{n}" for n in range(6)
    ]
    assert drawn["sub_title_text"].splitlines() == [
        "名6：值6",
        "名7：值7",
        f"很长的名称：{'a' * 31}",
        "六个字的名称：b",
    ]


def test_source_words_stand_beside_the_value_where_there_is_room() -> None:
    fields = (Field("客户", "苏州远帆", source="远帆"), Field("金额", "¥1", source="一" * 30))
    drawn = drawn_of(Card(title="x", fields=fields))

    values = [one["value"] for one in drawn["horizontal_content_list"]]
    assert values == ["苏州远帆 ←「远帆」", "¥1"]


def test_six_buttons_stand_side_by_side() -> None:
    drawn = drawn_of(Card(title="x", buttons=buttons(6)))

    assert [one["text"] for one in drawn["button_list"]] == [f"钮{n}" for n in range(6)]
    assert "button_selection" not in drawn


@pytest.mark.parametrize("amount", [7, 11, 15])
def test_more_than_six_buttons_are_five_and_a_choice_that_reaches_the_others(amount: int) -> None:
    card = Card(title="x", buttons=buttons(amount), words=CHINESE)
    drawn = drawn_of(card)

    labels = [one["text"] for one in drawn["button_list"]]
    options = drawn["button_selection"]["option_list"]
    assert labels == [*(f"钮{n}" for n in range(5)), "确定"]
    assert [one["text"] for one in options] == [f"钮{n}" for n in range(5, amount)]
    reached = [chosen(card, drawn["button_list"][5]["key"], one["id"]) for one in options]
    assert reached == [f"k{n}" for n in range(5, amount)]


def test_rows_are_numbered_lines_and_a_choice_with_each_word_once() -> None:
    drawn = drawn_of(POOL)

    assert (
        drawn["sub_title_text"].splitlines()[0] == "1. ★恒泰化工有限公司：苏州 · B类 · 30天没联系"
    )
    assert [one["text"] for one in drawn["button_selection"]["option_list"]] == [
        "1 恒泰化工",
        "2 海川模具",
        "3 云谷信息",
    ]
    assert [one["text"] for one in drawn["button_list"]] == ["认领", "查看"]
    assert drawn["button_selection"]["selected_id"] == "0"


def test_every_row_of_the_choice_leads_to_its_own_buttons() -> None:
    drawn = drawn_of(POOL)

    for button in drawn["button_list"]:
        keys = [
            chosen(POOL, button["key"], one["id"])
            for one in drawn["button_selection"]["option_list"]
        ]
        wanted = [
            next(b.key for b in row.buttons if b.label == button["text"]) for row in POOL.rows
        ]
        assert keys == wanted


def test_the_eleventh_row_is_read_and_not_chosen() -> None:
    drawn = drawn_of(HUGE)

    assert len(drawn["button_selection"]["option_list"]) == 10


def test_a_cards_own_buttons_come_after_those_of_its_rows() -> None:
    card = Card(title="x", rows=POOL.rows, buttons=(Button("更多", key="more"),))

    assert [one["text"] for one in drawn_of(card)["button_list"]] == ["认领", "查看", "更多"]


def test_lines_are_cut_at_160_characters_and_the_whole_is_kept_beside() -> None:
    card = Card(title="简报", body="一行字。\n" * 100)
    drawn = drawn_of(card)

    assert len(drawn["sub_title_text"]) == 160
    assert is_cut(drawn)
    assert full_text(card).count("一行字。") == 100


def test_a_text_of_160_characters_is_whole() -> None:
    drawn = drawn_of(Card(title="x", body="字" * 160))

    assert drawn["sub_title_text"] == "字" * 160
    assert not is_cut(drawn)


@pytest.mark.parametrize("character", ["😀", "👨\u200d👩\u200d👧", "🇨🇳", "e\u0301", "👍🏽"])
def test_a_cut_parts_no_character(character: str) -> None:
    drawn = drawn_of(Card(title=character * 300, body=character * 300))

    for shown in (drawn["main_title"]["title"], drawn["sub_title_text"]):
        assert shown.removesuffix("…").replace(character, "") == ""


def test_a_form_keeps_its_first_select_and_leaves_out_what_wecom_has_no_place_for() -> None:
    drawn = drawn_of(FORM)

    assert drawn["button_selection"]["question_key"] == "kind"
    assert drawn["button_selection"]["selected_id"] == "call"
    assert [one["text"] for one in drawn["button_list"]] == ["保存", "不改了"]
    assert "内容" not in json.dumps(drawn, ensure_ascii=False)


def test_a_fourth_select_and_an_eleventh_option_are_left_out() -> None:
    many = tuple(Option(str(n), f"第{n}") for n in range(12))
    card = Card(title="x", inputs=tuple(Select(n, n, many) for n in "abcd"), buttons=(OK,))
    drawn = drawn_of(card)

    assert [one["question_key"] for one in drawn["select_list"]] == ["a", "b", "c"]
    assert len(drawn["select_list"][0]["option_list"]) == 10


def test_the_selected_option_is_always_among_the_ten() -> None:
    many = tuple(Option(str(n), f"第{n}") for n in range(12))
    drawn = drawn_of(Card(title="x", inputs=(Select("a", "甲", many, value="11"),), buttons=(OK,)))

    select = drawn["select_list"][0]
    assert select["selected_id"] == "11"
    assert [one["id"] for one in select["option_list"]] == [*map(str, range(9)), "11"]


def test_options_wecom_would_refuse_are_renamed_or_left_out() -> None:
    options = (Option("", "没有"), Option("x" * 129, "长"), Option("a", "甲"), Option("a", "又"))
    drawn = drawn_of(Card(title="x", inputs=(Select("s", "选", options),), buttons=(OK,)))

    ids = [(one["id"], one["text"]) for one in drawn["select_list"][0]["option_list"]]
    assert ids == [("_none", "没有"), ("a", "甲")]


def test_a_vote_has_twenty_options_with_their_ticks() -> None:
    many = tuple(Option(str(n), f"第{n}") for n in range(25))
    drawn = drawn_of(Card(title="x", inputs=(MultiSelect("m", "选", many, ("3",)),), buttons=(OK,)))

    box = drawn["checkbox"]["option_list"]
    assert len(box) == 20
    assert [one["id"] for one in box if one["is_checked"]] == ["3"]


@pytest.mark.parametrize(
    "input_",
    [
        Select("a", "空", ()),
        MultiSelect("a", "空", ()),
        TextInput("a", "空"),
        DateInput("a", "空"),
    ],
    ids=lambda one: one.kind,
)
def test_a_question_without_an_answer_on_wecom_leaves_the_buttons(input_: Input) -> None:
    drawn = drawn_of(Card(title="x", inputs=(input_,), buttons=(OK,)))

    assert drawn["card_type"] == "button_interaction"
    assert "空" not in json.dumps(drawn, ensure_ascii=False)


def test_a_second_button_of_one_key_is_left_out() -> None:
    card = Card(title="x", buttons=(Button("甲", key="k"), Button("乙", key="k")))

    assert [one["text"] for one in drawn_of(card)["button_list"]] == ["甲"]


def test_one_button_is_the_main_one_and_danger_is_red() -> None:
    card = Card(
        title="x",
        buttons=(
            Button("甲", key="a"),
            Button("乙", key="b", primary=True),
            Button("丙", key="c", danger=True),
        ),
    )

    assert [one["style"] for one in drawn_of(card)["button_list"]] == [2, 1, 3]


def test_a_figure_stands_large_on_a_notice_and_in_a_line_beside_buttons() -> None:
    number = Field("本月签约", "¥1,350,000")
    notice = drawn_of(Card(title="x", number=number))
    pressed = drawn_of(Card(title="x", number=number, buttons=buttons(1)))

    assert notice["emphasis_content"] == {"title": "¥1,350,000", "desc": "本月签约"}
    assert pressed["sub_title_text"] == "本月签约 ¥1,350,000"


def test_an_end_state_is_the_first_line_and_the_grey_button() -> None:
    drawn = drawn_of(Card(title="x", state="已保存"), is_update=True)

    assert drawn["replace_text"] == "已保存"
    assert drawn["sub_title_text"] == "【已保存】"


def test_what_people_wrote_holds_nothing_that_turns_text_around() -> None:
    drawn = json.dumps(drawn_of(HOSTILE), ensure_ascii=False)

    assert "\u202e" not in drawn
    assert "\\u0000" not in drawn
    assert "<" not in drawn


def test_no_address_of_a_card_comes_from_what_people_wrote() -> None:
    drawn = drawn_of(HOSTILE)

    assert [one.get("url") for one in drawn["button_list"]] == [None]
    assert drawn["card_action"]["url"] == URL
    assert drawn["quote_area"]["type"] == 0


@pytest.mark.parametrize("title", ["", " \n ", "\u202e\u200b"])
def test_a_title_of_nothing_is_still_a_title(title: str) -> None:
    assert drawn_of(Card(title=title, buttons=(Button(title, key="k"),)))["main_title"]["title"]


def buttons(amount: int) -> tuple[Button, ...]:
    return tuple(Button(f"钮{n}", key=f"k{n}") for n in range(amount))
