"""What somebody else did, told to whom it concerns, with the records it is about."""

from collections.abc import Sequence

from adapters.chat import Button, Card, Row
from bot.intents import ShowCustomer
from bot.keys import encode
from bot.slots import CustomerRef
from bot.texts import Texts
from core.customers.model import Customer

_MOST = 5


def opening(customer: Customer, say: Texts) -> Button:
    """打开: each push leads to its records (P13)."""
    return Button(say("buttons.open"), encode(ShowCustomer(CustomerRef((customer.id,)))))


def notice(title: str, words: str, customers: Sequence[Customer], say: Texts) -> Card:
    """`words`; one customer is opened by the card's button, several each on its row."""
    rows = tuple(
        Row(title=one.full_name, short=one.short[:8], buttons=(opening(one, say),))
        for one in customers[:_MOST]
    )
    return Card(
        title=title,
        body=words,
        rows=rows if len(rows) > 1 else (),
        buttons=rows[0].buttons if len(rows) == 1 else (),
    )
