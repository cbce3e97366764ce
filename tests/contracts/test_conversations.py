"""What a conversation remembers: slots with a lifetime, drafts, sentences nobody understood."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.drafts import DraftState
from core.errors import NotFound, Overtaken, Stale
from tests.contracts.given import E1, NOW, draft

HOUR = timedelta(hours=1)


async def test_a_slot_holds_one_value_until_it_ends(store, act) -> None:
    async with store.unit(act()) as uow:
        await uow.memory.put("c", "shown", "1", NOW + HOUR)
        await uow.memory.put("c", "shown", "2", NOW + 2 * HOUR)
        await uow.memory.put("c", "other", "3", NOW + HOUR)
        await uow.memory.put("d", "shown", "4", NOW + HOUR)
    async with store.look() as uow:
        get = uow.memory.get
        assert await get("c", "shown", NOW + HOUR) == "2"
        assert await get("c", "shown", NOW + 2 * HOUR) is None
        assert await get("d", "shown", NOW) == "4"
        assert await get("e", "shown", NOW) is None


async def test_of_those_who_put_something_at_once_one_is_first_and_the_others_are_told(
    store, act
) -> None:
    async def puts(number: int) -> None:
        async with store.unit(act()) as uow:
            await uow.memory.put("c", "shown", str(number), NOW + HOUR)
            await uow.ledger.record("remember", "conversation", "c")

    ended = await asyncio.gather(*map(puts, range(20)), return_exceptions=True)
    told = [one for one in ended if one is not None]
    assert all(isinstance(one, Overtaken) for one in told)
    assert len(told) < len(ended)
    async with store.look() as uow:
        kept = await uow.memory.get("c", "shown", NOW)
    assert ended[int(kept)] is None


async def test_what_is_forgotten_is_gone_and_nothing_else(store, act) -> None:
    async with store.unit(act()) as uow:
        for conversation, slot, until in (
            ("c", "a", NOW - HOUR),
            ("c", "b", NOW + HOUR),
            ("d", "a", NOW + HOUR),
        ):
            await uow.memory.put(conversation, slot, "x", until)
        await uow.memory.forget("c", "b")
        await uow.memory.forget_old(NOW)
        await uow.memory.forget("nobody", "b")
    async with store.look() as uow:
        before = NOW - 2 * HOUR
        assert await uow.memory.get("c", "a", before) is None
        assert await uow.memory.get("c", "b", before) is None
        assert await uow.memory.get("d", "a", before) == "x"


async def test_a_text_continues_the_newest_open_draft(store, act) -> None:
    async with store.unit(act()) as uow:
        for number in ("D1", "D2", "D3"):
            await uow.drafts.add(draft(number))
        await uow.drafts.add(draft("D9", conversation="feishu:ou_1"))
        await uow.drafts.save(draft("D3", state=DraftState.CANCELLED))
    async with store.look() as uow:
        open_in = uow.drafts.open_in
        newest = await open_in("wecom:zhouming", NOW)
        assert newest is not None
        assert newest == draft("D2")
        assert await open_in("wecom:zhouming", newest.expires_at) is None
        assert await open_in("wecom:nobody", NOW) is None


async def test_of_two_presses_on_a_draft_the_second_is_stale(store, act) -> None:
    async with store.unit(act()) as uow:
        await uow.drafts.add(draft())
        saved = await uow.drafts.save(draft(state=DraftState.SAVED, act="a1"))
        with pytest.raises(Stale):
            await uow.drafts.save(draft(state=DraftState.CANCELLED))
        with pytest.raises(NotFound):
            await uow.drafts.get("D2")
    async with store.look() as uow:
        assert await uow.drafts.get("D1") == saved == replace(saved, version=1)


async def test_sentences_live_thirty_days(store, act) -> None:
    month = NOW - timedelta(days=30) + HOUR
    async with store.unit(act()) as uow:
        await uow.sentences.add(E1, "古" * 2_000, "", NOW - timedelta(days=31))
        await uow.sentences.add(E1, "订机票", "unsupported", month)
        await uow.sentences.add(E1, "嗯嗯", "", NOW)
    async with store.look() as uow:
        assert len(await uow.sentences.since(NOW - timedelta(days=99), 9)) == 3
    async with store.unit(act()) as uow:
        await uow.sentences.forget(NOW)
        kept = await uow.sentences.since(NOW - timedelta(days=99), 9)
        assert kept == [(NOW, E1, "", "嗯嗯"), (month, E1, "unsupported", "订机票")]
        assert len(await uow.sentences.since(NOW - timedelta(days=99), 1)) == 1
        assert await uow.sentences.since(NOW + HOUR, 9) == []
        await uow.sentences.add(E1, "订车票", "unsupported", NOW)
        assert list((await uow.sentences.counted(month)).items()) == [
            ("unsupported", 2),
            ("", 1),
        ]
        assert await uow.sentences.counted(NOW) == {"": 1, "unsupported": 1}
