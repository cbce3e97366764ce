"""Health, numbers, and the file that proves a domain."""

from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from starlette.types import ASGIApp

from bot.checks import Check
from bot.metrics import Metrics
from bot.web.looks import looks
from tests.e2e.world import World


def client(app: object) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot.test")


def served(proofs: Path, *found: Check) -> ASGIApp:
    async def checks() -> tuple[Check, ...]:
        return found

    async def measure() -> None:
        """There is no database."""

    return looks(checks, measure, Metrics(), proofs)


async def test_a_running_service_is_alive_and_ready(wecom: World) -> None:
    async with client(wecom.app.asgi) as http:
        live, ready = await http.get("/health/live"), await http.get("/health/ready")

    assert (live.status_code, ready.status_code) == (200, 200)
    assert {"database", "schema", "inbox", "outbox", "jobs", "wecom"} <= set(ready.json())


async def test_without_its_tables_a_service_is_alive_and_not_ready(wecom: World) -> None:
    async with wecom.store.database.write() as connection:
        await connection.execute(text("DROP TABLE outbox"))

    async with client(wecom.app.asgi) as http:
        live, ready = await http.get("/health/live"), await http.get("/health/ready")

    assert (live.status_code, ready.status_code) == (200, 503)
    assert ready.json()["database"]["ok"] is False


@pytest.mark.parametrize(
    ("failing", "status"),
    [
        pytest.param("database", 503, id="without a database nothing is served"),
        pytest.param("schema", 503, id="an old schema serves nothing"),
        pytest.param("wecom", 503, id="a platform that refuses us is a dependency that fails"),
        pytest.param("outbox", 200, id="a letter nobody can deliver turns nobody away"),
    ],
)
async def test_ready_means_that_people_can_be_served(
    tmp_path: Path, failing: str, status: int
) -> None:
    async with client(served(tmp_path, Check(failing, well=False))) as http:
        answer = await http.get("/health/ready")

    assert answer.status_code == status
    assert answer.json() == {failing: {"ok": False, "detail": ""}}


async def test_numbers_are_prometheus_text_without_names(wecom: World) -> None:
    await wecom.say("周明", "领海川")
    async with client(wecom.app.asgi) as http:
        answer = await http.get("/metrics")

    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert 'liaoke_callbacks_total{platform="wecom",result="accepted"} 1.0' in answer.text
    assert 'liaoke_sends_total{code="ok",kind="reply",platform="wecom"} 1.0' in answer.text
    assert "海川" not in answer.text
    assert "zhouming" not in answer.text


async def test_Q08_a_queue_that_ran_empty_is_not_counted_as_it_was(wecom: World) -> None:
    waiting = 'liaoke_queue_depth{queue="inbox",state="new"}'
    await wecom.emulator.say("zhouming", "领海川")
    async with client(wecom.app.asgi) as http:
        before = (await http.get("/metrics")).text
        await wecom.app.settle()
        after = (await http.get("/metrics")).text

    assert f"{waiting} 1.0" in before
    assert f"{waiting} 0.0" in after


async def test_the_file_that_proves_a_domain_is_served_and_no_other(tmp_path: Path) -> None:
    proofs = tmp_path / "proofs"
    proofs.mkdir()
    (proofs / "WW_verify_AbC123.txt").write_text("AbC123", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (proofs / "secret.txt").write_text("secret", encoding="utf-8")

    async with client(served(proofs)) as http:
        proof = await http.get("/WW_verify_AbC123.txt")
        others = [
            await http.get(f"/{name}")
            for name in ("secret.txt", "WW_verify_x.txt", "..%2Fsecret.txt", "%2e%2e/secret.txt")
        ]

    assert (proof.status_code, proof.text) == (200, "AbC123")
    assert {other.status_code for other in others} == {404}
