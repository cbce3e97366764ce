"""What a question asks and no record holds is named beside the answer to the rest (L05)."""

import pytest

from bot.talk import NotRecorded
from bot.understanding import Context
from tests.bot.understanding.speaking import understood

LEFT = {
    "何总平时爱喝什么茶": "爱喝什么茶",
    "蓝鲸有多少员工": "员工",
    "博远注册资本多少": "注册资本",
    "上次见王总中午吃的啥": "吃",
    "公海里哪家最赚钱": "赚",
    "恒泰建材掉了会被谁领走": "会被谁领走",
}


def _left(intents) -> list[str]:
    return [one.words for one in intents if isinstance(one, NotRecorded)]


@pytest.mark.parametrize("text", LEFT)
async def test_L05_the_words_that_no_answer_speaks_of_are_named(text: str) -> None:
    found = (await understood(text)).intents
    unlisted = [one.where.unknown for one in found if hasattr(one, "where")]
    assert any(LEFT[text] in words for words in (*_left(found), *unlisted)), found


@pytest.mark.parametrize(
    "text",
    [
        "远帆是谁的",
        "王总电话多少",
        "上次跟何总聊了啥",
        "远帆二期什么时候能签",
        "恒泰建材还能留几天",
        "今天有什么安排",
        "公海里有没有苏州的B类客户",
        "团队这个月签了多少",
        "12月要签的单子有哪些",
        "我还能领几个客户",
    ],
)
async def test_L02_a_question_that_is_answered_leaves_nothing(text: str) -> None:
    left = [one for one in (await understood(text)).intents if isinstance(one, NotRecorded)]
    assert all(one.sought and one.customer.ids for one in left)


async def test_L05_one_character_is_sought_with_those_beside_it() -> None:
    *_, left = (await understood("博远年框多少钱")).intents
    assert left == NotRecorded("框", ("年框多",), left.customer, figure=True)
    assert left.customer.only == "C10"


async def test_L05_names_of_colleagues_and_of_own_stages_are_no_words_that_are_left() -> None:
    context = Context(colleagues=frozenset({"何俊"}), stages={"打样中": "sample"})
    for text in ("何俊这个月签了多少", "打样中的单子有哪些"):
        assert _left((await understood(text, context)).intents) == []
