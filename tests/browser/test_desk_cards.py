"""Every kind of component that we send, used with a person's hands on the phone it is sent to."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from adapters.chat import Banner, Button, Card, MultiSelect, Option, Table
from bot.keys import encode
from bot.talk import Help
from tests.browser.conftest import Rehearsal
from tests.browser.hands import LONG, Hands
from tests.browser.kinds import DOCUMENTED, sent
from tests.browser.posting import post

HELP = encode(Help())
PEOPLE = tuple(Option(f"p{place}", name) for place, name in enumerate(("李总", "王工", "赵经理")))
ASKING = Card(
    title="谁要来",
    inputs=(MultiSelect("who", "名单", PEOPLE, values=("p0",)),),
    buttons=(Button("报名", key=HELP, submits=True),),
)
ROWS = Table(
    "库存", ("型号", "数量"), tuple((f"T-{place:02}", str(place)) for place in range(1, 13))
)


class Desk(Hands):
    """Hands, and what the bot can be made to send."""

    def __init__(self, page: Page, rehearsal: Rehearsal) -> None:
        super().__init__(page, rehearsal.address)
        self._data: Path = rehearsal.data
        self.address = rehearsal.address

    def get(self, platform: str, name: str, card: Card) -> Locator:
        """Put the phone into somebody's hand, and have a card sent there."""
        self.take(platform, name)
        user = self.phone(platform).get_attribute("data-user") or ""
        before = self.cards(platform, card.title).count()
        post(self._data, platform, user, card)
        expect(self.cards(platform, card.title)).to_have_count(before + 1, timeout=LONG)
        return self.card(platform, card.title)

    def asked(self, platform: str, name: str, text: str, title: str) -> Locator:
        """The card that answers what somebody says."""
        self.take(platform, name)
        before = self.cards(platform, title).count()
        self.say(platform, text)
        expect(self.cards(platform, title)).to_have_count(before + 1, timeout=LONG)
        expect(self.page.locator(f"#talk-{platform} > .htmx-added")).to_have_count(0)
        return self.card(platform, title)

    def opened(self, link: Locator) -> Page:
        """The page that a link opens in a tab of its own."""
        with self.page.context.expect_page() as opening:
            link.click()
        opening.value.wait_for_load_state()
        return opening.value

    def told(self, platform: str) -> str:
        """What the platform told the bot last, as the wire panel shows it."""
        row = self.page.locator(f"#wire > .{platform}.callback").last
        row.locator("summary").first.click()
        expect(row.locator("pre.plain").first).to_be_visible()
        return row.locator("pre.plain").first.inner_text()


def wecoms_button(desk: Desk) -> None:
    card = desk.asked("wecom", "赵强", "公海里有啥好客户", "公海 ·")
    card.get_by_role("button", name="认领", exact=True).click()

    desk.answered("wecom", "已认领")


def wecoms_choice_beside_buttons(desk: Desk) -> None:
    card = desk.asked("wecom", "林悦", "公海里有啥好客户", "公海 ·")
    select = card.locator("select")
    name = select.locator("option").nth(1).inner_text().removeprefix("2 ")
    select.select_option(index=1)
    card.get_by_role("button", name="认领", exact=True).click()

    desk.answered("wecom", "已认领", name)


def wecoms_form(desk: Desk) -> None:
    card = desk.asked("wecom", "冯倩", "我的设置", "设置")
    card.locator("select").last.select_option(label="飞书")
    card.get_by_role("button", name="保存").click()

    saved = desk.answered("wecom", "已保存")
    expect(saved).to_contain_text("飞书")


def wecoms_vote(desk: Desk) -> None:
    card = desk.get("wecom", "何俊", ASKING)
    card.get_by_label("赵经理").check()
    card.get_by_label("李总").uncheck()
    card.get_by_role("button", name="报名").click()

    desk.answered("wecom", "直接跟我说话就行")
    told = desk.told("wecom")
    assert "p2" in told
    assert "p0" not in told


def wecoms_menu(desk: Desk) -> None:
    card = desk.asked("wecom", "孙涛", "今天怎么样", "简报")
    card.locator(".corner summary").click()
    card.get_by_role("button", name="过程").click()

    expect(desk.card("wecom", "过程")).to_contain_text("跟进明细", timeout=LONG)


