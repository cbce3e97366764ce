"""What an adapter draws with has no words of its own: they are the reader's, and come with the card."""

import ast
import re

import pytest

from tests.house.sources import Source, modules

_CHINESE = re.compile("[\u4e00-\u9fff]")


def spoken(source: Source) -> list[str]:
    """Return each text in Chinese that is no documentation."""
    tree = source.tree()
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        f"{source.path}:{node.lineno} {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _CHINESE.search(node.value)
        and id(node) not in said
    ]


def test_an_adapter_holds_no_words() -> None:
    drawing = [one for one in modules("adapters") if not one.path.startswith("adapters/emulator/")]

    assert [said for source in drawing for said in spoken(source)] == []


@pytest.mark.parametrize(
    ("text", "found"), [('x = "更多"', 1), ('"""更多"""\nx = "more"', 0), ('x = f"第{n}行"', 2)]
)
def test_a_word_is_noticed(text: str, found: int) -> None:
    assert len(spoken(Source("adapters/x.py", text))) == found
