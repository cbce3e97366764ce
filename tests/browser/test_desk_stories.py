"""Each story from its first word to its last, on both phones; and the clock at each of its stops."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import BOTH, LONG, Hands
from tests.browser.judging import faults, spills

A_MINUTE = timedelta(minutes=1)
_POLICY = "Content Security Policy"


@pytest.fixture(autouse=True)
def _within_the_policy(page: Page) -> Iterator[None]:
    """Nothing a story does is against the page's own policy."""
    broken: list[str] = []
    page.on("console", lambda one: broken.append(one.text) if _POLICY in one.text else None)
    yield
    assert broken == []


def tell(hands: Hands, story: str, *, width: int = 1440) -> dict[str, str]:
    """Let a story run fast to its end, and judge how that looks; what was written last on each phone."""
    hands.page.locator(f"[data-story={story}]").click()
    hands.page.get_by_label("快放").check()
    expect(hands.page.locator("body")).to_have_attribute("data-story", "over", timeout=2 * LONG)
    if width > 375:
        assert spills(hands.page) == []
        hands.page.set_viewport_size({"width": width, "height": 900})
    return {one: hands.said(one) for one in BOTH}


def test_a_visit_is_saved_on_both_and_found_on_the_other(judged: Page, moving: str) -> None:
    hands = Hands(judged, moving)

    written = tell(hands, "visit")

    saved = hands.card("wecom", f"记拜访 · {written['feishu']}")
    expect(saved).to_contain_text("【已保存】")
    expect(saved).to_contain_text("方案他认可")
    found = hands.card("feishu", written["feishu"])
    expect(found).to_contain_text("负责人：周明")
    expect(found).to_contain_text("拜访 · ")
    expect(found).to_contain_text("报价大概80万")
    hands.take("feishu", "林悦")
    expect(hands.card("feishu", "记拜访")).to_contain_text("【已保存】")


def test_of_several_customers_in_one_note_each_has_its_record(judged: Page, moving: str) -> None:
    hands = Hands(judged, moving)

    written = tell(hands, "several")

    for platform in BOTH:
        card = hands.card(platform, "记跟进 · 2家客户")
        expect(card).to_contain_text("【已保存】")
        text = card.inner_text()
        names = [
            each.split("：")[0].strip() for each in re.findall(r"记(?:拜访|电话) · (\S+)", text)
        ]
        assert len(names) == 2
        assert all(name in written[platform] for name in names)


def test_a_deal_moves_on_for_both(judged: Page, moving: str) -> None:
    hands = Hands(judged, moving)

    tell(hands, "opportunity")

    for platform in BOTH:
        card = hands.card(platform, "推进商机")
        for text in ("【已保存】", "已推进", "商务谈判", "120万"):
            expect(card).to_contain_text(text)


def test_each_reminder_is_done_and_no_other(judged: Page, moving: str) -> None:
    hands = Hands(judged, moving)
    hands.take("wecom", "周明")
    hands.take("feishu", "林悦")
    done = {one: hands.phone(one).locator(".bubble", has_text="【已完成】") for one in BOTH}
    before = {one: done[one].count() for one in BOTH}

    written = tell(hands, "reminder")

    for platform in BOTH:
        expect(done[platform]).to_have_count(before[platform] + 1)
        title = done[platform].last.locator("h3").inner_text()
        assert title.endswith(" · 送样机")
        assert title.split(" · ")[0].lstrip("★ ") in written[platform]
        expect(done[platform].last).to_contain_text("10:40")


def test_a_number_of_the_digest_opens_the_records_it_counts(judged: Page, moving: str) -> None:
    hands = Hands(judged, moving)

    tell(hands, "digest")

    opened = {one: hands.card(one, "跟进明细").inner_text() for one in BOTH}
    for platform in BOTH:
        *_, asked, pushed = hands.cards(platform, "简报").all()
        assert asked.locator("h3").inner_text() == pushed.locator("h3").inner_text()
        expect(pushed).to_contain_text("面谈")
    names = []
    for platform, rep in (("wecom", "周明"), ("feishu", "何俊")):
        hands.take(platform, rep)
        names.append(hands.card(platform, "记拜访").locator("h3").inner_text().split(" · ")[1])
    assert [[name in opened[one] for name in names] for one in BOTH] == [
        [True, False],
        [False, True],
    ]


def test_of_two_who_claim_at_once_one_wins_however_often_it_is_told(
    judged: Page, moving: str
) -> None:
    hands = Hands(judged, moving)

    for _ in range(2):
        tell(hands, "pool")
        told = ["\n".join(hands.since(one).all_inner_texts()) for one in BOTH]
        assert sorted("已认领" in one for one in told) == [False, True]
        assert sorted("已经是" in one for one in told) == [False, True]
        judged.get_by_role("button", name="结束").click()


