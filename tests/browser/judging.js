// What a person's eye would judge, computed: boxes, letters, contrast, names. Each returns its faults.
window.judging = (() => {
  const visible = one => {
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && style.visibility === "visible" && !one.closest("[hidden]") && one.checkVisibility();
  };
  const named = one => `${one.tagName.toLowerCase()}${one.id ? `#${one.id}` : ""}.${one.className?.baseVal ?? one.className} "${one.textContent.trim().slice(0, 20)}"`;
  const scrolls = (one, axis) => ["auto", "scroll", "hidden"].includes(getComputedStyle(one)[`overflow${axis}`]);

  // Nothing lies outside the page's width, nor, unless it is scrolled there, outside its container.
  function overflowing() {
    const faults = [], wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > wide) faults.push(`page ${document.documentElement.scrollWidth} > ${wide}`);
    for (const one of document.querySelectorAll("body *")) {
      if (!visible(one) || one.closest("svg") || one.matches(".skip, option, optgroup, input[type=file], .tabs input")) continue;
      let up = one.parentElement;
      const box = one.getBoundingClientRect();
      if (getComputedStyle(one).position === "absolute" || one.closest(".sheet")) continue;
      while (up && up !== document.body && !scrolls(up, "X")) {
        const outer = up.getBoundingClientRect();
        if (box.right > outer.right + 1.5 || box.left < outer.left - 1.5) { faults.push(`${named(one)} beyond ${named(up)}`); break; }
        up = up.parentElement;
      }
      if (up && scrolls(up, "X") && getComputedStyle(up).overflowX === "hidden" && getComputedStyle(up).textOverflow !== "ellipsis") {
        const outer = up.getBoundingClientRect();
        if (box.right > outer.right + 1.5) faults.push(`${named(one)} cut by ${named(up)}`);
      }
    }
    return faults;
  }

  // The large parts are within the viewport, and none lies over another.
  function overlapping(selector) {
    const parts = [...document.querySelectorAll(selector)].filter(visible), faults = [];
    parts.forEach((one, place) => {
      const a = one.getBoundingClientRect();
      if (a.right > innerWidth + 1 || a.bottom > innerHeight + 1 || a.left < -1 || a.top < -1) faults.push(`${named(one)} outside`);
      for (const other of parts.slice(place + 1)) {
        if (one.contains(other) || other.contains(one)) continue;
        const b = other.getBoundingClientRect();
        if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1) faults.push(`${named(one)} over ${named(other)}`);
      }
    });
    return faults;
  }

  // Every character on the page has a glyph: none is drawn as the box that stands for what is missing.
  function missing() {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 32;
    const pen = canvas.getContext("2d", {willReadFrequently: true});
    const drawn = (letter, font) => {
      pen.clearRect(0, 0, 32, 32);
      pen.font = `20px ${font}`;
      pen.fillText(letter, 4, 24);
      return pen.getImageData(0, 0, 32, 32).data.join();
    };
    const faults = new Set();
    for (const [selector, font] of [["body", getComputedStyle(document.body).fontFamily], ["#wire", getComputedStyle(document.querySelector("#wire")).fontFamily]]) {
      const box = drawn("\u{10FFFD}", font);
      for (const letter of new Set(document.querySelector(selector).innerText)) {
        if (/[\s\p{Cf}]/u.test(letter)) continue;
        if (drawn(letter, font) === box) faults.add(letter);
      }
    }
    return [...faults];
  }

  const colour = text => { const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number); return {r, g, b, a}; };
  const light = ({r, g, b}) => {
    const [x, y, z] = [r, g, b].map(one => (one /= 255) <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const over = (top, under) => ({r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a), b: top.b * top.a + under.b * (1 - top.a), a: 1});
  function ground(one) {
    const layers = [];
    for (let up = one; up; up = up.parentElement) {
      const layer = colour(getComputedStyle(up).backgroundColor);
      if (layer.a) layers.push(layer);
      if (layer.a === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), {r: 255, g: 255, b: 255, a: 1});
  }

  // How light it is behind what a selector finds, 0 to 1.
  const grounds = selector => [...document.querySelectorAll(selector)].map(one => light(ground(one)));

  // Words against what lies behind them, by their computed colours.
  function pale() {
    const faults = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const one = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !visible(one) || one.closest("option, .skip, title")) continue;
      const style = getComputedStyle(one), ink = colour(one.closest("svg") ? style.fill : style.color);
      const behind = ground(one), a = light(over(ink, behind)), b = light(behind);
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (ratio < 4.5) faults.add(`${named(one)} ${ratio.toFixed(2)}`);
    }
    return [...faults];
  }

  const controls = () => [...document.querySelectorAll("a[href], button:enabled, select:enabled, textarea:enabled, input:enabled:not([type=hidden]), summary, [tabindex='0']")].filter(one => !one.closest("[hidden]") && (visible(one) || one.matches("input")));

  // Everything that can be used has a name.
  function nameless() {
    return controls().filter(one => !(one.getAttribute("aria-label") || one.textContent.trim() || one.title || one.labels?.[0]?.textContent.trim())).map(named);
  }

  return {overflowing, overlapping, missing, grounds, pale, nameless, controls, named};
})();
