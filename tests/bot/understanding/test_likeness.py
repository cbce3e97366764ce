"""What a misspelt or shortened name looks like, and where in a sentence a name stands alone."""

import pytest

from bot.understanding.edges import begins, ends
from bot.understanding.likeness import Neighbourhood
from core.customers.model import CustomerId

KNOWN = [
    (CustomerId("C1"), "苏州远帆新能源科技股份有限公司"),
    (CustomerId("C2"), "青岛北海重工有限公司"),
    (CustomerId("C3"), "滕州宏利达激光科技有限公司"),
    (CustomerId("C4"), "滕州宏利德激光有限公司"),
]


@pytest.mark.parametrize(
    ("text", "words", "customers"),
    [
        pytest.param("今天去了远帆能源，聊了报价", "远帆能源", ["C1"], id="a character less"),
        pytest.param("远帆大新能源那边说贵了", "远帆大新能源", ["C1"], id="a character more"),
        pytest.param("刚跟远番新能源打了电话", "远番新能源", ["C1"], id="another character"),
        pytest.param("昨天拜访北重的王总", "北重", ["C2"], id="first characters"),
        pytest.param("去了宏利打激光", "宏利打激光", ["C3", "C4"], id="several are as much alike"),
    ],
)
def test_a_slip_of_the_pen_looks_like_a_name(text, words, customers) -> None:
    found = Neighbourhood(KNOWN).alike(text)

    assert found is not None
    assert text[found.start : found.end] == words
    assert sorted(found.customers) == customers


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("今天有什么安排", id="nobody"),
        pytest.param("他们要新能源科技的方案", id="a trade without its brand"),
        pytest.param("去了华东新能源", id="another brand of that trade"),
        pytest.param("他说北海重点抓", id="words that go on"),
    ],
)
def test_what_is_no_name_looks_like_none(text: str) -> None:
    assert Neighbourhood(KNOWN).alike(text) is None


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        pytest.param("今天去了远帆", True, id="at the end"),
        pytest.param("远帆那边说贵了", True, id="before a frequent word"),
        pytest.param("昨天拜访远帆王总", True, id="before a person"),
        pytest.param("看一下远帆的跟进", True, id="before a particle"),
        pytest.param("去了远帆储能", False, id="before a trade"),
        pytest.param("去了远帆淬火", False, id="before what may belong to it"),
        pytest.param("去了杭远帆", False, id="behind what may belong to it"),
    ],
)
def test_a_name_stands_alone_between_words_that_are_none_of_it(text: str, alone: bool) -> None:
    start = text.index("远帆")
    assert (begins(text, start) and ends(text, start + 2)) is alone
