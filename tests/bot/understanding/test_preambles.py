"""What stands around a question is no part of it; whom it leaves out is not asked about."""

import pytest

from bot.intents import SearchCustomers, ShowContact
from bot.talk import NotRecorded, NotUnderstood, ShowDigest
from tests.bot.understanding.speaking import understood


def left_open(intents) -> list[str]:
    return [one.words for one in intents if isinstance(one, NotRecorded)]


@pytest.mark.parametrize(
    "said",
    [
        "你到底行不行啊 远帆王总电话多少",
        "老板又问我了 远帆王总电话多少",
        "远帆王总电话多少 急",
        "远帆王总电话多少，在线等",
        "求一下 远帆王总电话多少",
        "给个准话，远帆王总电话多少",
        "远帆王总电话多少 刚换手机通讯录丢光",
    ],
)
async def test_a_preamble_is_no_word_that_an_answer_has_to_speak_of(said: str) -> None:
    assert left_open((await understood(said)).intents) == []


@pytest.mark.parametrize("said", ["远帆王总电话多少 还有邮政编码", "远帆王总爱喝啥茶 急"])
async def test_a_clause_that_asks_or_goes_on_is_no_preamble(said: str) -> None:
    assert left_open((await understood(said)).intents)


@pytest.mark.parametrize(
    "said",
    [
        "哎你到底行不行啊 老板问我这礼拜见了几家",
        "我这礼拜见了几家，老板等着要",
        "急 在线等 这礼拜见了几家",
    ],
)
async def test_a_question_is_understood_without_what_stands_around_it(said: str) -> None:
    (asked,) = (await understood(said)).intents

    assert isinstance(asked, ShowDigest)


@pytest.mark.parametrize("said", ["急 在线等", "你到底行不行啊", "不好意思 打扰了"])
async def test_a_preamble_alone_asks_for_nothing(said: str) -> None:
    assert [type(one) for one in (await understood(said)).intents] == [NotUnderstood]


async def test_whoever_a_question_leaves_out_is_not_what_it_asks_about() -> None:
    person = (await understood("远帆除了王总还认识谁")).intents
    listed = (await understood("除了远帆 我还有哪些A类客户")).intents

    assert person == (ShowContact(person[0].customer, ""),)
    assert isinstance(listed[0], SearchCustomers)
    assert listed[0].where.but == ("C01",)
    assert left_open(listed) == []


@pytest.mark.parametrize(
    ("said", "words"),
    [("远帆王总跟华精李敏认识吗", "认识"), ("上次去远帆为什么不算有效", "为什么不算有效")],
)
async def test_what_an_answer_of_its_kind_never_shows_is_named(said: str, words: str) -> None:
    assert any(words in one for one in left_open((await understood(said)).intents))
