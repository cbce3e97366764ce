"""An installation with people and customers, brought in by the command."""

import pytest

from tests.bot.terminal import Terminal
from tests.bot.transfer.given import CUSTOMERS, PEOPLE


@pytest.fixture
def staffed(liaoke: Terminal) -> Terminal:
    """With the people of the file, and nobody to sell to."""
    return with_people(liaoke)


@pytest.fixture
def terminal_staffed(terminal: Terminal) -> Terminal:
    """The same on SQLite alone, for what no database has a part in."""
    return with_people(terminal)


@pytest.fixture
def selling(staffed: Terminal) -> Terminal:
    """With people and customers."""
    return with_customers(staffed)


def with_people(terminal: Terminal) -> Terminal:
    assert terminal("import", "people", terminal.file("people.csv", PEOPLE)).status == 0
    return terminal


def with_customers(terminal: Terminal) -> Terminal:
    file = terminal.file("customers.csv", CUSTOMERS)
    assert terminal("import", "customers", file).status == 0
    return terminal
