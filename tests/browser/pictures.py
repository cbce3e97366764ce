"""Renders a picture of each story's end into docs/pictures: `make pictures`."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, expect

from bot.web.desk.scenes import STORIES
from tests.browser import chromium
from tests.house.sources import TOP
from tests.ports import free_port

FOLDER = TOP / "docs" / "pictures"
NOW = "2026-11-24T10:00:00+08:00"
_PATIENCE = 90_000


@contextmanager
def rehearsal(folder: Path) -> Iterator[str]:
    """The address of a rehearsal in a process of its own."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--port", str(port), "--data", "rehearsal"],
        cwd=folder, env={**os.environ, "LIAOKE_NOW": NOW, "PYTHONPATH": str(TOP)},
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


def draw(browser: Browser, address: str, story: str) -> None:
    """Tell a story fast, on a page of 1280 × 800, and keep how it ended."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page = context.new_page()
    page.goto(address)
    page.locator(f"[data-story={story}]").click()
    page.get_by_label("快放").check()
    expect(page.locator("body")).to_have_attribute("data-story", "over", timeout=_PATIENCE)
    for toast in page.locator(".toast").all():
        expect(toast).to_be_empty(timeout=_PATIENCE)
    page.get_by_label("快放").uncheck()
    page.screenshot(path=FOLDER / f"story-{story}.png")
    context.close()


def run() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        fonts = TOP / "bot" / "drawing" / "fonts"
        with (
            chromium.browser(fonts, Path(scratch)) as browser,
            rehearsal(Path(scratch)) as address,
        ):
            for story in STORIES:
                draw(browser, address, story)


if __name__ == "__main__":
    run()
