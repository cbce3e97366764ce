"""What of a contact is to be put down, by the order that ends the message or by his fate alone."""

import pytest

from bot.intents import LogFollowUps, PutContact
from tests.bot.understanding.speaking import understood


@pytest.mark.parametrize(
    "text",
    [
        "远帆徐工转去技术部了，改部门",
        "远帆徐工爱钓鱼，名片上备注",
        "远帆添个Lisa，品质主管",
        "远帆徐工退休了",
        "远帆财务换人，如今是贾会计",
        "远帆徐工那个联系人删了，他早走了",
    ],
)
async def test_what_is_to_be_put_down_of_a_contact_is_no_report(text: str) -> None:
    [intent] = (await understood(text)).intents

    assert isinstance(intent, PutContact)


async def test_a_contact_beside_it_stays_a_report() -> None:
    [intent] = (await understood("今天去远帆见了徐工，他转去技术部了，方案还要再改")).intents

    assert isinstance(intent, LogFollowUps)


async def test_the_number_of_somebody_who_is_added_is_kept() -> None:
    [intent] = (await understood("远帆加个联系人 财务小葛 13766665555")).intents

    assert isinstance(intent, PutContact)
    assert (intent.name, intent.mobile) == ("小葛", "13766665555")
