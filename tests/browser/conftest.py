"""One browser and one rehearsal for all browser tests, which run one after the other in one process."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from socket import socket

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import chromium
from tests.house.sources import TOP

HERE = Path(__file__).parent
NOW = "2026-11-24T10:00:00+08:00"
"""A Tuesday morning: where every rehearsal of a test begins."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process takes them all, or leaves them out where there is no Chromium."""
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.xdist_group("browser"))
        if not chromium.found():
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="package")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Closed when the last browser test is over: other tests have event loops of their own."""
    fonts = TOP / "bot" / "drawing" / "fonts"
    with chromium.browser(fonts, tmp_path_factory.mktemp("letters")) as opened:
        yield opened


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of 1440 px that fails its test when a script fails or another host is asked."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "request",
        lambda one: faults.append(one.url) if _is_elsewhere(one.url) else None,
    )
    yield opened
    context.close()
    assert faults == []


def _is_elsewhere(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a rehearsal of the module's own, in a process of its own."""
    folder = tmp_path_factory.mktemp("demo")
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "LIAOKE_NOW": NOW, "PYTHONPATH": str(TOP)}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--port", str(port), "--data", "rehearsal"],
        cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        address = process.stdout.readline().decode().strip()
        assert address == f"http://127.0.0.1:{port}/"
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
