"""The rehearsal desk as a person sees and uses it: laid out, legible, pressable, without a mouse too."""

from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.boards import PREFIX
from tests.browser.conftest import Rehearsal
from tests.browser.hands import BOTH, LONG, Hands
from tests.browser.judging import PARTS, faults, is_dark, spills
from tests.browser.posting import post
from tests.cards.samples import SAMPLES

SIZES = [pytest.param(1280, 800, id="1280"), pytest.param(1440, 900, id="1440")]
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture(scope="module")
def filled(context: BrowserContext, demo: str) -> str:
    """The rehearsal's address, once cards of many kinds are on both phones."""
    hands = Hands(context.new_page(), demo)
    for platform in ("wecom", "feishu"):
        hands.say(platform, "公海里有啥好客户")
        hands.answered(platform, "认领")
        hands.say(platform, "<b>&timestamp</b> 谢谢")
        hands.answered(platform)
        hands.say(platform, "今天怎么样")
        hands.answered(platform, "简报")
    hands.page.close()
    return demo


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_phones_and_wire_are_seen_at_once_and_nothing_runs_over(
    judged: Page, filled: str, width: int, height: int
) -> None:
    judged.set_viewport_size({"width": width, "height": height})
    hands = Hands(judged, filled)
    hands.wire().last.locator("summary").click()
    expect(judged.locator(".held pre").first).to_be_visible()

    assert faults(judged, f"overlapping('{PARTS}')") == []
    assert faults(judged, "overflowing()") == []
    assert [round(judged.locator(f"#phone-{one}").bounding_box()["width"]) for one in
            ("wecom", "feishu")] == [390, 390]  # fmt: skip


def test_cards_with_the_longest_words_are_drawn_whole_at_every_width_in_light_and_in_dark(
    judged: Page, standing: Rehearsal
) -> None:
    hands = Hands(judged, standing.address)
    cards = [one for name, one in SAMPLES.items() if name != "hostile"]
    for platform in BOTH:
        hands.take(platform, "马晓东")
        before = hands.cards(platform, "记跟进 · 远帆").count()
        post(standing.data, platform, f"{PREFIX[platform]}s009", *cards)
        expect(hands.cards(platform, "记跟进 · 远帆")).to_have_count(before + 2, timeout=LONG)
        expect(hands.card(platform, SAMPLES["pictured_en"].title)).to_be_visible(timeout=LONG)
    expect(judged.locator(".waits")).to_have_count(0, timeout=LONG)

    for scheme in SCHEMES:
        judged.emulate_media(color_scheme=scheme)
        assert spills(judged) == []
        assert faults(judged, "pale()") == []
    assert faults(judged, "missing()") == []


@pytest.mark.parametrize("tab", ["wecom", "feishu", "side"])
def test_on_a_phone_of_375_px_one_part_is_seen_at_a_time(
    judged: Page, filled: str, tab: str
) -> None:
    judged.set_viewport_size({"width": 375, "height": 812})
    judged.goto(filled)
    judged.locator(f".tabs input[value={tab}]").check(force=True)

    parts = judged.locator("main > *")
    assert [one.is_visible() for one in parts.all()] == [
        name == tab for name in ("wecom", "feishu", "side")
    ]
    assert faults(judged, "overflowing()") == []
    assert faults(judged, "overlapping('.bar, .tabs, main > *')") == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_letter_is_drawn_and_is_told_from_its_ground(
    judged: Page, filled: str, language: str, scheme: Literal["light", "dark"]
) -> None:
    judged.emulate_media(color_scheme=scheme)
    judged.goto(f"{filled}?lang={language}")
    judged.locator("#wire summary").last.click()
    expect(judged.locator(".held pre").first).to_be_visible()

    assert is_dark(judged) == (scheme == "dark")
    assert faults(judged, "missing()") == []
    assert faults(judged, "pale()") == []
    assert faults(judged, "nameless()") == []
    assert faults(judged, "overflowing()") == []


def test_everything_can_be_reached_by_keys_and_shows_that_it_was(judged: Page, demo: str) -> None:
    judged.goto(demo)
    expect(judged.locator("#wire .waits")).to_have_count(0)
    wanted = judged.evaluate(
        "() => window.judging.controls().filter(one => one.tabIndex >= 0 && one.type !== 'radio'"
        " && !one.closest('details:not([open]) > :not(summary)'))"
        ".map((one, place) => (one.dataset.place = place))"
    )
    reached: set[int] = set()
    for _ in range(len(wanted) + 20):
        judged.keyboard.press("Tab")
        place, shown = judged.evaluate(
            "() => [document.activeElement.dataset.place,"
            " getComputedStyle(document.activeElement).outlineStyle]"
        )
        if place is not None:
            assert shown != "none"
            reached.add(int(place))

    missed = set(map(int, wanted)) - reached
    assert [
        judged.evaluate(
            "place => window.judging.named(document.querySelector(`[data-place='${place}']`))", one
        )
        for one in missed
    ] == []


