"""What is asked of parts that are not built yet: said so, counted, nothing written."""

from datetime import timedelta

import pytest

from core.people.model import EmployeeId
from tests.e2e.world import World
from tests.language.test_utterances import STILL_UNKNOWN, STILL_WRITTEN, UTTERANCES

# The first of each family that is recognised.
_WISHES = {
    one["family"]: one["text"]
    for one in reversed(UTTERANCES)
    if one["intents"] == ["NotSupported"] and one["text"] not in STILL_WRITTEN | STILL_UNKNOWN
}
WISHES = sorted(_WISHES.values())


async def test_whatever_is_not_built_is_said_so_counted_and_writes_nothing(world: World) -> None:
    began = world.time()

    answers = {text: world.text(await world.say("周明", text)) for text in WISHES}

    assert len(WISHES) > 20
    assert [text for text, answer in answers.items() if "还不支持" not in answer] == []
    async with world.look() as uow:
        kept = await uow.sentences.since(began - timedelta(minutes=1), 100)
        assert await uow.ledger.last_act(EmployeeId("E1"), began) is None
    assert sorted(text for *_, text in kept) == WISHES
    assert [text for _, _, intent, text in kept if not intent] == []


async def test_the_admin_reads_what_was_asked_for_and_not_built(world: World) -> None:
    await world.say("周明", "写日报")

    listed = world.text(await world.say("吴敏", "没听懂的"))

    assert "写日报" in listed


@pytest.mark.parametrize("text", ["asdfgh", "嗯哼哈嘿呀", "？？？"])
async def test_what_nobody_understands_writes_nothing(world: World, text: str) -> None:
    began = world.time()

    answer = world.text(await world.say("周明", text))

    async with world.look() as uow:
        assert await uow.ledger.last_act(EmployeeId("E1"), began) is None
    assert "保存" not in answer
