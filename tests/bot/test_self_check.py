"""/自检: what an admin is told from inside, in words and with what to do."""

import re
from datetime import timedelta

from sqlalchemy import text

from bot.jobs.registry import JOBS
from bot.texts import texts
from storage.inbox import DEAD, NEW, WORKING
from storage.turns import FAILED, SENDING, WAITING
from tests.e2e.world import World


async def test_an_installation_that_is_well_says_so_in_words(wecom: World) -> None:
    await wecom.say("吴敏", "/自检")

    said = wecom.seen("吴敏")
    assert "一切正常" in said
    assert "✓ 数据库" in said
    assert "→" not in said


async def test_every_word_is_the_admins_language(wecom: World) -> None:
    await wecom.wait(timedelta(hours=9))
    said = wecom.text(await wecom.say("吴敏", "/自检"))

    bare = re.sub(r"\d+ ms|\d\d-\d\d \d\d:\d\d", "", said)
    assert re.findall(r"[A-Za-z_]{2,}", bare) == []
    assert "日报" in said


async def test_every_word_an_admin_may_be_told_is_there() -> None:
    say = texts("zh-CN")
    words = [f"job_{job.name}" for job in JOBS]
    words += [NEW, WORKING, DEAD, WAITING, SENDING, FAILED]

    assert [word for word in words if not say.has(f"admin.said.{word}")] == []


async def test_a_part_that_is_not_well_says_what_to_do(wecom: World) -> None:
    async with wecom.store.database.write() as connection:
        await connection.execute(
            text("INSERT INTO inbox (company_id, key, conversation, body, state, attempts, fence,"
                 " received_at, error) VALUES (1, 'k', 'c', x'', 'dead', 4, 4, 0, 'X')")
        )  # fmt: skip

    await wecom.say("吴敏", "/自检")

    assert "liaoke inbox retry" in wecom.seen("吴敏")


async def test_what_a_platform_refuses_is_told_with_its_step(wecom: World) -> None:
    wecom.app.metrics.refused("wecom", "reply", "60020", everybody=True)

    await wecom.say("吴敏", "/自检")

    assert "企业可信IP" in wecom.seen("吴敏")


async def test_nobody_else_is_told_anything(wecom: World) -> None:
    await wecom.say("周明", "/自检")

    assert "数据库" not in wecom.seen("周明")
