"""One of the things on an open card is not wanted: which words name it."""

import pytest

from bot.keys import Intent
from bot.slots import CustomerRef
from bot.talk import Cancel
from bot.understanding import Context
from core.customers.model import CustomerId
from tests.bot.understanding.speaking import understood

OPEN = Context(drafts=("LogFollowUps", "CreateOpportunity"), draft_customers=(CustomerId("C01"),))


async def dropped(text: str, context: Context = OPEN) -> Intent:
    [intent] = (await understood(text, context)).intents
    return intent


@pytest.mark.parametrize("text", ["商机不要了", "那个商机别建了", "商机先不建", "取消商机吧"])
async def test_it_is_named_by_its_kind(text: str) -> None:
    found = await dropped(text)

    assert isinstance(found, Cancel)
    assert "CreateOpportunity" in found.kinds


async def test_it_is_named_by_its_number() -> None:
    assert await dropped("第2条不要") == Cancel(number=2)


async def test_it_is_named_by_its_customer() -> None:
    found = await dropped("远帆那条别记了")

    assert isinstance(found, Cancel)
    assert found.customer.only == "C01"


@pytest.mark.parametrize(
    ("text", "context"),
    [
        pytest.param("华精那条别记了", OPEN, id="of a customer who is not on the card"),
        pytest.param("计划不要了", OPEN, id="of a kind that is not on the card"),
        pytest.param("远帆别记了", OPEN, id="a customer without a word for the part"),
        pytest.param("商机不要了", Context(), id="no card is open"),
    ],
)
async def test_anything_else_is_no_part_of_the_card(text: str, context: Context) -> None:
    found = await dropped(text, context)

    assert not (isinstance(found, Cancel) and (found.kinds or found.customer != CustomerRef()))