def wecoms_whole_card(desk: Desk) -> None:
    card = desk.asked("wecom", "孙涛", "今天怎么样", "简报")

    expect(desk.opened(card.locator("a.whole")).locator("main")).to_contain_text("拜访排行")


def wecoms_jump(desk: Desk) -> None:
    picture = Banner(f"{desk.address}pictures/none.png", "图", 1.78)
    link = Button("打开看板", url=f"{desk.address}board")
    board = Card(title="看板", link=link.url, picture=picture, buttons=(link,))
    jump = desk.get("wecom", "何俊", board).locator(".jumps a")

    expect(desk.opened(jump).locator("main")).to_contain_text("拜访质量")


def picture(platform: str, desk: Desk) -> None:
    card = desk.asked(platform, {"wecom": "孙涛", "feishu": "陈立"}[platform], "今天怎么样", "简报")
    photos = desk.phone(platform).locator("img.photo")
    before = photos.count()
    if platform == "wecom":
        card.locator(".corner summary").click()
    card.get_by_role("button", name="长图").click()

    expect(photos).to_have_count(before + 1, timeout=LONG)
    opened = desk.opened(photos.last).locator("img")
    assert opened.evaluate("one => [one.naturalWidth > 600, one.naturalHeight > 600]") == [True] * 2


def document(platform: str, desk: Desk) -> None:
    desk.take(platform, "周明")
    desk.say(platform, "导出我的客户")
    file = desk.answered(platform, ".xlsx").locator(".words.file")
    with desk.page.expect_download() as loading:
        file.click()

    assert loading.value.suggested_filename.endswith(".xlsx")
    assert loading.value.path().read_bytes()[:4] == b"PK\x03\x04"


def text(platform: str, desk: Desk) -> None:
    desk.take(platform, "赵强")
    desk.say(platform, "你好")

    expect(desk.answered(platform, "在的").locator(".words p")).to_contain_text("在的")


def feishus_button(desk: Desk) -> None:
    card = desk.asked("feishu", "赵强", "公海里有啥好客户", "公海 ·")
    name = card.locator("p", has_text="3. ").first.inner_text().removeprefix("3. ").lstrip("★ ")
    card.get_by_role("button", name="认领", exact=True).nth(2).click()

    desk.answered("feishu", "已认领", name)


def feishus_form(desk: Desk) -> None:
    """A long text, a text, a choice, a day: changed, sent, seen on the draft."""
    said = desk.page.request.post(f"{desk.address}emulator/desk/stories/visit").json()
    [notes] = [one["steps"] for one in said if one.get("steps", [{}])[0].get("do") == "say"]
    desk.asked("feishu", "林悦", notes[1]["text"], "记拜访")
    desk.press("feishu", "修改")
    form = desk.card("feishu", "记拜访").locator("form.form")
    form.locator("select").first.select_option(label="电话")
    form.get_by_label("日期时间").first.fill("2026-11-23")
    form.locator("textarea").first.fill("换成了电话里谈")
    form.locator("input[type=text]").last.fill("寄样品")
    form.get_by_role("button", name="保存").click()

    saved = desk.answered("feishu", "已保存", "换成了电话里谈")
    for one in ("记电话", "11月23日", "寄样品"):
        expect(saved).to_contain_text(one)


def feishus_minute(desk: Desk) -> None:
    desk.asked("feishu", "林悦", "明天上午十点提醒我打印合同", "定计划")
    desk.press("feishu", "修改")
    desk.card("feishu", "计划").locator("input[type=datetime-local]").fill("2026-11-26T15:20")
    desk.press("feishu", "保存")

    expect(desk.answered("feishu", "已保存", "打印合同")).to_contain_text("11月26日 周四 15:20")


def feishus_several(desk: Desk) -> None:
    card = desk.get("feishu", "何俊", ASKING)
    card.get_by_label("赵经理").check()
    card.get_by_label("李总").uncheck()
    card.get_by_role("button", name="报名").click()

    desk.answered("feishu", "直接跟我说话就行")
    told = desk.told("feishu")
    assert "p2" in told
    assert "p0" not in told


