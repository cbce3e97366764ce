"""Each story from its first word to its last, on both phones; and the clock at each of its stops."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import LONG, Hands

STORIES = {
    "visit": ("已保存", "下次计划"),
    "several": ("已保存", "已保存"),
    "opportunity": ("已推进", "已推进"),
    "reminder": ("已完成", "已完成"),
    "digest": ("没有记录", "没有记录"),
}
"""What is seen at the end on WeCom and on Feishu."""


def tell(hands: Hands, story: str) -> None:
    """Let a story run fast to its end."""
    hands.page.locator(f"[data-story={story}]").click()
    hands.page.get_by_label("快放").check()
    expect(hands.page.locator("body")).to_have_attribute("data-story", "over", timeout=2 * LONG)


@pytest.mark.parametrize("story", STORIES)
def test_a_story_runs_to_its_end_on_both_phones(page: Page, demo: str, story: str) -> None:
    hands = Hands(page, demo)

    tell(hands, story)

    wecom, feishu = STORIES[story]
    expect(hands.phone("wecom").locator(".talk")).to_contain_text(wecom)
    expect(hands.phone("feishu").locator(".talk")).to_contain_text(feishu)
    expect(page.locator(".told .caption")).not_to_be_empty()


def test_of_two_who_claim_at_once_one_wins_however_often_it_is_told(page: Page, demo: str) -> None:
    hands = Hands(page, demo)

    for _ in range(2):
        tell(hands, "pool")
        last = [hands.last(one).inner_text() for one in ("wecom", "feishu")]
        assert sorted("已认领" in one for one in last) == [False, True]
        assert sorted("已经是" in one for one in last) == [False, True]
        page.get_by_role("button", name="结束").click()


def test_a_story_can_be_held_taken_step_by_step_and_ended(page: Page, demo: str) -> None:
    hands = Hands(page, demo)
    page.locator("[data-story=visit]").click()
    page.get_by_role("button", name="暂停").click()
    expect(page.get_by_role("button", name="继续")).to_be_visible()
    page.get_by_label("快放").check()

    before = hands.phone("wecom").locator(".bubble.mine").count()
    page.get_by_role("button", name="一步").click()
    expect(hands.phone("wecom").locator(".bubble.mine")).to_have_count(before + 1, timeout=LONG)
    expect(page.get_by_role("button", name="继续")).to_be_visible(timeout=LONG)

    page.get_by_role("button", name="结束").click()
    expect(page.locator("[data-story=visit]")).to_be_focused()


def moment(page: Page) -> datetime:
    shown = page.locator("#now").get_attribute("datetime")
    assert shown
    return datetime.fromisoformat(shown)


def jump(page: Page, label: str) -> datetime:
    """Press a stop of the clock and wait until the page says it arrived."""
    notice = page.locator("#notice")
    before = notice.inner_text()
    button = page.locator("#clock").get_by_role("button", name=label, exact=True)
    with page.expect_response(re.compile("/emulator/desk/clock/"), timeout=2 * LONG):
        button.click()
    expect(notice).not_to_have_text(before, timeout=LONG)
    return moment(page)


def test_the_clock_goes_to_each_of_its_stops_and_what_is_due_is_there_when_it_arrives(
    page: Page, demo: str
) -> None:
    hands = Hands(page, demo)
    start = moment(page)
    assert 3590 < (jump(page, "+1 小时") - start).total_seconds() < 3700

    hands.take("feishu", "周明")
    hands.say("feishu", "20分钟后提醒我打印合同")
    hands.answered("feishu", "定计划")
    hands.press("feishu", "保存")
    hands.answered("feishu", "已保存")
    for _ in range(10):
        jump(page, "下个提醒")
        if "到点了" in hands.last("feishu").inner_text():
            break
    assert "打印合同" in hands.last("feishu").inner_text()

    pool = jump(page, "下次公海评估")
    assert (pool.hour, pool.minute) in {(0, 20), (0, 21)}
    morning = jump(page, "明早 9:00")
    assert (morning.hour, morning.minute) == (9, 0)

    hands.take("wecom", "孙涛")
    evening = jump(page, "下次简报")
    assert (evening.hour, evening.minute) == (18, 10)
    expect(hands.phone("wecom").locator(".talk")).to_contain_text("简报")

    real = jump(page, "真实时间")
    assert abs((real - datetime.now(UTC)).total_seconds()) < 60


def test_the_clock_goes_neither_back_nor_further_than_a_year(page: Page, demo: str) -> None:
    Hands(page, demo)

    for at in ("2020-01-01T00:00:00+08:00", "2099-01-01T00:00:00+08:00"):
        answer = page.request.post(f"{demo}emulator/desk/clock/at", form={"at": at})
        assert (answer.status, "一年" in answer.text()) == (409, True)
