"""Jieba's dictionary as we read it, beside jieba's own reading; and expressions compiled when they are asked."""

import asyncio
import logging
import re
import subprocess
import sys
import tempfile
import warnings
from array import array

import pytest

from bot import leisure
from bot.understanding import lexicon, patterns
from bot.understanding.lexicon import Words, counted, is_everyday, is_frequent
from bot.understanding.patterns import compiling, regex


def test_words_are_counted_as_jieba_counts_them() -> None:
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as private:
        warnings.simplefilter("ignore")
        import jieba

        jieba.setLogLevel(logging.ERROR)
        theirs = jieba.Tokenizer()
        theirs.tmp_dir = private
        theirs.initialize()
    seen, total, nouns = counted()
    assert (seen, total) == (theirs.FREQ, theirs.total)
    assert lexicon._bits("方案") in nouns._keys


def test_everyday_words_are_told_from_names() -> None:
    assert (is_everyday("方案"), is_everyday("华光"), is_everyday("远帆")) == (True, False, False)
    assert (is_frequent("最近"), is_frequent("磨具")) == (True, False)


def test_words_come_in_any_order_and_again() -> None:
    many = [f"词{number % 20_000}" for number in range(40_000)]
    words = Words(array("Q", map(lexicon._bits, reversed(many))))
    assert len(words._keys) == 20_000
    assert "词0" in words
    assert "词19999" in words
    assert "词20000" not in words


async def test_whoever_reads_in_a_thread_pauses_so_that_the_loop_has_its_turns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without its pauses a loop beside it got some twenty turns a second."""
    pauses: list[float] = []
    monkeypatch.setattr(leisure.time, "sleep", pauses.append)
    many = 10 * leisure._STRETCH
    assert len(list(leisure.at_leisure(range(many)))) == many
    assert not pauses
    beside = await asyncio.to_thread(lambda: list(leisure.at_leisure(range(many))))
    assert len(beside) == many
    assert pauses == [leisure._GLANCE] * 10

    pauses.clear()
    seconds = iter(range(100))
    monkeypatch.setattr(leisure.time, "perf_counter", lambda: next(seconds))
    await asyncio.to_thread(lambda: list(leisure.at_leisure(range(many))))
    assert pauses == [leisure._GLANCE, leisure._PAUSE] * 10


def test_an_expression_is_compiled_when_it_is_asked_and_is_then_as_any_other() -> None:
    made = regex(r"(?P<sum>\d+)万", re.ASCII)
    assert made.pattern == r"(?P<sum>\d+)万"
    assert not hasattr(type(made), "search") or type(made).__name__ == "_Unread"
    found = made.search("报价30万")
    assert found is not None
    assert found["sum"] == "30"
    assert type(made).__name__ == "_Read"
    assert (made.groups, dict(made.groupindex)) == (1, {"sum": 1})
    assert made.sub("某数", "30万和40万") == "某数和某数"
    with pytest.raises(AttributeError):
        made.nothing  # noqa: B018


def test_every_expression_of_the_understanding_compiles() -> None:
    code = (
        "from bot.listen import prepare; prepare();"
        "from bot.understanding import patterns;"
        "import sys; print(len(patterns._unread), 'bot.understanding.wishes' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "True"]


def test_a_wrong_expression_is_told_when_it_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_unread", {})
    wrong = regex("(")
    with pytest.raises(re.error):
        wrong.search("")
    with pytest.raises(re.error):
        list(compiling())
