"""What lies in deploy/: read by parsers of its own kind, and said of commands and settings that exist."""

import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from bot.cli.parser import parse
from bot.metrics import Metrics
from bot.settings import example
from tests.house.sources import TOP

_DEPLOY = TOP / "deploy"
_VARIABLE = re.compile(r"\b((?:LIAOKE|WECOM|FEISHU)_[A-Z_]+)\b")
_METRIC = re.compile(r"\bliaoke_[a-z_]+")
_SERVICE = {
    "image", "build", "env_file", "environment", "command", "ports", "volumes", "deploy", "profiles",
    "depends_on", "restart", "stop_grace_period", "mem_limit", "read_only", "tmpfs", "cap_drop", "security_opt",
    "healthcheck", "shm_size",
}  # fmt: skip
"""What the compose specification lets stand in a service, as far as this file needs it."""


def read(text: str) -> dict[str, object]:
    """A block-style YAML file: maps, lists of texts, anchors and merges. What else there is, is refused."""
    lines = [one for one in text.splitlines() if one.strip() and not one.lstrip().startswith("#")]
    anchors: dict[str, object] = {}
    value, rest = _block(lines, 0, anchors)
    assert rest == []
    assert isinstance(value, dict)
    return value


def _block(lines: list[str], depth: int, anchors: dict[str, object]) -> tuple[object, list[str]]:
    if lines and lines[0].startswith(" " * depth + "- "):
        items = []
        while lines and lines[0].startswith(" " * depth + "- "):
            items.append(lines[0].strip()[2:])
            lines = lines[1:]
        return items, lines
    found: dict[str, object] = {}
    while lines and len(lines[0]) - len(lines[0].lstrip()) == depth:
        matched = re.fullmatch(r"([\w.<-]+):(?: (?!\|)(.*))?", lines[0].strip())
        assert matched, lines[0]
        name, given = matched[1], matched[2] or ""
        lines = lines[1:]
        anchor = given[1:] if given.startswith("&") else ""
        value: object = given
        if not given or anchor:
            value, lines = _block(lines, depth + 2, anchors)
        elif given.startswith("*"):
            value = anchors[given[1:]]
        if anchor:
            anchors[anchor] = value
        assert name not in found
        found[name] = value
    merged = found.pop("<<", {})
    assert isinstance(merged, dict)
    return {**merged, **found}, lines


def services() -> dict[str, dict[str, object]]:
    return read((_DEPLOY / "compose.yaml").read_text())["services"]


def ours(profile: str) -> dict[str, dict[str, object]]:
    return {
        name: one
        for name, one in services().items()
        if one["image"] == "liaoke" and profile in one["profiles"]
    }


def test_every_service_has_the_shape_of_a_service() -> None:
    found = services()
    volumes = read((_DEPLOY / "compose.yaml").read_text())["volumes"]

    assert {name for one in found.values() for name in one} <= _SERVICE
    assert {up for one in found.values() for up in one.get("depends_on", {})} <= set(found)
    named = {
        one.partition(":")[0] for service in found.values() for one in service.get("volumes", ())
    }
    assert named == set(volumes)


def test_each_profile_runs_the_roles_it_promises() -> None:
    commands = {name: one["command"] for name, one in ours("postgres").items()}

    assert set(ours("sqlite")) == {"liaoke"}
    assert set(commands) == {"migrate", "web", "worker"}
    assert commands["web"].endswith("--role web")
    assert commands["worker"].endswith("--role worker")
    assert {services()[name]["deploy"]["replicas"] for name in ("web", "worker")} == {"2"}


def test_every_command_is_one_and_is_given_time_to_end() -> None:
    for one in (*ours("sqlite").values(), *ours("postgres").values()):
        assert parse(shlex.split(one["command"])).runs
        assert one["stop_grace_period"] == "30s"
        assert one["cap_drop"] == ["ALL"]


def test_nothing_is_published_to_other_machines() -> None:
    published = [port for one in services().values() for port in one.get("ports", ())]

    assert [port for port in published if not port.startswith("127.0.0.1:")] == []


@pytest.mark.parametrize("name", ["compose.yaml", "Dockerfile", "liaoke.service"])
def test_every_variable_is_a_setting(name: str) -> None:
    named = set(_VARIABLE.findall((_DEPLOY / name).read_text()))

    assert named
    assert named <= set(_VARIABLE.findall(example()))


def test_the_image_is_built_from_hashes_and_runs_without_rights() -> None:
    lines = (_DEPLOY / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
    steps = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    last = dict(steps)
    installs = [words for name, words in steps if name == "RUN" and "pip install" in words]

    assert last["USER"] == "liaoke"
    assert "--require-hashes" in installs[0]
    assert "--no-deps" in installs[1]
    assert not any("index" in words for words in installs)
    assert parse(shlex.split(" ".join(re.findall(r'"([^"]+)"', last["CMD"])))).runs == "serve:run"
    copied = {path for name, words in steps if name == "COPY" for path in words.split()[:-1]}
    assert [
        one for one in copied if not one.startswith(("--", "/")) and not (TOP / one).exists()
    ] == []
    assert "/health/live" in last["HEALTHCHECK"]


def test_the_unit_is_one_for_systemd(tmp_path: Path) -> None:
    text = (_DEPLOY / "liaoke.service").read_text()
    unit = ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read_string(text)
    service = unit["Service"]

    assert parse(shlex.split(service["ExecStart"])[1:]).runs == "serve:run"
    assert (service["Restart"], service["NoNewPrivileges"]) == ("always", "true")
    assert int(service["TimeoutStopSec"]) >= 25
    if verifies := shutil.which("systemd-analyze"):
        here = text.replace("/opt/liaoke/.venv/bin/liaoke", "/bin/true")
        here = here.replace("User=liaoke", "User=daemon")
        (tmp_path / "liaoke.service").write_text(here)
        done = subprocess.run(
            [verifies, "verify", "--man=no", tmp_path / "liaoke.service"],
            capture_output=True,
            text=True,
            check=False,
        )
        said = [line for line in done.stderr.splitlines() if "liaoke.service" in line]
        assert said == []


@pytest.mark.parametrize("page", ["docs/deploy.md", "docs/deploy.zh-CN.md"])
def test_every_number_that_the_alarms_watch_is_one(page: str) -> None:
    shown = Metrics().text().decode()
    named = set(_METRIC.findall((TOP / page).read_text(encoding="utf-8")))
    known = set(re.findall(r"# TYPE (\w+) ", shown))

    assert len(named) > 8
    assert {name for name in named if name.removesuffix("_bucket") not in known} == set()
