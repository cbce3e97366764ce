"""The Chromium that is on this machine, never a download; its letters are the ones we ship."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def found() -> str | None:
    """Its path: CHROMIUM_PATH, or the first on the search path."""
    named = os.environ.get("CHROMIUM_PATH")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def browser(fonts: Path | None = None, scratch: Path | None = None) -> Iterator[Browser]:
    """One browser, closed at the end.

    Args:
        fonts: the only folder whose fonts it sees beside the machine's own.
        scratch: where its font settings are written.
    """
    path = found()
    assert path, "no Chromium on this machine"
    environment: dict[str, str | float | bool] = dict(os.environ)
    if fonts and scratch:
        settings = scratch / "fonts.conf"
        settings.write_text(
            f"<fontconfig><include ignore_missing='yes'>/etc/fonts/fonts.conf</include>"
            f"<dir>{fonts}</dir><cachedir>{scratch}</cachedir></fontconfig>"
        )
        environment["FONTCONFIG_FILE"] = str(settings)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path, args=[*arguments, "--disable-gpu"], env=environment
        )
        try:
            yield opened
        finally:
            opened.close()
