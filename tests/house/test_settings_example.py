"""`.env.example` is what the program writes."""

from bot.settings import example
from tests.house.sources import TOP


def test_the_example_is_the_one_the_program_writes() -> None:
    assert (TOP / ".env.example").read_text(encoding="utf-8") == example()
