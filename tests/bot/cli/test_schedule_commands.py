"""`liaoke jobs`, `inbox`, `outbox`, `ledger`: what ran, what failed, what is tried again; the clock."""

from datetime import datetime

import pytest

from core.clock import machine_now
from storage.inbox import NewEvent
from storage.outbox import NewMessage
from storage.store import COMPANY, Store
from tests.bot.looks import kept, statement
from tests.bot.terminal import Terminal
from tests.bot.transfer.conftest import with_people

MONDAY_AT_NINE = "2026-11-23T09:00:00+08:00"
TUESDAY = datetime.fromisoformat("2031-05-06T10:00:00+08:00")


def test_a_job_runs_once_for_an_occurrence_and_leaves_its_messages(liaoke: Terminal) -> None:
    """Without jitter, committed when the command ends."""
    with_people(liaoke)
    liaoke.set(LIAOKE_NOW=MONDAY_AT_NINE)
    liaoke("chat", "--as", "E1", typed="明天上午十点提醒我寄样品\n保存\n")
    words = ("jobs", "run", "plan_due", "--due", "2026-11-24T10:00")

    first, waiting = liaoke(*words), outbox(liaoke)
    again = liaoke(*words)

    assert first.out == "plan_due 2026-11-24T10:00:00+08:00: done\n"
    assert again.out == "plan_due 2026-11-24T10:00:00+08:00: ran before\n"
    assert [one["state"] for one in waiting] == ["waiting"]
    assert outbox(liaoke) == waiting


def outbox(terminal: Terminal) -> list[dict[str, object]]:
    return [one for one in terminal("export", "outbox").records if one["platform"] != "console"]


@pytest.mark.parametrize(
    ("name", "due", "said"),
    [
        ("nightly", "2026-11-24T10:00", "there is no job nightly"),
        ("rep_morning", "tomorrow", "tomorrow is no ISO 8601 time"),
    ],
)
def test_a_job_or_time_that_is_none_is_refused(
    terminal: Terminal, name: str, due: str, said: str
) -> None:
    done = terminal("jobs", "run", name, "--due", due)

    assert (done.status, len(done.err.splitlines())) == (1, 1)
    assert said in done.err


def test_the_schedule_shows_the_companys_times_and_the_last_runs(liaoke: Terminal) -> None:
    file = liaoke.file("company.toml", '[schedule]\nmanager_digest = "19:30"\n')
    assert liaoke("company", "load", file).status == 0
    liaoke("jobs", "run", "rep_morning", "--due", "2026-11-23T08:27")

    lines = {
        one.split("\t")[0]: one.split("\t")[1:] for one in liaoke("jobs", "list").out.splitlines()
    }

    assert lines["rep_morning"] == ["08:27", "working days", "last 2026-11-23T08:27+08:00"]
    assert lines["manager_digest"] == ["19:30", "working days", "last never"]
    assert lines["plan_due"] == ["each minute", "every day", "last never"]
    assert set(lines) >= {"pool_warning", "pool_evaluate"}


async def _buried(store: Store) -> None:
    """One event nobody could work on, one message nobody could send."""
    await store.inbox.store(NewEvent("k1", "c1", b"{}"))
    await store.outbox.put(
        COMPANY, NewMessage(key="m1", body=b"{}", kind="text", lane=0, recipient="zhouming")
    )
    given_up = "SET state = 'dead', attempts = 7, error = 'TimeoutError'"
    for words in (f"UPDATE inbox {given_up}", f"UPDATE outbox {given_up}"):
        await statement(store, words)


def test_what_failed_is_listed_and_tried_again(liaoke: Terminal) -> None:
    kept(liaoke, _buried)

    (event,) = liaoke("inbox", "list").out.splitlines()
    (message,) = liaoke("outbox", "list").out.splitlines()
    number = message.split("\t")[0]

    assert event.split("\t")[:3] == ["k1", "dead", "7"]
    assert message.split("\t")[1:5] == ["dead", "text", "zhouming", "7"]
    assert event.endswith("TimeoutError")
    for queue, what in (("inbox", "event"), ("outbox", "message")):
        unknown = liaoke(queue, "retry", "99")
        assert (unknown.status, unknown.out) == (1, f"0 {what}s will be tried again\n")
        assert unknown.err == f"no {what} that failed has the id 99\n"
    assert liaoke("inbox", "retry", "k1").out == "1 events will be tried again\n"
    assert liaoke("outbox", "retry").out == "1 messages will be tried again\n"
    assert liaoke("inbox", "list").out.split("\t")[1:3] == ["new", "0"]
    assert liaoke("outbox", "list").out.split("\t")[:2] == [number, "waiting"]


def test_a_clock_that_is_given_is_the_commands_own(liaoke: Terminal) -> None:
    with_people(liaoke)
    liaoke.set(LIAOKE_NOW="2031-05-06T10:00")

    shown = liaoke("chat", "--as", "E1", typed="明天下午三点提醒我寄样品\n保存\n")
    (plan,) = liaoke("export", "plans").records

    assert "5月7日" in shown.out
    assert plan["due_at"] == "2031-05-07T15:00:00+08:00"
    assert kept(liaoke, lambda store: store.settings.get(COMPANY, "clock_offset_seconds")) is None


def test_a_clock_that_was_moved_is_every_commands(liaoke: Terminal) -> None:
    with_people(liaoke)
    ahead = TUESDAY - machine_now()
    kept(
        liaoke,
        lambda store: store.settings.put(
            COMPANY, "clock_offset_seconds", str(ahead.total_seconds())
        ),
    )

    liaoke("chat", "--as", "E1", typed="明天下午三点提醒我寄样品\n保存\n")

    (plan,) = liaoke("export", "plans").records
    assert plan["due_at"] == "2031-05-07T15:00:00+08:00"


def test_a_terminal_speaks_for_people_of_the_file_only(liaoke: Terminal) -> None:
    done = liaoke("chat", "--as", "E1", typed="今天\n")

    assert (done.status, done.out, done.err) == (1, "", "there is no employee E1\n")


def test_the_ledger_is_verified(liaoke: Terminal) -> None:
    with_people(liaoke)

    assert liaoke("ledger", "verify").out == "the ledger's chain holds\n"

    kept(liaoke, lambda store: statement(store, "UPDATE ledger SET command = 'other'"))
    assert liaoke("ledger", "verify").status == 1
