"""How large and how deep files and functions may be, and what stands in them."""

import ast
import re

import pytest

from tests.house.sources import ROOMS, Source, modules

MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 40
MAX_POSITIONAL = 5

DRAWERS = {
    "utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "service",
    "services",
}  # fmt: skip
_DRAWER_CLASS = re.compile(r"(Manager|Helper|Utils?|Processor|Service)s?$")

# The loops that outlive any message, the job runner and the top of the command line; the inbox's
# committer passes what it caught on to everybody who waits for that commit.
BROAD = (
    "bot/sending.py",
    "bot/suspects.py",
    "bot/work.py",
    "bot/jobs/",
    "bot/errands/runner.py",
    "bot/web/callbacks.py",
    "bot/__main__.py",
    "bot/cli/",
    "bot/health.py",
    "bot/holding.py",
    "bot/following.py",
    "storage/inbox.py",
    "storage/together.py",
)

# What is not configured is not loaded; --help is instant; jieba comes once we are ready; a schema is seldom old.
LATE = (
    "adapters/http.py",
    "bot/app.py",
    "bot/cli/",
    "bot/__main__.py",
    "bot/understanding/lexicon.py",
    "storage/schema.py",
    "storage/store.py",
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(source: Source) -> list[Function]:
    return [n for n in ast.walk(source.tree()) if isinstance(n, Function)]


def lines_of(function: Function) -> int:
    """Return the lines of `function` without its docstring."""
    said = ast.get_docstring(function, clean=False)
    end = function.end_lineno or function.lineno
    return end - function.lineno + 1 - (len(said.splitlines()) if said else 0)


def size_faults(source: Source) -> list[str]:
    """Return what is too large: the file, a function, a list of positional parameters."""
    found = []
    if (total := len(source.text.splitlines())) > MAX_FILE_LINES:
        found.append(f"{source.path} has {total} lines")
    for function in functions(source):
        where = f"{source.path}:{function.lineno} {function.name}"
        if (length := lines_of(function)) > MAX_FUNCTION_LINES:
            found.append(f"{where} has {length} lines")
        names = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
        if len([name for name in names if name not in {"self", "cls"}]) > MAX_POSITIONAL:
            found.append(f"{where} takes too much by position")
    return found


def drawer_faults(source: Source) -> list[str]:
    """Return the names that say where a thing was put, not what it is."""
    found = [f"{source.path} is a drawer"] if DRAWERS & set(source.path[:-3].split("/")) else []
    return found + [
        f"{source.path}:{node.lineno} {node.name}"
        for node in ast.walk(source.tree())
        if isinstance(node, ast.ClassDef) and _DRAWER_CLASS.search(node.name)
    ]


def broad_faults(source: Source) -> list[str]:
    """Return each `except Exception` outside the few places that outlive everything."""
    return [
        f"{source.path}:{node.lineno}"
        for node in ast.walk(source.tree())
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") == "Exception")
        and not source.path.startswith(BROAD)
    ]


def late_faults(source: Source) -> list[str]:
    """Return imports inside functions, and those that only a type checker would see."""
    inside = [n for f in functions(source) for n in ast.walk(f)]
    late = {n.lineno for n in inside if isinstance(n, ast.Import | ast.ImportFrom)}
    checked = {n.lineno for n in ast.walk(source.tree()) if getattr(n, "id", "") == "TYPE_CHECKING"}
    allowed = source.path.startswith(LATE)
    if source.path.startswith(("bot/cli/", "bot/understanding/__init__")):
        checked = set()  # what is imported when it is needed has names that signatures need
    return [f"{source.path}:{line}" for line in sorted(checked | (set() if allowed else late))]


def first_line_faults(source: Source) -> list[str]:
    """Return the file when it does not say in its first line what it holds."""
    said = ast.get_docstring(source.tree())
    empty = source.path.endswith("__init__.py") and not source.text.strip()
    if said and source.text.startswith('"""'):
        return []
    return [] if empty else [source.path]


def global_faults(source: Source) -> list[str]:
    """Return each function that rebinds a name of its module."""
    return [
        f"{source.path}:{node.lineno} global {', '.join(node.names)}"
        for node in ast.walk(source.tree())
        if isinstance(node, ast.Global)
    ]


def print_faults(source: Source) -> list[str]:
    """Return each print outside the command line."""
    return [
        f"{source.path}:{node.lineno} prints"
        for node in ast.walk(source.tree())
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "print"
        and not source.path.startswith(("bot/cli/", "bot/__main__.py"))
    ]


RULES = (
    size_faults, drawer_faults, broad_faults, late_faults, first_line_faults, global_faults,
    print_faults,
)  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps(rule) -> None:
    assert [fault for source in modules(*ROOMS) for fault in rule(source)] == []


BROKEN = [
    pytest.param(size_faults, "bot/a.py", "x = 1\n" * 301, id="a long file"),
    pytest.param(size_faults, "bot/a.py", "def f():\n" + "    x = 1\n" * 40, id="a long function"),
    pytest.param(size_faults, "bot/a.py", "def f(a, b, c, d, e, g): ...", id="six positional"),
    pytest.param(drawer_faults, "core/utils.py", "", id="a drawer"),
    pytest.param(drawer_faults, "core/helpers/x.py", "", id="a folder of drawers"),
    pytest.param(drawer_faults, "core/x.py", "class PoolManager: ...", id="a manager"),
    pytest.param(broad_faults, "core/x.py", "try: f()\nexcept Exception: ...", id="catch all"),
    pytest.param(broad_faults, "core/x.py", "try: f()\nexcept: ...", id="catch even more"),
    pytest.param(late_faults, "bot/x.py", "def f():\n    import json", id="a late import"),
    pytest.param(late_faults, "bot/app.py", "if TYPE_CHECKING: ...", id="types only"),
    pytest.param(first_line_faults, "bot/x.py", "import json", id="no first line"),
    pytest.param(first_line_faults, "bot/__init__.py", "x = 1", id="a package with code"),
    pytest.param(global_faults, "bot/x.py", "def f():\n    global a\n    a = 1", id="global"),
    pytest.param(print_faults, "bot/x.py", "print(1)", id="print"),
]


@pytest.mark.parametrize(("rule", "path", "text"), BROKEN)
def test_a_broken_rule_is_noticed(rule, path: str, text: str) -> None:
    assert len(rule(Source(path, text))) == 1
