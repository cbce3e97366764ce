"""What was shown, or is still open, does not bend the next sentence into an answer."""

import pytest

from bot.talk import Cancel
from bot.understanding import Context
from tests.bot.understanding.speaking import understood
from tests.language.understood import rows

SHOWN = Context(shown=True, colleagues=frozenset({"林悦", "赵强", "何俊", "孙涛"}))
PLAN = Context(draft="SetPlan", draft_wants=("when",), shown=True)
REPORT = Context(draft="LogFollowUps", draft_asks=("contact", "result", "next"), shown=True)
CARD = Context(
    draft="LogFollowUps", drafts=("LogFollowUps", "CreateOpportunity", "SetPlan"), shown=True
)
REASON = Context(draft="Release", draft_wants=("reason",), shown=True)

LOOKING = ("Show", "Search", "Explain", "Last", "Today", "Help", "SmallTalk")
HARMLESS = (*LOOKING, "Not", "Cancel")
QUESTIONS = [
    one
    for one in rows("utterances.jsonl")
    if all(intent.startswith(LOOKING) for intent in one["intents"])
    # a name alone does answer an open draft
    and one["text"] not in {"远帆", "恒泰"}
]


# How many questions are still taken for an answer; a number may only be lowered.
@pytest.mark.parametrize(
    ("context", "most"),
    [
        pytest.param(SHOWN, 0, id="records were shown"),
        pytest.param(PLAN, 0, id="a plan asks for its day"),
        pytest.param(REPORT, 0, id="a report asks what was said"),
        pytest.param(REASON, 0, id="a return to the pool asks why"),
    ],
)
async def test_a_question_stays_a_question(context: Context, most: int) -> None:
    answers = {}
    for one in QUESTIONS:
        intents = (await understood(one["text"], context)).intents
        answers[one["text"]] = [type(intent).__name__ for intent in intents]

    bent = {text: said for text, said in answers.items() if not said[0].startswith(HARMLESS)}
    assert len(bent) <= most, bent


@pytest.mark.parametrize(
    ("context", "words", "intent"),
    [
        pytest.param(PLAN, "周五下午三点", "Correct", id="the day that was asked for"),
        pytest.param(PLAN, "远帆", "Correct", id="another customer"),
        pytest.param(REASON, "量太小", "Correct", id="the reason that was asked for"),
        pytest.param(PLAN, "好的", "Confirm", id="yes"),
        pytest.param(PLAN, "保存", "Confirm", id="save"),
        pytest.param(PLAN, "算了", "Cancel", id="never mind"),
        pytest.param(SHOWN, "第2个", "Pick", id="one of the list"),
        pytest.param(SHOWN, "2", "Pick", id="its number alone"),
        pytest.param(REPORT, "见的是刘厂长", "Correct", id="who it was"),
        pytest.param(REPORT, "他说要等预算", "Correct", id="what was said"),
        pytest.param(REPORT, "下周五再去", "Correct", id="what is next"),
        pytest.param(REPORT, "他说滚珠丝杠要换", "Correct", id="a part, no insult"),
        pytest.param(REPORT, "他们的垃圾焚烧线要扩产", "Correct", id="an industry, no insult"),
        pytest.param(
            REPORT, "他说这几天天气冷了，工地都停了，年后再看", "Correct", id="no small talk"
        ),
    ],
)
async def test_an_answer_to_what_is_open_is_one(context: Context, words: str, intent: str) -> None:
    [found] = (await understood(words, context)).intents

    assert type(found).__name__ == intent


async def test_a_colleague_is_not_reminded_by_a_plan_of_ones_own() -> None:
    [found] = (await understood("提醒赵强明天去远帆", SHOWN)).intents
    [own] = (await understood("提醒我明天去远帆", SHOWN)).intents

    assert (type(found).__name__, type(own).__name__) == ("NotSupported", "SetPlan")


@pytest.mark.parametrize(
    ("words", "kinds", "number"),
    [
        ("商机不要了", ("CreateOpportunity", "UpdateOpportunity"), 0),
        ("那个商机就别建了吧", ("CreateOpportunity", "UpdateOpportunity"), 0),
        ("不用建商机了", ("CreateOpportunity", "UpdateOpportunity"), 0),
        ("商机算了", ("CreateOpportunity", "UpdateOpportunity"), 0),
        ("把项目去掉", ("CreateOpportunity", "UpdateOpportunity"), 0),
        ("提醒不用了", ("SetPlan",), 0),
        ("别提醒我了", ("SetPlan",), 0),
        ("跟进先不记", ("LogFollowUps", "ReviseFollowUp"), 0),
        ("第二条不要了", (), 2),
    ],
)
async def test_a_part_of_the_open_card_is_not_wanted(
    words: str, kinds: tuple[str, ...], number: int
) -> None:
    [found] = (await understood(words, CARD)).intents

    assert found == Cancel(kinds=kinds, number=number)


@pytest.mark.parametrize("words", ["他们说商机不要了", "联系人不要了", "不要了", "商机怎么不要了"])
async def test_what_names_no_part_of_the_card_drops_none(words: str) -> None:
    [found, *_] = (await understood(words, CARD)).intents

    assert found == Cancel() or not isinstance(found, Cancel)


@pytest.mark.parametrize("words", ["好的", "量太小", "第2个", "2"])
async def test_with_nothing_open_an_answer_changes_nothing(words: str) -> None:
    [found] = (await understood(words)).intents

    assert type(found).__name__.startswith(HARMLESS), found