def test_a_story_can_be_held_taken_step_by_step_and_ended(page: Page, moving: str) -> None:
    hands = Hands(page, moving)
    page.evaluate(
        "[...document.querySelectorAll('[data-story=visit], [data-control=pause]')].forEach(one => one.click())"
    )
    expect(page.get_by_role("button", name="继续")).to_be_visible()
    page.get_by_label("快放").check()

    before = hands.phone("wecom").locator(".bubble.mine").count()
    page.get_by_role("button", name="一步").click()
    expect(hands.phone("wecom").locator(".bubble.mine")).to_have_count(before + 1, timeout=LONG)
    expect(page.get_by_role("button", name="继续")).to_be_visible(timeout=LONG)

    page.get_by_role("button", name="结束").click()
    expect(page.locator("[data-story=visit]")).to_be_focused()


def test_on_a_phone_a_story_is_watched_where_it_happens_and_says_that_it_is_over(
    judged: Page, moving: str
) -> None:
    hands = Hands(judged, moving)
    judged.set_viewport_size({"width": 375, "height": 812})
    judged.locator(".tabs input[value=side]").check(force=True)

    tell(hands, "opportunity", width=375)

    expect(hands.phone("wecom")).to_be_visible()
    expect(judged.locator(".told .caption")).to_be_in_viewport()
    expect(judged.locator(".told .name")).to_contain_text("讲完了")
    expect(judged.get_by_role("button", name="一步")).to_be_hidden()
    assert faults(judged, "overlapping('.bar, .tabs, main > *')") == []
    judged.locator(".tabs input[value=feishu]").check(force=True)
    expect(hands.phone("feishu").locator(".bubble").last).to_be_in_viewport()
    height = judged.locator("#say-feishu").evaluate("one => one.offsetHeight")
    assert height > 30


def moment(page: Page) -> datetime:
    shown = page.locator("#now").get_attribute("datetime")
    assert shown
    return datetime.fromisoformat(shown)


def jump(page: Page, label: str) -> datetime:
    """Press a stop of the clock and wait until the page, told of each stop on the way, says it arrived."""
    button = page.locator("#clock").get_by_role("button", name=label, exact=True)
    with page.expect_response(re.compile("/emulator/desk/clock/"), timeout=2 * LONG) as answer:
        button.click()
    said = re.search(r"\d\d-\d\d \d\d:\d\d", answer.value.text())
    assert said
    arrived = datetime.strptime(f"{moment(page).year}-{said[0]} +0800", "%Y-%m-%d %H:%M %z")
    shown = [f"{one:%m-%dT%H:%M}" for one in (arrived, arrived + A_MINUTE)]
    expect(page.locator("#now")).to_have_attribute("datetime", re.compile("|".join(shown)))
    return moment(page)


def test_the_clock_goes_to_each_of_its_stops_and_what_is_due_is_there_when_it_arrives(
    page: Page, moving: str
) -> None:
    hands = Hands(page, moving)
    start = moment(page)
    assert 3590 < (jump(page, "+1 小时") - start).total_seconds() < 3700

    hands.take("feishu", "周明")
    due = moment(page) + timedelta(minutes=20)
    hands.say("feishu", "20分钟后提醒我打印合同")
    hands.answered("feishu", "定计划")
    hands.press("feishu", "保存")
    hands.answered("feishu", "已保存")
    while jump(page, "下个提醒") < due:
        continue
    hands.answered("feishu", "到点了", "打印合同")

    pool = jump(page, "下次公海评估")
    assert (pool.hour, pool.minute) in {(0, 20), (0, 21)}
    morning = jump(page, "明早 9:00")
    assert (morning.hour, morning.minute) in {(9, 0), (9, 1)}

    hands.take("wecom", "孙涛")
    evening = jump(page, "下次简报")
    assert (evening.hour, evening.minute) in {(18, 10), (18, 11)}
    expect(hands.phone("wecom").locator(".talk")).to_contain_text("简报")

    began = datetime.now(UTC)
    assert began - A_MINUTE < jump(page, "真实时间") < datetime.now(UTC) + A_MINUTE


def test_the_clock_goes_neither_back_nor_further_than_a_year(page: Page, moving: str) -> None:
    Hands(page, moving)

    for at in ("2020-01-01T00:00:00+08:00", "2099-01-01T00:00:00+08:00"):
        answer = page.request.post(f"{moving}emulator/desk/clock/at", form={"at": at})
        assert (answer.status, "一年" in answer.text()) == (409, True)


def test_starting_over_empties_the_phones(page: Page, moving: str) -> None:
    hands = Hands(page, moving)
    hands.say("wecom", "你好")
    hands.answered("wecom", "在的")
    page.on("dialog", lambda dialog: dialog.accept())

    page.evaluate("document.documentElement.dataset.page = 'old'")
    page.get_by_role("button", name="重来").click()
    expect(page.locator("html[data-page=old]")).to_have_count(0, timeout=2 * LONG)
    page.wait_for_load_state()

    expect(page.locator(".bubble.mine")).to_have_count(0)
    hands.say("wecom", "你好")
    hands.answered("wecom", "在的")
