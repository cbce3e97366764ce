"""What a platform itself says on a card is said in the language of whoever reads it."""

import pytest

from adapters.chat import Platform
from tests.e2e.world import World


@pytest.mark.parametrize(
    ("language", "words"),
    [
        pytest.param("", {"sender": "聊客", "choose": "选一个"}, id="Chinese"),
        pytest.param("改成英文", {"sender": "Liaoke", "choose": "Choose one"}, id="English"),
    ],
)
async def test_wecoms_sender_and_choice_are_in_the_readers_words(
    world: World, language: str, words: dict[str, str]
) -> None:
    if world.platform is not Platform.WECOM:
        return  # names no sender, and has its buttons on the rows
    if language:
        await world.say("周明", language)

    card = (await world.say("周明", "公海里有啥")).card or {}

    said = {"sender": card["source"]["desc"], "choose": card["button_selection"]["title"]}
    assert said == words


async def test_a_card_that_was_pressed_keeps_its_sender(world: World) -> None:
    if world.platform is not Platform.WECOM:
        return  # names no sender
    await world.say("周明", "昨天下午去了远帆，见了王总，聊二期的量，他说12月定，下周三再去")
    await world.press("周明", "保存")

    card = world.last("周明").card or {}

    assert card["sub_title_text"].startswith("【已保存】")
    assert card["source"]["desc"] == "聊客"
