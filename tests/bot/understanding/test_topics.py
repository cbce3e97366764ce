"""Topics of a report: the weightiest nouns beside names, times and amounts; none before jieba is loaded."""

import pytest

from bot.understanding import Context
from bot.understanding.lexicon import Topics
from tests.bot.understanding.speaking import understood

TEXT = "今天去远帆见了王总，聊了导电浆料的固含量和粘度，预算50万，竞品是迈瑞"


@pytest.fixture(scope="module")
def topics() -> Topics:
    loaded = Topics()
    loaded.load()
    return loaded


async def test_a_report_is_about_its_nouns_each_where_it_stands(topics: Topics) -> None:
    [report] = (await understood(TEXT, Context(topics=topics.of))).intents
    [entry] = report.entries

    assert {"浆料", "粘度"} <= set(entry.topics)
    assert not {"远帆", "王总", "迈瑞", "今天", "预算"} & set(entry.topics)
    spans = {TEXT[one.start : one.end] for one in entry.spans if one.slot == "topics"}
    assert spans == set(entry.topics)


async def test_until_jieba_is_loaded_a_report_is_about_nothing() -> None:
    [report] = (await understood(TEXT, Context(topics=Topics().of))).intents

    assert report.entries[0].topics == ()
    assert report.entries[0].content


def test_words_without_a_meaning_of_their_own_are_no_topic(topics: Topics) -> None:
    assert topics.of("今天上午客户说问题不大，我们先去看看") == ()


@pytest.mark.parametrize("while_", "坐了会儿 聊了会儿 等了一会儿 待了半天".split())
def test_how_long_it_took_is_no_topic(topics: Topics, while_: str) -> None:
    assert topics.of(f"在他们那里{while_}，看了排期") == ("排期",)


@pytest.mark.parametrize(
    "part",
    "头晌 后晌 晌午头 擦黑 落黑 打早 早起 头午 傍黑 下半晌 朝早 晏昼 夜里头 天擦黑 大清早".split(),
)
async def test_dialect_words_for_a_part_of_the_day_are_no_topic(topics: Topics, part: str) -> None:
    text = f"昨儿{part}去了远帆，见了王总，聊了浆料的粘度"

    [report] = (await understood(text, Context(topics=topics.of))).intents

    assert set(report.entries[0].topics) == {"浆料", "粘度"}
    assert report.entries[0].when.part
