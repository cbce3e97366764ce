"""What the rooms import is what a runtime installation brings, locked with hashes."""

import re
import sys
import tomllib
from collections.abc import Mapping

import pytest
from packaging.version import Version

from tests.house.sources import ROOMS, TOP, Source, modules
from tests.house.test_rooms import imported

# Where the name to import is not the name to install.
INSTALLED_AS = {
    "chinese_calendar": "chinesecalendar",
    "lark_oapi": "lark-oapi",
    "lunar_python": "lunar-python",
    "pydantic_core": "pydantic",
    "pydantic_settings": "pydantic-settings",
    "prometheus_client": "prometheus-client",
    "python_calamine": "python-calamine",
    "sse_starlette": "sse-starlette",
    "resvg_py": "resvg-py",
    "starlette": "fastapi",
}
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[\w,]+\])?==([^\s;]+)", re.MULTILINE)
_PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[\w,]+\])?==", re.MULTILINE)


def declared() -> set[str]:
    """Return the names of the runtime dependencies."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {found[0].lower() for line in project["dependencies"] if (found := _NAME.match(line))}


def undeclared(source: Source, names: set[str]) -> list[str]:
    """Return each import of `source` that no dependency in `names` brings."""
    return [
        f"{source.path}:{line} imports {name}"
        for line, name in imported(source)
        if (package := name.partition(".")[0]) not in {*sys.stdlib_module_names, *ROOMS}
        and INSTALLED_AS.get(package, package) not in names
    ]


def unhashed(lock: str) -> list[str]:
    """Return the pins of a lock file that carry no hash."""
    blocks = re.split(r"\n(?=\S)", lock)
    return [block.split()[0] for block in blocks if "==" in block and "--hash=sha256:" not in block]


def test_every_import_is_a_declared_dependency() -> None:
    assert [fault for source in modules() for fault in undeclared(source, declared())] == []


@pytest.mark.parametrize("name", ["runtime", "dev"])
def test_the_lock_pins_all_that_is_declared_with_hashes(name: str) -> None:
    lock = (TOP / "requirements" / f"{name}.lock").read_text(encoding="utf-8")

    assert (declared() - set(_PINNED.findall(lock)), unhashed(lock)) == (set(), [])


def too_old(lock: str, floors: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return the pins of a lock file that have a published fault."""
    pins = dict(_PIN.findall(lock))
    return [
        f"{name} {pins[name]}: {floor['advisory']}"
        for name, floor in floors.items()
        if name in pins and Version(pins[name]) < Version(floor["below"])
    ]


def floors() -> dict[str, dict[str, str]]:
    return tomllib.loads((TOP / "requirements" / "floors.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["runtime", "dev", "peers"])
def test_nothing_is_locked_that_has_a_published_fault(name: str) -> None:
    lock = (TOP / "requirements" / f"{name}.lock").read_text(encoding="utf-8")

    assert len(_PIN.findall(lock)) > 20
    assert too_old(lock, floors()) == []


def test_every_floor_is_of_a_package_that_is_locked() -> None:
    lock = (TOP / "requirements" / "runtime.lock").read_text(encoding="utf-8")

    assert set(floors()) - set(dict(_PIN.findall(lock))) == set()


def test_a_pin_with_a_published_fault_is_noticed() -> None:
    lock = "h11==0.14.0 \\\n    --hash=sha256:00\nidna==3.10 \\\n    --hash=sha256:00\n"

    assert too_old(lock, floors()) == ["h11 0.14.0: CVE-2025-43859"]


def test_the_notice_names_every_package_and_its_licence() -> None:
    noticed = re.findall(r"([a-z0-9-]+) \([^)]+\)", (TOP / "NOTICE").read_text(encoding="utf-8"))

    assert declared() - set(noticed) == set()


def test_what_is_measured_beside_us_is_locked_with_hashes_too() -> None:
    lock = (TOP / "requirements" / "peers.lock").read_text(encoding="utf-8")

    assert ("nonebot2" in _PINNED.findall(lock), unhashed(lock)) == (True, [])


def test_what_fuzzes_is_locked_with_hashes_too() -> None:
    lock = (TOP / "requirements" / "fuzz.lock").read_text(encoding="utf-8")

    assert (_PINNED.findall(lock), unhashed(lock)) == (["atheris"], [])


def test_a_stranger_is_noticed() -> None:
    assert undeclared(Source("bot/x.py", "import json\nimport requests"), {"httpx"}) == [
        "bot/x.py:2 imports requests"
    ]


def test_a_pin_without_a_hash_is_noticed() -> None:
    assert unhashed("a==1 \\\n    --hash=sha256:00\nb==2\n") == ["b==2"]
