"""Who may import whom, and which package lives in which room."""

import ast
import sys
from collections.abc import Iterator

import pytest

from tests.house.sources import ROOMS, Source, modules

MAY_SEE = {
    "core": {"core"},
    "adapters": {"adapters"},
    "storage": {"storage", "core"},
    "bot": {"bot", "core", "adapters"},
}

# Where the rest is joined: the only places of the bot that see storage and the platforms.
# The composition root, and the engine that works on its queues (docs/decisions/0004).
JOINS = (
    "bot/app.py",
    "bot/cli/",
    "bot/health.py",
    "bot/sending.py",
    "bot/suspects.py",
    "bot/work.py",
    "bot/deliver.py",
    "bot/entrance.py",
    "bot/errands/",
    "bot/fate.py",
    "bot/following.py",
    "bot/holding.py",
    "bot/installation.py",
    "bot/running.py",
    "bot/watch.py",
    "bot/plan.py",
    "bot/jobs/clockwork.py",
    "bot/jobs/tick.py",
    "bot/web/callbacks.py",
    "bot/web/desk/",
    "bot/transfer/",
    "bot/demo/",
)
NEUTRAL = {"chat", "plain", "http", "tokens", "limits"}

# package → the only places that import it.
LIVES_IN = {
    "wechatpy": ("adapters/wecom/",),
    "lark_oapi": ("adapters/feishu/gateway.py",),
    "cryptography": ("adapters/",),
    "httpx": ("adapters/", *JOINS),
    "sqlalchemy": ("storage/", "bot/transfer/outgoing.py"),
    "alembic": ("storage/",),
    "aiosqlite": ("storage/",),
    "psycopg": ("storage/",),
    "redis": ("storage/",),
    "apscheduler": ("bot/jobs/clockwork.py",),
    "jieba": ("bot/understanding/lexicon.py",),
    "fastapi": ("bot/web/", "bot/app.py", "adapters/emulator/"),
    "starlette": (
        "bot/web/",
        "bot/app.py",
        "bot/entrance.py",
        "bot/running.py",
        "adapters/emulator/",
    ),
    "websockets": ("adapters/wecom/robot/",),
    "jinja2": ("bot/web/", "bot/app.py"),
    "itsdangerous": ("bot/web/signing.py",),
    "resvg_py": ("bot/drawing/",),
    "sse_starlette": ("bot/web/",),
    "uvicorn": ("bot/app.py", "bot/cli/"),
    "typer": ("bot/cli/",),
    "python_calamine": ("bot/transfer/",),
    "openpyxl": ("bot/transfer/",),
    "xlsxwriter": ("bot/transfer/",),
    "pydantic_settings": ("bot/settings.py",),
    "prometheus_client": ("bot/metrics.py",),
    "chinese_calendar": ("bot/calendars.py",),
    "lunar_python": ("bot/calendars.py", "bot/understanding/"),
}


def imported(source: Source) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of everything `source` imports."""
    for node in ast.walk(source.tree()):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=str(module), level=0, names=names):
                yield from ((node.lineno, f"{module}.{alias.name}") for alias in names)


def room_faults(source: Source) -> list[str]:
    """Return each import of a room that `source` does not see."""
    joins = source.path.startswith(JOINS)
    seen = set(ROOMS) if joins else MAY_SEE[source.room]
    found = []
    for line, name in imported(source):
        room, _, rest = name.partition(".")
        hidden = room in ROOMS and room not in seen
        platform = source.room == "bot" and room == "adapters" and rest.split(".")[0] not in NEUTRAL
        if hidden or (platform and not joins):
            found.append(f"{source.path}:{line} imports {name}")
    return found


def package_faults(source: Source) -> list[str]:
    """Return each import of a package that does not live where `source` is."""
    return [
        f"{source.path}:{line} imports {name}"
        for line, name in imported(source)
        if not source.path.startswith(LIVES_IN.get(name.partition(".")[0], ("",)))
    ]


def foreign_to_core(source: Source) -> list[str]:
    """Return what a core module imports beyond the standard library and the core."""
    return [
        f"{source.path}:{line} imports {name}"
        for line, name in imported(source)
        if name.partition(".")[0] not in {*sys.stdlib_module_names, "core"}
    ]


def environment_faults(source: Source) -> list[str]:
    """Return each look at the environment outside the settings."""
    return [
        f"{source.path}:{node.lineno} reads the environment"
        for node in ast.walk(source.tree())
        if isinstance(node, ast.Attribute)
        and node.attr in {"environ", "getenv"}
        and source.path != "bot/settings.py"
    ]


def test_every_room_sees_only_what_it_may() -> None:
    assert [fault for source in modules() for fault in room_faults(source)] == []


def test_every_package_lives_in_its_room() -> None:
    assert [fault for source in modules() for fault in package_faults(source)] == []


def test_the_core_needs_the_standard_library_only() -> None:
    assert [fault for source in modules("core") for fault in foreign_to_core(source)] == []


def test_the_environment_is_read_in_one_place() -> None:
    assert [fault for source in modules() for fault in environment_faults(source)] == []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        pytest.param("core/pool/rules.py", "import storage.pool", id="core does not see storage"),
        pytest.param("adapters/plain.py", "from core.money import Money", id="a wire knows no CRM"),
        pytest.param("storage/pool.py", "from bot.texts import Texts", id="storage has no words"),
        pytest.param("storage/pool.py", "import adapters.chat", id="storage keeps bytes"),
        pytest.param("bot/handlers/pool.py", "from storage import pool", id="handlers see ports"),
        pytest.param(
            "bot/cards/pool.py", "from adapters.wecom.cards import draw", id="cards are neutral"
        ),
    ],
)
def test_a_wall_between_rooms_is_noticed(path: str, line: str) -> None:
    assert room_faults(Source(path, line)) == [
        f"{path}:1 imports {next(imported(Source(path, line)))[1]}"
    ]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("bot/handlers/pool.py", "import sqlalchemy"),
        ("bot/web/pages.py", "from redis.asyncio import Redis"),
        ("adapters/feishu/client.py", "import lark_oapi"),
        ("core/clock.py", "from apscheduler.triggers.cron import CronTrigger"),
        ("bot/handlers/talk.py", "import jieba"),
    ],
)
def test_a_package_in_the_wrong_room_is_noticed(path: str, line: str) -> None:
    assert len(package_faults(Source(path, line))) == 1


def test_a_package_in_the_core_is_noticed() -> None:
    assert foreign_to_core(Source("core/x.py", "import math\nimport pydantic")) == [
        "core/x.py:2 imports pydantic"
    ]


def test_a_look_at_the_environment_is_noticed() -> None:
    assert environment_faults(Source("bot/app.py", "import os\nos.environ['A']")) == [
        "bot/app.py:2 reads the environment"
    ]
