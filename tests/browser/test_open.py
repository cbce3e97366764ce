"""The rehearsal opens in a browser."""

from playwright.sync_api import Page, expect


def test_the_rehearsal_shows_both_phones(page: Page, demo: str) -> None:
    page.goto(demo)

    expect(page.get_by_role("region", name="企业微信")).to_be_visible()
    expect(page.get_by_role("region", name="飞书")).to_be_visible()
