import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.chat import Picture, Text
from adapters.plain import cut, cut_bytes, inert, pieces, plain
from tests.cards.samples import DRAFT, POOL, SAVED

FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        pytest.param("四个汉字", 4, "四个汉字", id="it fits"),
        pytest.param("五个汉字了", 4, "五个汉…", id="it is cut"),
        pytest.param(f"ab{FAMILY}cd", 5, "ab…", id="a joined emoji is left out whole"),
        pytest.param("ab👍🏽cd", 4, "ab…", id="so is one with a skin colour"),
        pytest.param("ab🇨🇳cd", 4, "ab…", id="so is a flag"),
        pytest.param("a🇨🇳🇺🇸b", 4, "a🇨🇳…", id="flags are counted in pairs"),
        pytest.param("abe\u0301cd", 4, "ab…", id="so is a letter with its accent"),
        pytest.param("1️⃣23", 2, "1️⃣23"[:1] + "…", id="a first character is always kept"),
    ],
)
def test_text_is_cut_between_characters(text: str, most: int, kept: str) -> None:
    assert cut(text, most) == kept


@given(st.text(max_size=200), st.integers(7, 50))
def test_bytes_are_never_more_than_asked(text: str, most: int) -> None:
    assert len(cut_bytes(text.encode(errors="replace").decode(), most).encode()) <= most


@given(st.text(alphabet="远a\n😀", max_size=200), st.integers(8, 40))
def test_pieces_are_the_whole_text_in_order(text: str, most: int) -> None:
    parts = pieces(text, most)

    assert "".join(parts) == text
    assert all(len(part.encode()) <= most for part in parts)


def test_pieces_break_at_lines() -> None:
    assert pieces("第一行\n第二行\n第三行", 22) == ["第一行\n第二行\n", "第三行"]


def test_a_joined_emoji_is_in_one_piece() -> None:
    assert pieces(f"aaaaa{FAMILY}", 20) == ["aaaaa", FAMILY]


def test_one_character_of_ten_thousand_marks_ends() -> None:
    zalgo = "a" + "\u0301" * 10_000

    assert "".join(pieces(zalgo, 2_000)) == zalgo
    assert len(pieces(zalgo, 2_000)) < 20


def test_what_changes_how_text_is_read_is_taken_out() -> None:
    assert inert("a\u202eb\x00c\u2066d\ud800\n好😀") == "abcd\n好😀"


def test_a_joined_emoji_stays_joined() -> None:
    assert inert(FAMILY) == FAMILY


def test_a_card_reads_from_top_to_bottom() -> None:
    assert plain(DRAFT).split("\n") == [
        "记跟进 · 远帆",
        "核对后保存",
        "客户：苏州远帆科技有限公司",
        "方式：电话",
        "下一步：11月25日 周三 报价",
        "「刚给远帆打了电话，后天给报价」",
        "〔保存〕 〔修改〕 〔取消〕",
    ]


def test_an_end_state_and_rows_are_shown() -> None:
    assert "[已保存]" in plain(SAVED)
    assert "1. ★ 恒泰化工有限公司（苏州 · B类 · 30天没联系）" in plain(POOL)


def test_other_contents_are_shown_by_their_file() -> None:
    assert plain(Text("好")) == "好"
    assert plain(Picture("digest.png")) == "[digest.png]"
