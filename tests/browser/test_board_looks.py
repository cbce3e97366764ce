"""The board at every width, in light and dark: nothing spills, overlaps, or is too faint to read."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.boards import SECTIONS, open_page

PATHS = ("/board", "/board?period=month&who=me", "/board/list/owned", "/board/list/overdue")
SPILLS = """() => [...document.querySelectorAll('body *')].filter(one => {
  const box = one.getBoundingClientRect();
  const unseen = one.closest('.unseen') || one.closest('svg') || one.tagName === 'OPTION';
  return !unseen && box.width && (box.right > innerWidth + 0.5 || box.left < -0.5);
}).map(one => one.outerHTML.slice(0, 90))"""
OVERLAPS = """() => {
  const texts = [...document.querySelectorAll(
    'h1,h2,h3,.value,.note,.more a,.what,.lines .quiet,button,.done,td,tbody th,.numbers,.key,label')];
  const boxes = texts.filter(one => !one.closest('.unseen')).map(one => [one, one.getBoundingClientRect()]);
  const found = [];
  for (const [one, a] of boxes) for (const [two, b] of boxes) {
    if (one === two || one.contains(two) || two.contains(one) || !a.width || !b.width) continue;
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 1 && high > 1) found.push([one, two].map(each => each.textContent.trim().slice(0, 20)));
  }
  return found;
}"""
FAINT = """() => {
  const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * x + .7152 * y + .0722 * z;
  };
  const over = (top, below) => {
    const alpha = top.length > 3 ? top[3] : 1;
    return [0, 1, 2].map(i => top[i] * alpha + below[i] * (1 - alpha));
  };
  const ground = one => {
    const layers = [];
    for (let at = one; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((below, top) => top.length ? over(top, below) : below, [255, 255, 255]);
  };
  const found = [];
  for (const one of document.querySelectorAll('body *')) {
    const own = [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!own || one.closest('.unseen') || one.matches('title, option, script')) continue;
    const style = getComputedStyle(one), under = ground(one);
    const ink = over(parse(one.closest('svg') ? style.fill : style.color), under);
    let shade = 1;
    for (let at = one; at; at = at.parentElement) shade *= Number(getComputedStyle(at).opacity);
    const [a, b] = [light(over([...ink, shade], under)), light(under)].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < 4.5) found.push(one.textContent.trim().slice(0, 20) + ' ' + ratio.toFixed(2));
  }
  return found;
}"""


@pytest.mark.parametrize("width", [320, 375, 768, 1024, 1440])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_spills_or_overlaps(page: Page, demo: str, width: int, path: str) -> None:
    page.set_viewport_size({"width": width, "height": 812})
    open_page(page, demo, path)

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(SPILLS) == []
    assert page.evaluate(OVERLAPS) == []


def test_a_record_fits_a_small_phone(page: Page, demo: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    open_page(page, demo, "/board/list/owned")
    page.locator("ol.lines a").first.click()
    page.wait_for_url("**/board/customers/**")

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(SPILLS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_every_word_can_be_read(page: Page, demo: str, scheme: str, path: str) -> None:
    page.emulate_media(color_scheme=scheme)
    open_page(page, demo, path)

    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark == ("rgb(15, 18, 22)" if scheme == "dark" else "rgb(244, 245, 247)")
    assert page.evaluate(FAINT) == []


def test_a_word_that_is_too_faint_is_found(page: Page, demo: str) -> None:
    open_page(page, demo, "/board")
    page.evaluate("document.querySelector('.figure h2').style.color = '#bbb'")

    assert len(page.evaluate(FAINT)) == 1


def test_it_is_the_same_without_scripts(browser: Browser, demo: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 812})
    try:
        page = context.new_page()
        open_page(page, demo, "/board")
        heads = page.locator("main h2").all_text_contents()
        page.get_by_label("看谁").select_option("me")
        page.get_by_role("button", name="查看").click()

        page.wait_for_url("**who=me**")
        assert [one for one in SECTIONS if one not in heads] == []
    finally:
        context.close()
