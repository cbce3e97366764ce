"""Whatever is written: understanding answers, and points at nothing outside the text."""

import asyncio
import random
import re
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.keys import decode, encode
from bot.understanding import Context, Reading, Understood
from bot.understanding.visits import entries
from core.visits.model import SourceSpan
from tests.bot.understanding.speaking import understood
from tests.language.understood import answers, rows

# Pieces that mean something, in any order: what a rule trips over is rarely a random character.
_UTTERED = "，".join(one["text"] for one in rows("utterances.jsonl"))
PIECES = [
    *sorted({piece for piece in re.split(r"[，。：！ ]", _UTTERED) if piece}),
    *"，。：！？、,.-/~:%￥$（）()「」 \n\u3000\u200b😀",
    *"0123456789零〇一二两三十百千万亿半几多点月号日周年天前后上下个的了wk",
]
SENTENCES = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
TEXTS = st.one_of(SENTENCES, st.text(max_size=40))
CONTEXTS = st.sampled_from(
    [
        Context(),
        Context(shown=True, colleagues=frozenset({"林悦", "赵强"})),
        Context(draft="SetPlan", draft_wants=("when", "customer"), shown=True),
        Context(draft="LogFollowUps", draft_wants=("result", "next_when")),
    ]
)


def read(text: str, context: Context | None = None) -> Understood:
    return asyncio.run(understood(text, context))


def stretches(reading: Reading) -> Iterator[Sequence[tuple[int, int]]]:
    """Yield the places of each kind of thing that was found."""
    for found in (reading.customers, reading.contacts, reading.times, reading.amounts):
        yield [(one.start, one.end) for one in found]


def sources(found: Understood) -> Iterator[SourceSpan]:
    """Yield where the values of the intents come from, and those of the text taken as a report."""
    for entry in entries(found.reading):
        yield from entry.spans
    for intent in found.intents:
        yield from getattr(intent, "spans", ())


@given(TEXTS, CONTEXTS)
@settings(max_examples=100, deadline=None)
def test_any_text_is_answered_with_an_intent_that_can_be_kept(text: str, context: Context) -> None:
    intents = read(text, context).intents

    assert len(intents) >= 1
    assert [decode(encode(intent)) for intent in intents] == list(intents)


@given(TEXTS, CONTEXTS)
@example("下午发，6点半发", Context())
@settings(max_examples=100, deadline=None)
def test_what_is_found_lies_within_the_text_in_order(text: str, context: Context) -> None:
    reading = read(text, context).reading

    assert len(reading.text) == len(text)
    for found in stretches(reading):
        edges = [edge for stretch in found for edge in stretch]
        assert edges == sorted(edges)
        assert all(0 <= start < end <= len(text) for start, end in found)


@given(TEXTS, CONTEXTS)
@example("南粤在哪个公海多领了一个把刚才那条改成后天", Context())
@example("远帆我领了，下周四上午给他回电", Context())
@settings(max_examples=100, deadline=None)
def test_every_source_lies_within_the_text(text: str, context: Context) -> None:
    for span in sources(read(text, context)):
        assert 0 <= span.start < span.end <= len(text), span


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1" * 3000, id="digits"),
        pytest.param("一" * 3000, id="a numeral"),
        pytest.param("一百二十三万" * 500, id="numbers without end"),
        pytest.param("1,234," * 500, id="groups of digits"),
        pytest.param("下" * 3000 + "周三", id="weeks without end"),
        pytest.param("远帆" * 1500, id="a name without end"),
        pytest.param("王总" * 1500, id="people without end"),
        pytest.param("不是远帆，是蓝鲸，" * 300, id="corrections without end"),
        pytest.param("，" * 3000, id="marks"),
        pytest.param(" " * 3000, id="blanks"),
        pytest.param("记一下" + "去了远帆见王总聊二期" * 300, id="dictation"),
    ],
)
def test_a_text_without_end_is_read_from_its_beginning(text: str) -> None:
    found = read(text)

    assert len(found.intents) >= 1
    assert found.reading.text == text[:1000]


def test_liaoke_understand_answers_any_line() -> None:
    choose = random.Random(20261123)
    notes = [
        {
            "id": str(number),
            "rep": "E01",
            "reference_time": "2026-11-23T10:00:00+08:00",
            "text": "".join(choose.choices(PIECES, k=choose.randint(0, 8))),
        }
        for number in range(200)
    ]

    found = answers(notes, "utterances-customers.csv", "--fine")

    assert list(found) == [note["id"] for note in notes]
    for note in notes:
        for span in found[note["id"]]["spans"]:
            assert 0 <= span["start"] < span["end"] <= len(note["text"]), (note, span)
