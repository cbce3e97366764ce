"""What a limit held up for its minute: looked at last, when the minute has passed with other tests."""

from playwright.sync_api import Page, expect

from tests.browser.hands import Hands

A_MINUTE = 120_000
"""Milliseconds, with what a busy machine may need."""


def test_what_wecoms_limit_held_up_comes_once_its_minute_is_over(page: Page, limited: str) -> None:
    hands = Hands(page, limited)
    hands.take("wecom", "罗斌")
    answers = hands.phone("wecom").locator(".bubble.theirs", has_text="在的")

    expect(answers).to_have_count(1, timeout=A_MINUTE)

    hands.say("wecom", "你好")
    expect(answers).to_have_count(2, timeout=A_MINUTE)