def deals(page: Page, demo: str) -> list[str]:
    """How 周明 and 林悦 tell that a deal of theirs moved on."""
    steps = page.request.post(f"{demo}emulator/desk/stories/opportunity").json()
    [told] = [one["steps"] for one in steps if one.get("steps", [{}])[0].get("do") == "say"]
    return [one["text"] for one in told]


def test_a_form_is_filled_in_and_sent_on_both_phones(page: Page, demo: str) -> None:
    hands = Hands(page, demo)
    hands.take("feishu", "林悦")
    for platform, told in zip(("wecom", "feishu"), deals(page, demo), strict=True):
        hands.say(platform, told)
        hands.answered(platform, "保存")
        hands.press(platform, "修改")
        form = hands.form(platform)
        for select in form.locator("select").all():
            select.select_option(index=select.locator("option").count() - 1)
        for field in form.locator("input[type=date]").all():
            field.fill("2026-12-30")
        hands.press(platform, "保存")
        expect(hands.answered(platform, "已保存")).to_contain_text("已推进")


def test_what_somebody_types_into_a_card_stays_while_other_things_arrive(
    page: Page, demo: str
) -> None:
    hands = Hands(page, demo)
    hands.take("feishu", "林悦")
    hands.say("feishu", deals(page, demo)[1])
    hands.answered("feishu", "保存")
    hands.press("feishu", "修改")
    field = hands.form("feishu").locator("input[type=text], textarea").first
    field.fill("改到一半")

    hands.say("wecom", "你好")
    hands.answered("wecom", "在的")

    expect(field).to_have_value("改到一半")


def test_the_menu_below_the_chat_is_used_on_both_phones(page: Page, demo: str) -> None:
    hands = Hands(page, demo)
    for platform in BOTH:
        before = hands.cards(platform, "公海 ·").count()
        hands.phone(platform).locator(".menu").get_by_role("button", name="公海").click()
        expect(hands.cards(platform, "公海 ·")).to_have_count(before + 1, timeout=LONG)


def test_wecoms_application_is_in_no_group_and_the_phone_says_so(page: Page, demo: str) -> None:
    hands = Hands(page, demo)
    hands.phone("wecom").locator("details.more summary").click()
    hands.phone("wecom").get_by_role("button", name="在群里说").click()

    expect(hands.toast("wecom")).to_contain_text("不在群里")


def test_the_wire_stays_at_its_end_once_it_forgets_its_beginning(page: Page, demo: str) -> None:
    hands = Hands(page, demo)
    page.evaluate(
        "() => { const wire = document.querySelector('#wire'), row = wire.lastElementChild;"
        " for (let more = 0; more < 160; more += 1) wire.append(row.cloneNode(true)); }"
    )
    for _ in range(2):
        hands.say("feishu", "你好")
        hands.answered("feishu", "在的")
        expect(page.locator("#wire .waits")).to_have_count(0)

    expect(hands.wire()).to_have_count(160)
    expect(hands.wire().last).to_be_in_viewport()


def test_a_dictated_text_is_marked(page: Page, demo: str) -> None:
    hands = Hands(page, demo)

    hands.phone("wecom").get_by_role("button", name="口述").click()
    hands.say("wecom", "你好")

    expect(hands.phone("wecom").locator(".bubble.mine").last).to_contain_text("口述转文字")
    button = hands.phone("wecom").get_by_role("button", name="口述")
    expect(button).to_have_attribute("aria-pressed", "false")
    hands.answered("wecom", "在的")


def test_an_exchange_is_opened_repeated_and_refused_with_a_broken_signature(
    page: Page, demo: str
) -> None:
    hands = Hands(page, demo)
    hands.say("wecom", "你好")
    hands.answered("wecom", "在的")
    name = page.locator("#wire > .wecom.callback summary").last.get_attribute("id")
    row = page.locator("#wire > li", has=page.locator(f"#{name}"))
    row.locator("summary").first.click()
    held = row.locator(".held")
    expect(held.locator("pre.plain").first).to_contain_text("你好")
    answers = hands.phone("wecom").locator(".bubble.theirs", has_text="在的")
    before = answers.count()

    held.get_by_role("button", name="改坏签名").click()
    expect(held.locator(".result")).to_contain_text("403")
    held.get_by_role("button", name="发两遍").click()
    expect(held.locator(".result")).to_contain_text("机器人新收 0，认出重复 2")
    held.get_by_role("button", name="复制 curl").click()
    expect(held.locator(".result")).to_contain_text("curl -X POST")
    hands.say("wecom", "你好")
    hands.answered("wecom", "在的")
    expect(answers).to_have_count(before + 1)

    page.get_by_role("button", name="失败").click()
    shown, failed = page.locator("#wire > li:visible"), page.locator("summary.failed")
    expect(shown.filter(has_not=failed)).to_have_count(0)
    expect(shown.filter(has=failed)).not_to_have_count(0)
