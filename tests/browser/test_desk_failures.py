"""Every failure that can be switched on, and what people see of it: late perhaps, never lost, never twice."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import BOTH, LONG, Hands


@pytest.fixture
def hands(page: Page, demo: str) -> Hands:
    return Hands(page, demo)


def flip(hands: Hands, name: str) -> None:
    hands.switch(name).click()
    expect(hands.switch(name)).to_have_attribute("aria-checked", "true")


def off(hands: Hands, name: str) -> None:
    """Off for whoever comes next: what a page still asks for as it is closed may be lost."""
    if hands.switch(name).get_attribute("aria-checked") == "true":
        hands.switch(name).click()
    expect(hands.switch(name)).to_have_attribute("aria-checked", "false")


def asked(hands: Hands, platform: str) -> None:
    """Ask something, and be answered once."""
    theirs = hands.phone(platform).locator(".bubble.theirs", has_text="在的")
    before = theirs.count()
    hands.say(platform, "你好")
    expect(theirs).to_have_count(before + 1, timeout=LONG)
    hands.answered(platform, "在的")


def test_a_limited_call_is_made_again(hands: Hands) -> None:
    flip(hands, "limited")

    asked(hands, "feishu")

    expect(hands.refused("feishu", "99991400")).to_be_visible()
    off(hands, "limited")


@pytest.mark.parametrize("platform", BOTH)
def test_an_expired_token_is_replaced_and_nobody_notices(hands: Hands, platform: str) -> None:
    asked(hands, platform)
    flip(hands, "expired")

    asked(hands, platform)

    expect(hands.refused(platform, "42001" if platform == "wecom" else "99991663")).to_be_visible()
    other = next(one for one in BOTH if one != platform)
    asked(hands, other)
    expect(hands.switch("expired")).to_have_attribute("aria-checked", "false")


@pytest.mark.parametrize("platform", BOTH)
def test_what_is_told_three_times_is_done_once(hands: Hands, platform: str) -> None:
    flip(hands, "thrice")
    callbacks = hands.page.locator(f"#wire > .{platform}.callback")
    before = callbacks.count()

    asked(hands, platform)

    expect(callbacks).to_have_count(before + 3)
    off(hands, "thrice")


@pytest.mark.parametrize("platform", BOTH)
def test_a_connection_that_breaks_loses_and_doubles_nothing(hands: Hands, platform: str) -> None:
    flip(hands, "reset")

    asked(hands, platform)

    expect(hands.page.locator(f"#wire > .{platform} summary.failed").last).to_be_visible()
    off(hands, "reset")


def test_a_slow_platform_shows_its_own_failures_and_the_work_is_done_all_the_same(
    hands: Hands,
) -> None:
    for platform in BOTH:
        hands.say(platform, "明天上午十点提醒我打印合同")
        hands.answered(platform, "打印合同", "取消")
    flip(hands, "slow")

    hands.press("wecom", "取消")
    waiting = hands.card("wecom", "我自己").get_by_role("button", name="取消")
    expect(waiting).to_be_disabled()
    hands.press("feishu", "取消")
    expect(hands.toast("feishu")).to_contain_text("200341", timeout=LONG)
    expect(hands.card("wecom", "我自己")).to_contain_text("已取消", timeout=LONG)
    expect(
        hands.page.locator("#wire > .wecom summary.failed", has_text="504").first
    ).to_be_visible()

    off(hands, "slow")
    hands.press("feishu", "取消")
    expect(hands.card("feishu", "我自己")).to_contain_text("已取消", timeout=LONG)
    for platform in BOTH:
        asked(hands, platform)


def test_each_switch_says_what_to_expect(hands: Hands) -> None:
    for name in ("slow", "limited", "expired", "thrice", "reset"):
        flip(hands, name)
        title = hands.switch(name).get_attribute("title")
        assert title
        expect(hands.page.locator(".switches .expect")).to_contain_text(title)
        off(hands, name)


def test_wecoms_limit_is_shown_and_what_it_held_up_waits(limited: str, page: Page) -> None:
    """That it comes when the minute is over is looked at then: test_desk_waited.py."""
    hands = Hands(page, limited)
    hands.take("wecom", "罗斌")

    expect(hands.refused("wecom", "45009")).to_be_visible()
    expect(hands.phone("wecom").locator(".bubble.theirs", has_text="在的")).to_have_count(0)
