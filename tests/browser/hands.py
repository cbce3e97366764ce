"""What a person does on the rehearsal desk."""

from playwright.sync_api import Locator, Page, expect

BOTH = ("wecom", "feishu")
LONG = 60_000
"""Milliseconds a busy machine may need."""
_SINCE = ".bubble.theirs:not(:has(~ .bubble.mine))"
"""What came after the person's last message: what is told before it answers nothing."""


class Hands:
    """Args:
    address: of the rehearsal.
    """

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.goto(address)
        expect(self.phone("feishu")).to_be_visible()

    def phone(self, platform: str) -> Locator:
        return self.page.locator(f"#phone-{platform}")

    def take(self, platform: str, name: str) -> None:
        """Put the phone into somebody's hand."""
        select = self.phone(platform).locator(".holder select")
        value = select.locator("option", has_text=name).get_attribute("value")
        if self.phone(platform).get_attribute("data-user") == value:
            return
        select.select_option(value)
        expect(self.phone(platform)).to_have_attribute("data-user", value or "")
        expect(self.page.locator(f"#phone-{platform}.htmx-added")).to_have_count(0)

    def say(self, platform: str, text: str) -> None:
        """Write, and wait until the phone shows it."""
        mine = self.phone(platform).locator(".bubble.mine")
        before = mine.count()
        field = self.phone(platform).locator("form.say textarea")
        field.fill(text)
        field.press("Enter")
        expect(mine).to_have_count(before + 1, timeout=LONG)

    def said(self, platform: str) -> str:
        """What the person wrote last."""
        return self.phone(platform).locator(".bubble.mine .words p").last.inner_text()

    def cards(self, platform: str, title: str) -> Locator:
        """The cards with this in their title, oldest first."""
        heads = self.page.locator("h3", has_text=title)
        return self.phone(platform).locator(".bubble", has=heads)

    def card(self, platform: str, title: str) -> Locator:
        """The newest card with this in its title."""
        return self.cards(platform, title).last

    def since(self, platform: str) -> Locator:
        """What came after the person's last message: answers, and what was pushed between them."""
        return self.phone(platform).locator(_SINCE)

    def answered(self, platform: str, *texts: str) -> Locator:
        """Wait for an answer with these words to what was said last: a push may have come after it."""
        answer = self.since(platform)
        for text in texts:
            answer = answer.filter(has_text=text)
        expect(answer.last).to_be_visible(timeout=LONG)
        expect(self.page.locator(f"#talk-{platform} > .htmx-added")).to_have_count(0)
        return answer.last

    def form(self, platform: str) -> Locator:
        """The answer with something to fill in, once it is there."""
        asking = self.since(platform).filter(has=self.page.locator("select, input, textarea"))
        expect(asking.last).to_be_visible(timeout=LONG)
        return asking.last

    def press(self, platform: str, label: str) -> None:
        """Press the newest button with this label."""
        button = self.phone(platform).get_by_role("button", name=label, exact=True).last
        expect(button).to_be_enabled(timeout=LONG)
        button.click()

    def toast(self, platform: str) -> Locator:
        return self.page.locator(f"#toast-{platform}")

    def switch(self, name: str) -> Locator:
        return self.page.locator(f"[data-failure={name}]")

    def refused(self, platform: str, code: str) -> Locator:
        """The newest exchange that failed with this code or status."""
        return self.page.locator(f"#wire > .{platform} summary.failed", has_text=code).last

    def wire(self) -> Locator:
        return self.page.locator("#wire > li")
