"""The terminal as a platform."""

from datetime import UTC, datetime

import pytest

from adapters.chat import Address, Card, Message, Platform, Press, Text
from adapters.console import Console
from tests.cards.samples import DRAFT, POOL

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TO = Address(Platform.CONSOLE, "S001")


@pytest.fixture
def console() -> Console:
    return Console("S001")


async def show(console: Console, *cards: Card | Text) -> None:
    for card in cards:
        await console.deliver(console.render(TO, card, key="k"))


async def test_what_is_sent_is_read_once(console: Console) -> None:
    await show(console, Text("你好"), Text("再见"))

    assert console.taken() == "你好\n\n再见"
    assert console.taken() == ""


def test_a_line_is_a_message(console: Console) -> None:
    typed = console.typed("给远帆打了电话", NOW, "1")

    assert isinstance(typed, Message)
    assert (typed.text, typed.sender, typed.message_id) == ("给远帆打了电话", TO, "1")


async def test_a_label_that_was_shown_is_a_press(console: Console) -> None:
    assert isinstance(console.typed("保存", NOW, "1"), Message)
    await show(console, DRAFT)
    typed = console.typed("保存", NOW, "2")

    assert isinstance(typed, Press)
    assert typed.action == "save:d1"


async def test_a_number_names_the_row(console: Console) -> None:
    await show(console, POOL)

    typed = console.typed("2 认领", NOW, "1")
    assert isinstance(typed, Press)
    assert typed.action == "claim:2"


@pytest.mark.parametrize("line", ["0 认领", "9 认领", "认领 2", "2 删除", "2"])
async def test_what_names_no_button_is_a_message(console: Console, line: str) -> None:
    await show(console, POOL)

    assert isinstance(console.typed(line, NOW, "1"), Message)


async def test_the_newest_card_is_pressed(console: Console) -> None:
    await show(
        console, DRAFT, Card(title="x", buttons=(DRAFT.buttons[0].__class__("保存", "new"),))
    )

    typed = console.typed("保存", NOW, "1")
    assert isinstance(typed, Press)
    assert typed.action == "new"
