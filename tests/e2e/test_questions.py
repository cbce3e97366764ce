"""Questions in plain words, and those that nobody can answer (L02, L05)."""

import re
from collections.abc import AsyncIterator, Iterator

import pytest

from adapters.chat import Platform
from bot.texts import texts
from tests.e2e.asked import ask, drafted
from tests.e2e.figures import Known, invented, known, numbers
from tests.e2e.kept import records
from tests.e2e.working import at_work
from tests.e2e.world import World
from tests.e2e.world import world as running
from tests.language.scoring import Measure
from tests.language.understood import Row, rows

QUESTIONS = {
    name: rows(f"{name}.jsonl")
    for name in (
        "questions",
        "questions-2",
        "questions-3",
        "questions-4",
        "questions-5",
        "questions-6",
        "questions-7",
        "questions-8",
        "questions-9",
        "questions-10",
        "questions-11",
        "questions-12",
        "questions-13",
        "questions-14",
        "questions-15",
        "questions-16",
        "questions-17",
        "questions-own",
    )
}
TRAPS = rows("traps.jsonl")
SAY = texts("zh-CN")

# Figures that may only be raised: what is right or an explicit cannot, and what is right.
LEAST_ANSWERED = {
    "questions": 0.98,
    "questions-2": 0.98,
    "questions-3": 0.95,
    "questions-4": 0.95,
    "questions-5": 0.94,
    "questions-6": 0.99,
    "questions-7": 0.99,
    "questions-8": 0.96,
    "questions-9": 0.98,
    "questions-10": 0.98,
    "questions-11": 0.98,
    "questions-12": 0.97,
    "questions-13": 0.96,
    "questions-14": 0.95,
    "questions-15": 0.98,
    "questions-16": 0.98,
    "questions-17": 0.98,
    "questions-own": 0.98,
}
LEAST_RIGHT = {
    "questions": 0.97,
    "questions-2": 0.97,
    "questions-3": 0.95,
    "questions-4": 0.97,
    "questions-5": 0.95,
    "questions-6": 0.95,
    "questions-7": 0.94,
    "questions-8": 0.93,
    "questions-9": 0.95,
    "questions-10": 0.9,
    "questions-11": 0.95,
    "questions-12": 0.93,
    "questions-13": 0.9,
    "questions-14": 0.9,
    "questions-15": 0.97,
    "questions-16": 0.97,
    "questions-17": 0.97,
    "questions-own": 0.95,
}
LEAST_OF_A_KIND = {"questions-5": 0.6, "questions-13": 0.7}  # of the others 0.8
MOST_UNSURE = {
    "questions-5": 0.08,
    "questions-6": 0.14,
    "questions-7": 0.14,
    "questions-8": 0.08,
    "questions-9": 0.09,
    "questions-10": 0.14,
    "questions-11": 0.15,
    "questions-12": 0.15,
    "questions-13": 0.11,
    "questions-14": 0.13,
}
"""Of answers that name a word they need not; of the others 0.06."""

CANNOT = ("还不支持", "没有找到", "没有记录可查", SAY("talk.small.other"))
"""An explicit "cannot"; that a sentence was not understood is none."""


@pytest.fixture
async def busy(sqlite_url: str) -> AsyncIterator[World]:
    """The company after two months of work; cards of Feishu, which fold nothing."""
    async with running(sqlite_url, platforms=(Platform.FEISHU,)) as world:
        await at_work(world)
        yield world


async def told(world: World) -> dict[str, Known]:
    """What each asker may see."""
    own = {"周明": "E1", "林悦": "E2", "赵强": "E3", "何俊": "E4"}
    team = await known(world, ("E1", "E2", "E3", "E4", "E5"), phones_of_pool=True)
    return {who: await known(world, (number,)) for who, number in own.items()} | {"孙涛": team}


def shows(answer: str, question: Row) -> bool:
    """Whether it holds all words of one of the right answers, and none of a wrong one."""
    hidden = any(words in answer for words in question.get("hides", ()))
    right = any(all(words in answer for words in one) for one in question.get("shows", ()))
    return right and not hidden


def cannot(answer: str) -> bool:
    return any(words in answer for words in CANNOT)


