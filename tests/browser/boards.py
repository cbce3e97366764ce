"""Opening the bot's pages from a phone of the rehearsal."""

from urllib.parse import quote

from playwright.sync_api import Page

SECTIONS = ("要处理的", "商机漏斗", "拜访排行", "拜访质量", "记录齐不齐", "近14天拜访")
PREFIX = {"wecom": "wx-", "feishu": "ou_"}


def open_page(
    page: Page, demo: str, path: str, *, platform: str = "wecom", who: str = "s001"
) -> None:
    """Open a link as the phone of `who` does; the login is the platform's."""
    base = demo.rstrip("/")
    url = quote(f"{base}{path}", safe="")
    page.goto(f"{base}/emulator/{platform}/open?user={PREFIX[platform]}{who}&url={url}")
