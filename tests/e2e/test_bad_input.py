"""Callbacks that are not genuine or cannot be read: refused alike, nothing kept, the next one served
(acceptance 4)."""

from collections.abc import AsyncIterator

import httpx
import pytest

from adapters.chat import Platform
from tests.e2e.forged import bad
from tests.e2e.world import World


async def test_what_is_not_genuine_is_refused_alike_and_the_next_is_served(world: World) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(world.app.asgi)) as client:
        for name, request in bad(world).items():
            response = await client.send(request)
            assert (response.status_code, response.content) == (403, b""), name
    assert await world.store.inbox.depth() == {}

    card = await world.say("周明", "领海川")

    assert "已认领" in world.text(card)


async def test_a_body_over_a_mebibyte_is_not_read(world: World) -> None:
    path = "/wecom/callback" if world.platform is Platform.WECOM else "/feishu/callback"
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(world.app.asgi), base_url="http://bot.test"
    ) as client:
        whole = await client.post(path, content=b"x" * ((1 << 20) + 1))
        streamed = await client.post(path, content=_chunks())

    assert (whole.status_code, streamed.status_code) == (413, 413)


async def _chunks() -> AsyncIterator[bytes]:
    """A byte more than a mebibyte, and nobody says so before."""
    for _ in range(16):
        yield b"x" * (1 << 16)
    yield b"x"


async def test_a_text_of_ten_thousand_characters_is_survived(world: World) -> None:
    await world.say("周明", "远帆" + "，聊了二期" * 2_000)

    assert "已认领" in world.text(await world.say("周明", "领海川"))


@pytest.mark.parametrize("size", [(1 << 20) - 1, 1 << 20])
async def test_a_body_of_a_mebibyte_is_read(world: World, size: int) -> None:
    path = "/wecom/callback" if world.platform is Platform.WECOM else "/feishu/callback"
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(world.app.asgi), base_url="http://bot.test"
    ) as client:
        response = await client.post(path, content=b"x" * size)

    assert (response.status_code, response.content) == (403, b"")


async def test_what_people_wrote_is_inert_in_all_that_is_sent(world: World) -> None:
    markup = '<a href="https://evil.example">点</a><at id=all></at> **粗** =1+1 \u202egnp 😀'
    for words in (f"刚拜访了远帆，{markup}", f"新建客户 {markup}", markup):
        await world.say("周明", words)

    if world.platform is Platform.FEISHU:
        assert list(world.emulator.tenant.mentions) == []
    else:
        assert "<a" not in world.seen("周明").replace(markup, "")
        sent = [
            one.request for one in world.emulator.exchanges if one.path.endswith("message/send")
        ]
        assert len(sent) == 3
        assert not any(bad in body for body in sent for bad in ("\u202e", "\\u202e"))


async def test_each_refusal_is_counted(world: World) -> None:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(world.app.asgi), base_url="http://bot.test"
    ) as client:
        await client.send(next(iter(bad(world).values())))
        numbers = (await client.get("/metrics")).text

    assert f'liaoke_callbacks_total{{platform="{world.platform}",result="refused"}} 1.0' in numbers
