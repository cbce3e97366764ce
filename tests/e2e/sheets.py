"""Spreadsheets as people keep them, and what is read out of those they get."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook, load_workbook

HEADS = ("客户编号", "客户名称", "负责人工号", "城市", "联系人", "电话")


def xlsx(*rows: Sequence[object]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def customers(*rows: Sequence[object], heads: Sequence[str] = HEADS) -> bytes:
    return xlsx(heads, *rows)


def cells(content: bytes) -> list[list[str]]:
    """The first sheet of a workbook."""
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [["" if one is None else str(one) for one in row] for row in sheet.values]


def colours(content: bytes) -> set[str]:
    """The fills of the cells under the header."""
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return {cell.fill.fgColor.rgb for row in sheet.iter_rows(min_row=2) for cell in row}


def many(numbers: Iterable[int]) -> bytes:
    """Customers by number, of 周明."""
    return customers(*([f"N{one:06}", f"苏州批量{one}号有限公司", "E1", "苏州"] for one in numbers))


def drop_downs(book: bytes) -> dict[str, list[str]]:
    """Heading → the words its drop-down offers, of the first sheet."""
    opened = load_workbook(io.BytesIO(book))
    sheet = opened.worksheets[0]
    found = {}
    for rule in sheet.data_validations.dataValidation:
        place = next(iter(rule.sqref.ranges)).min_col
        title, _, cells_of = rule.formula1.rpartition("!")
        column = opened[title.strip("'")][cells_of.replace("$", "")]
        words = [
            cell.value
            for row in (column if isinstance(column, tuple) else ((column,),))
            for cell in row
        ]
        found[str(sheet.cell(1, place).value).rstrip("*")] = words
    return found
