"""One browser for all browser tests, which run one after the other in one process, and two rehearsals.

In the first the clock stands, in the other stories and jumps move it on. Both start at once, since a start
takes seconds; one browser's cache serves all pages, since ten megabytes of letters are in it.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import chromium
from tests.browser.hands import LONG, Hands
from tests.house.sources import TOP
from tests.ports import free_port

HERE = Path(__file__).parent
NOW = "2026-11-24T10:00:00+08:00"
"""A Tuesday morning: where every rehearsal of a test begins."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process takes them all, or leaves them out where there is no Chromium."""
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.xdist_group("browser"))
        item.add_marker(pytest.mark.flaky(reruns=1))  # told as a rerun (0023)
        if not chromium.found():
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="package")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Closed when the last browser test is over: other tests have event loops of their own."""
    expect.set_options(timeout=LONG)
    fonts = TOP / "bot" / "drawing" / "fonts"
    with chromium.browser(fonts, tmp_path_factory.mktemp("letters")) as opened:
        yield opened


@pytest.fixture(scope="package")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """What all pages share: its cache. What they put into its jar of cookies is taken out."""
    made = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    made.set_default_timeout(LONG)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page of 1440 px that fails its test when a script fails or another host is asked."""
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "request",
        lambda one: faults.append(one.url) if _is_elsewhere(one.url) else None,
    )
    yield opened
    for one in context.pages:
        one.close()
    context.clear_cookies()
    assert faults == []


@pytest.fixture
def judged(page: Page) -> Page:
    """A page whose looks can be judged: the script reaches it without the page's policy."""
    page.add_init_script(path=HERE / "judging.js")
    return page


def _is_elsewhere(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:"))


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A demo in a process of its own.

    Args:
        data: the folder of its database.
    """

    process: subprocess.Popen[bytes]
    data: Path
    address: str

    def is_ready(self) -> bool:
        """Whether it says that it serves; returns when it said anything."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().decode().strip() == self.address

    def end(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=120)


def _begin(folder: Path) -> Rehearsal:
    port = free_port()
    environment = {**os.environ, "LIAOKE_NOW": NOW, "PYTHONPATH": str(TOP)}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--port", str(port), "--data", "rehearsal"],
        cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return Rehearsal(process, folder / "rehearsal", f"http://127.0.0.1:{port}/")


@pytest.fixture(scope="package")
def rehearsals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Rehearsal, Rehearsal]]:
    """The one whose clock stands, and the one whose clock is moved."""
    begun = _begin(tmp_path_factory.mktemp("standing")), _begin(tmp_path_factory.mktemp("moving"))
    try:
        yield begun
    finally:
        for one in begun:
            one.end()


@pytest.fixture(scope="package")
def standing(rehearsals: tuple[Rehearsal, Rehearsal]) -> Rehearsal:
    assert rehearsals[0].is_ready()
    return rehearsals[0]


@pytest.fixture(scope="package")
def demo(standing: Rehearsal) -> str:
    """The address of a rehearsal on the morning of NOW."""
    return standing.address


@pytest.fixture(scope="package")
def limited(context: BrowserContext, demo: str) -> str:
    """The standing rehearsal, whose WeCom refused an answer for a minute and takes it now."""
    hands = Hands(context.new_page(), demo)
    hands.take("wecom", "罗斌")
    hands.switch("limited").click()
    hands.say("wecom", "你好")
    expect(hands.refused("wecom", "45009")).to_be_visible(timeout=LONG)
    hands.switch("limited").click()
    expect(hands.switch("limited")).to_have_attribute("aria-checked", "false")
    hands.page.close()
    return demo


@pytest.fixture(scope="package")
def moving(rehearsals: tuple[Rehearsal, Rehearsal]) -> str:
    """The address of a rehearsal on that morning or later."""
    assert rehearsals[1].is_ready()
    return rehearsals[1].address
