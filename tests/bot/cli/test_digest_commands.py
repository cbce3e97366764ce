"""`liaoke digest rebuild`: equal, not equal and where, or why it cannot be made again (K12)."""

import json

import pytest

from tests.bot.looks import kept, statement
from tests.bot.terminal import Terminal
from tests.bot.transfer.conftest import with_customers, with_people

VISIT = "上午拜访远帆王总，聊了导电浆料，他说12月定，明天再去\n保存\n"
REBUILD = ("digest", "rebuild", "--reader", "E5", "--day", "2026-11-23")


@pytest.fixture
def told(liaoke: Terminal) -> Terminal:
    """A company whose supervisor was sent the digest of a day with one visit, which went on since."""
    with_customers(with_people(liaoke))
    liaoke.set(LIAOKE_NOW="2026-11-23T15:00:00+08:00")
    liaoke("chat", "--as", "E1", typed=VISIT)
    assert liaoke("jobs", "run", "manager_digest", "--due", "2026-11-23T18:07").status == 0
    liaoke.set(LIAOKE_NOW="2026-11-24T15:00:00+08:00")
    liaoke("chat", "--as", "E1", typed=VISIT)
    return liaoke


def test_a_digest_that_was_sent_is_made_again_and_said_to_be_equal(told: Terminal) -> None:
    done = told(*REBUILD)

    assert (done.status, done.err.split("\t")[0]) == (0, "equal")
    assert json.loads(done.out)["counts"]["visits"] == 1


def test_what_was_changed_behind_the_ledger_is_named(told: Terminal) -> None:
    kept(told, lambda store: statement(store, "UPDATE follow_ups SET kind = 'wechat'"))

    done = told(*REBUILD)

    first, *others = done.err.splitlines()
    assert (done.status, first.split("\t")[0]) == (1, "not equal")
    assert "counts.visits\tsent 1\trebuilt 0" in others
    assert not [line for line in others if line.startswith("counts.plans")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--reader", "E5", "--day", "2026-11-22"), "no digest of a day that ends on 2026-11-22"),
        (("--reader", "E99", "--day", "2026-11-23"), "was sent to E99"),
        (("--reader", "E5", "--day", "2026-11-23", "--period", "week"), "no digest of a week"),
        (("--reader", "E5", "--day", "gestern"), "gestern is no day such as 2026-11-23"),
    ],
)
def test_what_was_never_sent_is_refused_in_a_line(
    told: Terminal, words: tuple[str, ...], said: str
) -> None:
    done = told("digest", "rebuild", *words)

    assert (done.status, done.out, len(done.err.splitlines())) == (1, "", 1)
    assert said in done.err


def test_one_by_rules_that_are_not_kept_is_refused_in_a_line(told: Terminal) -> None:
    kept(told, lambda store: statement(store, "UPDATE snapshots SET rules = 3"))

    done = told(*REBUILD)

    assert (done.status, done.out, len(done.err.splitlines())) == (1, "", 1)
    assert "version 3 of the company file is not kept" in done.err


def test_one_of_before_its_moment_was_kept_is_refused_in_a_line(told: Terminal) -> None:
    kept(told, lambda store: statement(store, "UPDATE snapshots SET mark = ''"))

    done = told(*REBUILD)

    assert (done.status, done.out, len(done.err.splitlines())) == (1, "", 1)
    assert "before digests kept what they were made of" in done.err
