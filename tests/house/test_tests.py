"""What a test may not do: mock, wait, or claim nothing."""

import ast
import re

import pytest

from tests.house.sources import Source, modules

_CLAIMS = re.compile(r"^(assert|expect|check|verify|compare|raises|warns|fail)")


def waiting(source: Source) -> list[str]:
    """Return each sleep; giving way to the loop with `sleep(0)` is none."""
    return [
        f"{source.path}:{node.lineno} sleeps"
        for node in ast.walk(source.tree())
        if isinstance(node, ast.Call)
        and _called(node) == "sleep"
        and [getattr(a, "value", None) for a in node.args] != [0]
    ]


def mocking(source: Source) -> list[str]:
    """Return each import of a mock."""
    return [
        f"{source.path}:{node.lineno} mocks"
        for node in ast.walk(source.tree())
        if isinstance(node, ast.Import | ast.ImportFrom)
        and "mock" in f"{getattr(node, 'module', '')} {[a.name for a in node.names]}".lower()
    ]


def skipping(source: Source) -> list[str]:
    """Return each test that is skipped or expected to fail."""
    return [
        f"{source.path}:{node.lineno} {node.attr}"
        for node in ast.walk(source.tree())
        if isinstance(node, ast.Attribute)
        and node.attr in {"skip", "skipif", "xfail", "importorskip"}
        if not source.path.startswith("tests/browser/")
    ]


def claiming_nothing(source: Source) -> list[str]:
    """Return each test that has neither an assert nor anything that asserts for it."""
    return [
        f"{source.path}:{node.lineno} {node.name}"
        for node in ast.walk(source.tree())
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not any(map(_claims, ast.walk(node)))
    ]


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", "") or getattr(node.func, "id", "")


def _claims(node: ast.AST) -> bool:
    if isinstance(node, ast.Assert):
        return not isinstance(node.test, ast.Constant)
    return isinstance(node, ast.Call) and bool(_CLAIMS.match(_called(node)))


RULES = (waiting, mocking, skipping, claiming_nothing)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_test_is(rule) -> None:
    assert [fault for source in modules("tests") for fault in rule(source)] == []


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        pytest.param(waiting, "asyncio.sleep(0.1)", id="a sleep"),
        pytest.param(mocking, "from unittest.mock import Mock", id="a mock"),
        pytest.param(mocking, "from unittest import mock", id="a mock by another door"),
        pytest.param(skipping, "@pytest.mark.skip\ndef test_x(): assert f()", id="a skip"),
        pytest.param(claiming_nothing, "def test_x(): f()", id="no claim"),
        pytest.param(claiming_nothing, "def test_x(): assert True", id="an empty claim"),
    ],
)
def test_a_bad_test_is_noticed(rule, text: str) -> None:
    assert len(rule(Source("tests/x.py", text))) == 1


def test_giving_way_is_no_sleep() -> None:
    assert waiting(Source("tests/x.py", "asyncio.sleep(0)")) == []
