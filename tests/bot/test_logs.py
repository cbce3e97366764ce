"""A log line says what broke and where, and nothing that people wrote."""

import ast
import asyncio
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from adapters.chat import Platform
from bot.logs import FIELDS, allowed, broken_at, configure, masked
from tests.e2e.world import APP, FEISHU, world
from tests.house.sources import modules


def fail(words: str) -> None:
    raise KeyError(words)


def failed(words: str) -> Exception:
    try:
        try:
            fail(words)
        except KeyError as error:
            raise RuntimeError(words) from error
    except RuntimeError as error:
        return error
    raise AssertionError


def test_a_fault_is_told_by_classes_and_lines() -> None:
    event = broken_at(None, "error", {"event": "event failed", "exc_info": failed("远帆的手机号")})

    assert [one["error"] for one in event["broken"]] == ["RuntimeError", "KeyError"]
    assert event["broken"][1]["at"][-1].endswith(" fail")
    assert "远帆" not in str(event)
    assert "exc_info" not in event


@pytest.fixture
def restored() -> Iterator[None]:
    """The loggers are as they were, once it is over."""
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    structlog.reset_defaults()
    logging.captureWarnings(False)
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


@pytest.mark.usefixtures("restored")
def test_what_cannot_be_written_stops_nobody() -> None:
    with Path("/dev/full").open("wb", buffering=0) as full:
        stream = io.TextIOWrapper(full, write_through=True)
        with pytest.raises(OSError, match="No space"):
            stream.write("said")
        configure(to=stream)
        structlog.get_logger().info("said")
        logging.getLogger("library").warning("said")
    structlog.get_logger().info("said where nothing is open")


def test_an_event_without_a_fault_stays_as_it_is() -> None:
    assert broken_at(None, "info", {"event": "started"}) == {"event": "started"}


def test_a_field_that_nobody_allowed_is_only_named() -> None:
    kept = allowed(None, "info", {"event": "sent", "seq": 7, "text": "明天去华信", "name": "王"})

    assert kept == {"event": "sent", "seq": 7, "dropped": ["name", "text"]}


def test_a_value_that_is_no_id_is_hidden() -> None:
    assert allowed(None, "info", {"event": "sent", "key": "王总 13800000000"})["key"] == "…"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        pytest.param("HTTP Request: %s %s", "HTTP Request: %s %s", id="a template"),
        pytest.param("to 13800001111 failed", "to … failed", id="a phone"),
        pytest.param("found 王总 there", "found … there", id="a name"),
        pytest.param("GET https://x.cn/a?t=1", "GET …", id="an address"),
        pytest.param("token=abc", "token=…", id="a value"),
        pytest.param("KeyError('zhou')", "KeyError(…)", id="what is quoted"),
    ],
)
def test_of_a_library_only_its_own_words_are_kept(template: str, said: str) -> None:
    assert masked(template) == said


def test_every_log_call_has_a_name_of_its_own_and_allowed_fields() -> None:
    calls = [(source.path, call) for source in modules() for call in _calls(source.tree())]

    assert len(calls) > 15
    wrong = [
        f"{path}:{call.lineno}"
        for path, call in calls
        if not (isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str))
        or {one.arg for one in call.keywords if one.arg} - FIELDS
    ]
    assert wrong == []


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    """What is logged: `_log.error(…)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id == "_log":
                yield node


@pytest.fixture
def logged(restored: None) -> io.StringIO:
    """Every logger at its most talkative, as `liaoke serve` sets them up."""
    stream = io.StringIO()
    configure(logging.DEBUG, libraries=logging.DEBUG, to=stream)
    return stream


_SAID = ("13912345678", "铂金会员王五", "价格压到八折私下说", "海川")
_SECRETS = (
    APP.secret,
    APP.token,
    APP.encoding_aes_key,
    FEISHU.encrypt_key,
    FEISHU.verification_token,
)


async def test_a_whole_rehearsal_leaves_no_word_phone_or_secret_in_the_log(
    sqlite_url: str, logged: io.StringIO
) -> None:
    tokens: list[str] = []
    async with world(sqlite_url, platforms=(Platform.WECOM, Platform.FEISHU)) as made:
        for platform in (Platform.WECOM, Platform.FEISHU):
            made.platform = platform
            await made.say("周明", "领海川")
            await made.say("周明", "今天拜访海川，见了铂金会员王五13912345678，价格压到八折私下说")
            made.emulator.faults.extend([60020, 500] if platform == "wecom" else [230001, 500])
            await made.say("周明", "海川怎么样了 13912345678")
        tokens = [
            *made.emulators[Platform.WECOM].corp.tokens,
            *made.emulators[Platform.FEISHU].tenant.tokens,
        ]
        made.app.given.understand = _breaks
        await made.say("周明", "价格压到八折私下说")
        asyncio.get_running_loop().call_exception_handler(
            {"message": "Task exception was never retrieved", "exception": failed(_SAID[1])}
        )
        logging.getLogger("uvicorn.access").info('%s - "%s"', "1.2.3.4", f"GET /x?t={APP.secret}")
        logging.getLogger("some.library").error("cannot send " + _SAID[0] + " to " + _SAID[1])  # noqa: G003
        logging.getLogger("py.warnings").warning("%s", f"odd {_SAID[2]}")

    lines = logged.getvalue().splitlines()
    found = [json.loads(line) for line in lines]
    assert {"aiosqlite", "httpx", "asyncio", "some.library", "py.warnings"} <= {
        one.get("logger") for one in found
    }
    assert any(one["event"] == "event failed" for one in found)
    assert tokens
    leaked = {
        secret: line for secret in (*_SAID, *_SECRETS, *tokens) for line in lines if secret in line
    }
    assert leaked == {}


async def _breaks(text: str, turn: object) -> None:
    raise ValueError(f"what is {text}")