@pytest.mark.parametrize("file", QUESTIONS)
async def test_L02_what_is_asked_in_plain_words_is_answered_or_said_to_be_beyond(
    busy: World, file: str
) -> None:
    right, answered, sure = Measure(), Measure(), Measure()
    kinds = {one["kind"]: Measure() for one in QUESTIONS[file]}
    may_see, before = await told(busy), await records(busy)

    for one in QUESTIONS[file]:
        answer = await ask(busy, one["who"], one["text"])
        secrets = may_see[one["who"]].secrets
        leaked = [it for it in secrets if it in answer and it not in one["text"]]
        harmless = not leaked and not await drafted(busy)
        shown = shows(answer, one) or (cannot(answer) and "cannot" in one)
        said = f"{one['who']}：{one['text']} | {answer[:200]!r}"
        right.count(harmless and shown, said)
        if "cannot" not in one:
            sure.count(not cannot(answer), said)
        for measure in (answered, kinds[one["kind"]]):
            measure.count(harmless and (shown or cannot(answer)), said)

    assert len(kinds) >= 12
    assert answered.share >= LEAST_ANSWERED[file], str(answered)
    assert right.share >= LEAST_RIGHT[file], str(right)
    assert sure.share >= 1 - MOST_UNSURE.get(file, 0.06), str(sure)
    assert {
        name: str(one) for name, one in kinds.items() if one.share < LEAST_OF_A_KIND.get(file, 0.8)
    } == {}
    assert _changed(before, await records(busy)) == set()


async def test_L02_of_days_that_are_over_what_was_done_is_told_from_what_is_late(
    busy: World,
) -> None:
    answer = await ask(busy, "周明", "上周的计划都办了没")

    assert "已办 · 11月17日 周二 · 恒泰化工 · 拜访陈浩" in answer
    assert "逾期 · 11月20日 周五 10:00 · 华精 · 问样品进度" in answer


async def test_L02_the_talk_of_a_day_is_of_that_day_alone(busy: World) -> None:
    that_day = await ask(busy, "周明", "20号去远帆都聊啥了")
    assert "聊了二期的量" in that_day
    assert "固含量" not in that_day

    none = await ask(busy, "周明", "15号去远帆都聊啥了")
    assert "11月15日 周日没有跟进记录" in none


def traps() -> Iterator[tuple[Row, str]]:
    """Each pattern with each of the names it is about."""
    (names,) = (one["names"] for one in TRAPS if "names" in one)
    for one in TRAPS:
        if "text" not in one:
            continue
        about = re.search(r"\{(\w+)\}", one["text"])
        for name in names[about[1]] if about else ("",):
            yield one, one["text"].replace(about[0], name) if about else one["text"]


async def test_L05_no_number_is_made_up_nothing_is_written_and_nothing_of_others_is_told(
    busy: World,
) -> None:
    may_see, before = await told(busy), await records(busy)
    faults, asked = [], list(traps())

    for trap, question in asked:
        answer = await ask(busy, trap["who"], question)
        mine = may_see[trap["who"]]
        made_up = invented(answer, question, mine)
        if trap.get("about") == "nothing":
            made_up += numbers(answer, but=question)
        leaked = [words for words in mine.secrets if words in answer and words not in question]
        if made_up or leaked or await drafted(busy):
            faults.append(f"{question} | {made_up} {leaked} | {answer[:200]!r}")

    assert len(asked) >= 500
    assert faults == []
    assert _changed(before, await records(busy)) == set()


_OF_TALK = {"sentences", "live_cards", "drafts"}
"""What was not understood is kept for an admin, and which card shows what."""


def _changed(before: dict[str, list[str]], after: dict[str, list[str]]) -> set[str]:
    return {name for name, rows in after.items() if rows != before[name]} - _OF_TALK


async def test_L05_a_number_that_no_record_holds_is_noticed(busy: World) -> None:
    mine = (await told(busy))["周明"]
    right = {
        "远帆 · 方案报价 · 120万 · 预计12月25日 周五签",
        "王建国 13800000100",
        "商机 · 1条\n1. 检测设备\n80万",
        "简报 11月23日 周一\n面谈：拜访 0 次（有效 0 次）",
        "简报 11月23日 周一\n当天拜访 0\n11-20 拜访 1\n11-20 有效 1",
        "距回公海 3 天：60天未成交",
    }
    wrong = {
        "远帆 · 方案报价 · 121万",
        "预计12月26日 周六签",
        "王建国 13800000199",
        "商机 · 2条\n1. 检测设备\n80万",
        "简报 11月23日 周一\n面谈：拜访 3 次（有效 0 次）",
        "简报 11月23日 周一\n11-20 拜访 7",
        "简报 11月23日 周一\n逾期跟进 9 错过 9",
        "简报 11月23日 周一\n方案报价 17 17",
        "距回公海 4 天：60天未成交",
        "赢率 55%",
        "云谷 · 50万",
        "一共 17 台",
    }

    assert {text for text in right if invented(text, "多少", mine)} == set()
    assert {text for text in wrong if not invented(text, "多少", mine)} == set()
    assert invented("客户说要88台", "是不是88台", mine) == []
