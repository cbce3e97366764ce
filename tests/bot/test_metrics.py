"""The numbers of /metrics: what a rehearsed company leaves in them."""

from datetime import timedelta

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from tests.e2e.world import World, world


@pytest.fixture
async def rehearsed(sqlite_url: str):
    async with world(sqlite_url) as made:
        yield made


async def scraped(rehearsed: World) -> str:
    transport = httpx.ASGITransport(rehearsed.app.asgi)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as http:
        return (await http.get("/metrics")).text


async def numbers(rehearsed: World) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every sample of a scrape, by its name and labels."""
    page = await scraped(rehearsed)
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def of(found, name: str, **labels: str) -> float:
    return found[(f"liaoke_{name}", tuple(sorted(labels.items())))]


async def test_a_scrape_says_how_long_what_waits_has_waited(rehearsed: World) -> None:
    await rehearsed.emulator.say("zhouming", "领海川")
    rehearsed.time.advance(timedelta(seconds=90))
    waiting = await numbers(rehearsed)
    await rehearsed.app.worker.once()
    rehearsed.time.advance(timedelta(seconds=40))
    worked = await numbers(rehearsed)
    await rehearsed.app.settle()
    sent = await numbers(rehearsed)

    assert [of(one, "inbox_oldest_seconds") for one in (waiting, worked, sent)] == [90, 0, 0]
    assert [of(one, "outbox_oldest_seconds", lane="reply") for one in (waiting, worked, sent)] == [
        0, 40, 0,
    ]  # fmt: skip
    assert of(sent, "sends_total", platform="wecom", kind="reply", code="ok") == 1
    assert of(sent, "inbox_commit_rows_count") == 1


async def test_a_refusal_is_counted_with_the_platforms_code(rehearsed: World) -> None:
    rehearsed.emulator.faults.extend([60020] * 3)
    await rehearsed.say("周明", "领海川")

    found = await numbers(rehearsed)

    assert of(found, "sends_total", platform="wecom", kind="reply", code="60020") == 1


async def test_a_reminder_is_counted_when_it_is_due_and_when_it_is_sent(rehearsed: World) -> None:
    await rehearsed.say("周明", "领海川")
    await rehearsed.say("周明", "11点半提醒我给海川打电话")
    if "保存" in rehearsed.seen("周明"):
        await rehearsed.press("周明", "保存")
    await rehearsed.wait(timedelta(hours=2))

    found = await numbers(rehearsed)

    assert of(found, "reminders_due_total", kind="plan_due") == 1
    assert of(found, "sends_total", platform="wecom", kind="plan_due", code="ok") == 1
    assert of(found, "reminders_overdue_seconds") == 0


async def test_what_a_database_that_is_away_said_before_is_not_told(rehearsed: World) -> None:
    before = await numbers(rehearsed)
    async with rehearsed.store.database.write() as connection:
        await connection.execute(text("DROP TABLE outbox"))
    after = await numbers(rehearsed)

    assert (of(before, "database_up"), of(after, "database_up")) == (1, 0)
    assert ("liaoke_queue_depth", (("queue", "inbox"), ("state", "new"))) in before
    assert [name for name, _ in after if name == "liaoke_queue_depth"] == []


async def test_names_follow_the_conventions(rehearsed: World) -> None:
    await rehearsed.say("周明", "领海川")
    page = await scraped(rehearsed)
    families = list(text_string_to_metric_families(page))
    ours = [one for one in families if one.name.startswith("liaoke_")]

    assert len(ours) > 15
    assert [one.name for one in ours if not one.documentation] == []
    counters = [s.name for one in ours if one.type == "counter" for s in one.samples]
    assert {name for name in counters if not name.endswith(("_total", "_created"))} == set()
    assert {one.name for one in families} >= {"liaoke_build_info", "process_resident_memory_bytes"}
