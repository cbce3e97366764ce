"""Where a push leads among the bot's pages: the record it is about, or the list of them (P13)."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from adapters.chat import Card, Content, Text
from core.customers.model import CustomerId

BOARD = "/board"


def board(day: str, period: str = "day") -> str:
    """The dashboard of a day, or of the week or month that it is in."""
    return f"{BOARD}?day={day}" + ("" if period == "day" else f"&period={period}")


def record(customer: CustomerId) -> str:
    """The page of a customer."""
    return f"{BOARD}/customers/{quote(customer, safe='')}"


def deal(opportunity: str) -> str:
    """The page of an opportunity."""
    return f"{BOARD}/opportunities/{quote(opportunity, safe='')}"


def behind(number: str) -> str:
    """Today's list behind a number, the reader's own."""
    return f"{BOARD}/list/{quote(number, safe='')}"


def records(customers: Sequence[CustomerId], number: str) -> str:
    """The page of the only one, else the list they are all in."""
    return record(customers[0]) if len(customers) == 1 else behind(number)


def leading(content: Content, opens: str, base: str) -> Content:
    """`content` with its way to the page `opens`; as it is where there is no public address.

    A card leads there as a whole, unless it has a way of its own; a text says the address on a line
    of its own, which what a platform puts after a text must not lengthen.
    """
    if not opens or not base:
        return content
    match content:
        case Card(link=""):
            return replace(content, link=f"{base}{opens}")
        case Text(text):
            return Text(f"{text}\n{base}{opens}\n")
        case _:
            return content


def anchor(follow_up: str) -> str:
    """What a contact is called on its customer's page."""
    return f"contact-{follow_up}"


def contact(customer: CustomerId, follow_up: str) -> str:
    """The page of a customer, at one contact of its line of time."""
    return f"{record(customer)}#{anchor(follow_up)}"
