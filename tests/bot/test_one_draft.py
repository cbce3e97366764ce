"""The wishes of one message as one draft, and which of its customers have to be known first."""

from bot.dialogue.entries import asked_first, new_names
from bot.dialogue.together import joined
from bot.intents import CreateOpportunity, Entry, LogFollowUps
from bot.keys import decode
from bot.slots import CustomerRef
from bot.talk import Together
from core.customers.model import CustomerId

YUANFAN = CustomerRef((CustomerId("C01"),), "远帆")
LANJING = CustomerRef((CustomerId("C03"),), "蓝鲸")
MARS, VENUS = CustomerRef((), "火星"), CustomerRef((), "金星")
DEAL = CreateOpportunity(customer=YUANFAN, name="负极材料")


def report(*customers: CustomerRef) -> LogFollowUps:
    return LogFollowUps(tuple(Entry(customer=one) for one in customers))


def test_F05_a_report_of_two_beside_a_deal_is_a_wish_of_each() -> None:
    found = joined([report(YUANFAN, LANJING), DEAL])

    assert isinstance(found, Together)
    assert [decode(one.intent) for one in found.wishes] == [report(YUANFAN), report(LANJING), DEAL]


def test_F05_reports_alone_are_one_report() -> None:
    assert joined([report(YUANFAN), report(LANJING)]) == report(YUANFAN, LANJING)


def test_F05_one_wish_is_itself() -> None:
    assert joined([DEAL]) == DEAL


def test_F05_a_name_that_is_nobodys_has_a_place_beside_one_that_is_known() -> None:
    said = report(YUANFAN, MARS)

    assert (asked_first(said), new_names(said)) == ([], [1])


def test_F05_where_nobody_is_known_every_name_is_asked_about_first() -> None:
    said = report(MARS, VENUS)

    assert (asked_first(said), new_names(said)) == ([0, 1], [])


def test_F05_an_entry_without_any_name_is_asked_about_first() -> None:
    said = report(YUANFAN, CustomerRef())

    assert (asked_first(said), new_names(said)) == ([1], [])
