"""A workbook has as many rows as a sheet: nothing is left out without a word."""

import pytest

from bot.transfer.books import ROWS, TooManyRows, plain_book


def test_a_row_that_no_sheet_has_is_refused() -> None:
    with pytest.raises(TooManyRows):
        plain_book(("a",), ({"a": "x"} for _ in range(ROWS + 10)))
