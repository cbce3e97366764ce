"""Neutral cards on Feishu: what they look like, and that Feishu takes them."""

import json

import pytest

from adapters.chat import Button, Card, Field, Select, Tone
from adapters.emulator.feishu_cards import fault
from adapters.feishu.cards import draw
from tests.cards.golden import golden
from tests.cards.samples import FORM, HOSTILE, HUGE, POOL, SAMPLES


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "huge"])
def test_a_card_looks_as_it_did(name: str) -> None:
    drawn = draw(SAMPLES[name])

    assert drawn == golden("feishu", name, drawn)


@pytest.mark.parametrize("name", SAMPLES)
def test_feishu_takes_the_card(name: str) -> None:
    drawn = draw(SAMPLES[name])

    assert fault(drawn) == ""
    assert len(json.dumps(drawn, ensure_ascii=False).encode()) <= 30 * 1024


@pytest.mark.parametrize("tone", Tone)
def test_every_tone_has_a_colour(tone: Tone) -> None:
    assert fault(draw(Card(title="x", tone=tone))) == ""


def test_a_card_that_is_too_large_says_how_many_rows_it_left_out() -> None:
    texts = _texts(draw(HUGE))

    shown = sum(1 for text in texts if text.endswith("…") and text[0].isdigit() and "客" in text)
    assert f"…（+{len(HUGE.rows) - shown}）" in texts


def test_a_large_card_keeps_its_buttons() -> None:
    assert "更多" in _texts(draw(HUGE))


def test_what_people_wrote_is_plain_text_everywhere() -> None:
    assert {tag for tag, _ in _tagged(draw(HOSTILE))} == {"plain_text"}


def test_marks_that_turn_text_around_are_taken_out() -> None:
    drawn = json.dumps(draw(HOSTILE), ensure_ascii=False)

    assert "\u202e" not in drawn
    assert "\\u0000" not in drawn


def test_only_what_submits_stands_in_the_form() -> None:
    form, others = draw(FORM)["body"]["elements"]

    assert "保存" in _texts(form)
    assert "不改了" not in _texts(form)
    assert "不改了" in _texts(others)


def test_rows_are_numbered_and_starred() -> None:
    texts = _texts(draw(POOL))

    assert "1. ★ 恒泰化工有限公司" in texts
    assert "2. 海川模具有限公司" in texts


def test_a_choice_of_nothing_is_left_out() -> None:
    card = Card(
        title="x",
        inputs=(Select("a", "空", ()),),
        buttons=(Button("好", key="ok", submits=True),),
    )

    assert fault(draw(card)) == ""
    assert "空" not in _texts(draw(card))


def test_source_words_stand_beside_the_value() -> None:
    card = Card(title="x", fields=(Field("客户", "苏州远帆", source="远帆"),))

    assert "客户：苏州远帆  ←「远帆」" in _texts(draw(card))


def _texts(drawn: object) -> list[str]:
    return [content for _, content in _tagged(drawn)]


def _tagged(drawn: object) -> list[tuple[str, str]]:
    """Every text of a card with its tag."""
    if isinstance(drawn, list):
        return [found for one in drawn for found in _tagged(one)]
    if not isinstance(drawn, dict):
        return []
    if "content" in drawn and "tag" in drawn:
        return [(drawn["tag"], drawn["content"])]
    return [found for one in drawn.values() for found in _tagged(one)]