def feishus_link(desk: Desk) -> None:
    link = Button("打开看板", url=f"{desk.address}board")
    card = desk.get("feishu", "何俊", Card(title="看板", buttons=(link,)))

    opened = desk.opened(card.get_by_role("link", name="打开看板"))
    expect(opened.locator("main")).to_contain_text("拜访质量")


def feishus_whole_card(desk: Desk) -> None:
    card = desk.asked("feishu", "陈立", "今天怎么样", "简报")

    expect(desk.opened(card.locator("a.whole")).locator("main")).to_contain_text("拜访排行")


def feishus_panel(desk: Desk) -> None:
    card = desk.asked("feishu", "陈立", "上周怎么样", "简报")  # today may have just begun
    panel = card.locator("details", has_text="每个人")
    expect(panel.locator(".in")).to_be_hidden()
    panel.locator("summary").click()

    expect(panel.locator(".in")).to_contain_text("何俊：")


def feishus_pages(desk: Desk) -> None:
    table = desk.get("feishu", "何俊", Card(title="库存", tables=(ROWS,))).locator(".table")
    expect(table.locator("tbody tr:visible")).to_have_count(10)
    table.get_by_role("button", name="下一页").click()

    expect(table.locator("tbody tr:visible td:first-child")).to_have_text(["T-11", "T-12"])
    expect(table.locator(".pages")).to_contain_text("2/2")
    expect(table.get_by_role("button", name="下一页")).to_be_disabled()
    table.get_by_role("button", name="上一页").click()
    expect(table.locator("tbody tr:visible")).to_have_count(10)


USED: dict[tuple[str, str], Callable[[Desk], None]] = {
    ("wecom", "card"): wecoms_button,
    ("wecom", "button_list"): wecoms_button,
    ("wecom", "button_selection"): wecoms_choice_beside_buttons,
    ("wecom", "select_list"): wecoms_form,
    ("wecom", "submit_button"): wecoms_form,
    ("wecom", "checkbox"): wecoms_vote,
    ("wecom", "action_menu"): wecoms_menu,
    ("wecom", "card_action"): wecoms_whole_card,
    ("wecom", "jump_list"): wecoms_jump,
    ("feishu", "card"): feishus_button,
    ("feishu", "button"): feishus_button,
    ("feishu", "callback"): feishus_button,
    ("feishu", "form"): feishus_form,
    ("feishu", "input"): feishus_form,
    ("feishu", "multiline_text"): feishus_form,
    ("feishu", "select_static"): feishus_form,
    ("feishu", "date_picker"): feishus_form,
    ("feishu", "picker_datetime"): feishus_minute,
    ("feishu", "multi_select_static"): feishus_several,
    ("feishu", "open_url"): feishus_link,
    ("feishu", "card_link"): feishus_whole_card,
    ("feishu", "collapsible_panel"): feishus_panel,
    ("feishu", "table"): feishus_pages,
    **{(one, "text"): lambda desk, one=one: text(one, desk) for one in DOCUMENTED},
    **{(one, "picture"): lambda desk, one=one: picture(one, desk) for one in DOCUMENTED},
    **{(one, "document"): lambda desk, one=one: document(one, desk) for one in DOCUMENTED},
}


def _each() -> dict[Callable[[Desk], None], str]:
    """Each use once, with the kinds it is one of."""
    kinds: dict[Callable[[Desk], None], list[str]] = {}
    for (platform, kind), use in USED.items():
        kinds.setdefault(use, [platform]).append(kind)
    return {use: "-".join(named) for use, named in kinds.items()}


@pytest.mark.parametrize("use", [pytest.param(use, id=id_) for use, id_ in _each().items()])
def test_it_can_be_used_and_does_what_it_says(
    page: Page, standing: Rehearsal, use: Callable[[Desk], None]
) -> None:
    use(Desk(page, standing))

    expect(page.locator(".toast", has_text="错误码")).to_have_count(0)


@pytest.mark.parametrize("platform", DOCUMENTED)
def test_no_kind_that_we_send_is_forgotten(platform: str) -> None:
    assert {kind for where, kind in USED if where == platform} == sent(platform)
