"""Pictures, recordings and spreadsheets from a phone's plus, and what the bot answers to each."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import BOTH, LONG, Hands
from tests.e2e.sent import png
from tests.e2e.sheets import cells, customers

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SENT = ("img.photo", ".voice")


def sheet(*rows: list[object]) -> dict[str, str | bytes]:
    return {"name": "客户.xlsx", "mimeType": XLSX, "buffer": customers(*rows)}


def plus(hands: Hands, platform: str) -> Locator:
    """What a phone's plus offers, opened."""
    offered = hands.phone(platform).locator("details.more")
    offered.locator("summary").click()
    return offered


@pytest.mark.parametrize("platform", BOTH)
def test_a_picture_and_a_recording_are_kept_and_answered(
    page: Page, demo: str, platform: str
) -> None:
    hands = Hands(page, demo)
    hands.take(platform, "谢婷")
    photos, voices = (hands.phone(platform).locator(f".mine {one}") for one in SENT)
    before = photos.count(), voices.count()

    plus(hands, platform).locator("input[accept^=image]").set_input_files(
        {"name": "现场.png", "mimeType": "image/png", "buffer": png()}
    )
    hands.answered(platform, "图片留着了")
    plus(hands, platform).get_by_role("button", name="语音消息").click()
    hands.answered(platform, "语音留着了")

    expect(photos).to_have_count(before[0] + 1)
    expect(voices).to_have_count(before[1] + 1)


def refused(page: Page, hands: Hands, platform: str) -> list[list[str]]:
    """The rows of the file that comes back."""
    file = hands.answered(platform, ".xlsx").locator(".words.file")
    with page.expect_download() as loading:
        file.click()
    return cells(loading.value.path().read_bytes())


def test_a_spreadsheet_sent_to_feishu_is_tried_confirmed_and_its_bad_row_comes_back(
    page: Page, demo: str
) -> None:
    hands = Hands(page, demo)
    hands.take("feishu", "吴敏")

    plus(hands, "feishu").locator("input[accept^='.xlsx']").set_input_files(
        sheet(["F1", "无锡明泰电子有限公司", "S003", "无锡"], ["F2", "", "S003", "上海"])
    )
    hands.answered("feishu", "可导入")
    hands.press("feishu", "确认导入")

    [_, row] = refused(page, hands, "feishu")
    assert "F2" in row
    hands.say("feishu", "无锡明泰电子")
    hands.answered("feishu", "无锡明泰电子有限公司", "负责人：林悦")


def test_wecom_takes_no_file_and_its_page_does(page: Page, demo: str) -> None:
    hands = Hands(page, demo)
    hands.take("wecom", "吴敏")
    plus(hands, "wecom").get_by_role("button", name="文件（.xlsx）").click()
    expect(hands.toast("wecom")).to_contain_text("收不到文件")

    hands.say("wecom", "导入客户")
    link = hands.answered("wecom", "上传").get_by_role("link").last
    with page.context.expect_page() as opening:
        link.click()
    opening.value.locator("#file").set_input_files(
        sheet(["W1", "苏州明达光学有限公司", "S002", "苏州"], ["W2", "", "S002", "上海"])
    )
    opening.value.get_by_role("button", name="上传", exact=True).click()
    expect(opening.value.get_by_role("status")).to_be_visible(timeout=LONG)
    hands.answered("wecom", "可导入")
    hands.press("wecom", "确认导入")

    [_, row] = refused(page, hands, "wecom")
    assert "W2" in row
    hands.say("wecom", "苏州明达光学")
    hands.answered("wecom", "苏州明达光学有限公司", "周明")
