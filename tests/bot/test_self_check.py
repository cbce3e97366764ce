"""/自检: what an admin is told from inside, in words and with what to do."""

from sqlalchemy import text

from tests.e2e.world import World


async def test_an_installation_that_is_well_says_so_in_words(wecom: World) -> None:
    await wecom.say("吴敏", "/自检")

    said = wecom.seen("吴敏")
    assert "一切正常" in said
    assert "✓ 数据库" in said
    assert "→" not in said


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
