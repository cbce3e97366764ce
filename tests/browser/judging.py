"""What a person's eye would judge, asked of a page that the fixture `judged` opened."""

from playwright.sync_api import Page

PARTS = ".bar, #phone-wecom, #phone-feishu, .stories, .switches, .wire"
WIDE = ((1280, 800), (1440, 900))


def faults(page: Page, what: str) -> list[str]:
    """What one of the judges in judging.js finds."""
    found: list[str] = page.evaluate(f"() => window.judging.{what}")
    return found


def is_dark(page: Page) -> bool:
    """Whether the grounds of the page and of both phones are dark."""
    grounds: list[float] = page.evaluate(
        "() => window.judging.grounds('body, .talk, .bubble .card')"
    )
    assert len({one < 0.2 for one in grounds}) == 1
    return grounds[0] < 0.2


def spills(page: Page) -> list[str]:
    """What runs over, is cut off or lies over something else, at every width, each part of the narrow one."""
    found = []
    for width, height in WIDE:
        page.set_viewport_size({"width": width, "height": height})
        found += [*faults(page, f"overlapping('{PARTS}')"), *faults(page, "overflowing()")]
    page.set_viewport_size({"width": 375, "height": 812})
    for tab in ("wecom", "feishu", "side"):
        page.locator(f".tabs input[value={tab}]").check(force=True)
        found += [
            *faults(page, "overlapping('.bar, .tabs, main > *')"),
            *faults(page, "overflowing()"),
        ]
    return found
