// Tells a story: types, presses and moves the clock through the same requests as a person's hands.

import {speak} from "/emulator/desk/page/desk.js";

const view = document.body.dataset.view;
const box = document.querySelector(".stories"), chosen = box.querySelector(".chosen");
const told = box.querySelector(".told"), caption = told.querySelector(".caption");
const control = name => told.querySelector(`[data-control=${name}]`);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const PATIENCE = 30000;

class Stopped extends Error {}

let run = 0, running = "", paused = false, single = false, wake = () => {};

const phone = platform => document.getElementById(`phone-${platform}`);
const marks = {};

const isFast = () => control("fast").checked;
const after = ms => new Promise(done => { setTimeout(done, ms); });

function check(mine) { if (mine !== run) throw new Stopped(); }

// Waits, and longer while paused; a step taken by hand ends at the next one.
async function rest(mine, ms) {
  const end = performance.now() + ms;
  check(mine);
  while (performance.now() < end && !paused) { await after(Math.min(50, Math.max(0, end - performance.now()))); check(mine); }
  while (paused) { await new Promise(done => { wake = done; }); check(mine); }
}

const reading = text => isFast() ? 250 : Math.max(1800, 110 * text.length);

// Looks again whenever the page changes, until it finds.
async function found(mine, look) {
  const limit = performance.now() + PATIENCE;
  for (;;) {
    check(mine);
    const it = look();
    if (it) return it;
    if (performance.now() > limit) throw new Error("nothing came");
    await new Promise(done => {
      const watch = new MutationObserver(finish), timer = setTimeout(finish, 500);
      function finish() { clearTimeout(timer); watch.disconnect(); done(); }
      watch.observe(document.querySelector("main"), {childList: true, subtree: true, characterData: true, attributes: true});
    });
  }
}

const later = platform => {
  const all = [...phone(platform).querySelectorAll(".talk > li")], from = all.indexOf(marks[platform]);
  return all.slice(from + 1);
};

const titled = (li, on) => !on || [...li.querySelectorAll("h3")].some(one => one.textContent.includes(on));

const button = (platform, label, on) => {
  for (const li of later(platform).reverse()) {
    if (li.matches(".htmx-added") || !titled(li, on)) continue;
    const hit = [...li.querySelectorAll("button:not(:disabled)")].find(one => one.textContent.trim() === label);
    if (hit) return hit;
  }
  return null;
};

// What is folded away is opened first, as a person does.
const unfold = it => { for (let up = it.closest("details"); up; up = up.parentElement.closest("details")) up.open = true; };

const ways = {
  async tell(mine, {text}) {
    caption.textContent = text;
    await rest(mine, reading(text));
  },
  async person(mine, {platform, text}) {
    const select = phone(platform).querySelector(".holder select");
    if (select.value === text) return;
    select.value = text;
    select.dispatchEvent(new Event("change", {bubbles: true}));
    await found(mine, () => phone(platform).dataset.user === text && !phone(platform).matches(".htmx-added"));
  },
  async say(mine, {platform, text}) {
    const field = phone(platform).querySelector("form.say textarea");
    if (!isFast() && !calm.matches) {
      for (let end = 1; end <= text.length; end += 1) { field.value = text.slice(0, end); await rest(mine, 60); }
    }
    await rest(mine, isFast() ? 0 : 400);
    marks[platform] = phone(platform).querySelector(".talk > li:last-child");
    speak(phone(platform), text);
    await found(mine, () => later(platform).some(one => one.classList.contains("mine")));
  },
  async press(mine, {platform, text, on}) {
    const it = await found(mine, () => button(platform, text, on));
    unfold(it);
    it.scrollIntoView({block: "nearest"});
    it.classList.add("pointed");
    await rest(mine, isFast() ? 60 : 900);
    const live = button(platform, text, on) ?? it;
    live.click();
  },
  async wait(mine, {platform, text, on}) {
    const words = text.split("|");
    await found(mine, () => later(platform).some(one => !one.classList.contains("mine") && titled(one, on) && words.some(each => one.textContent.includes(each))));
    await rest(mine, isFast() ? 50 : 700);
  },
  async jump(mine, {text, at}) {
    for (const platform of ["wecom", "feishu"]) marks[platform] = phone(platform).querySelector(".talk > li:last-child");
    const answer = await fetch(`/emulator/desk/clock/${text}?view=${view}`, {method: "POST", body: new URLSearchParams(at ? {at} : {})});
    check(mine);
    if (!answer.ok) throw new Error("the clock stands");
  },
  async both(mine, {steps}) {
    await Promise.all(steps.map(step => ways[step.do](mine, step)));
  },
};

async function tell(name) {
  const mine = ++run;
  running = name;
  paused = false;
  single = false;
  document.body.dataset.story = "running";
  chosen.hidden = true;
  told.hidden = false;
  if (document.body.dataset.tab === "side") document.querySelector(".tabs input[value=wecom]").click();
  told.querySelector(".name").textContent = chosen.querySelector(`[data-story=${name}]`).textContent;
  caption.textContent = "…";
  show();
  try {
    const answer = await fetch(`/emulator/desk/stories/${name}?view=${view}`, {method: "POST"});
    if (!answer.ok) throw new Error(String(answer.status));
    for (const step of await answer.json()) {
      check(mine);
      await ways[step.do](mine, step);
      if (single && !["tell", "person"].includes(step.do)) { paused = true; show(); await rest(mine, 0); }
    }
    document.body.dataset.story = "over";
    told.querySelector(".name").textContent += ` · ${box.dataset.over}`;
  } catch (fault) {
    if (fault instanceof Stopped) return;
    document.body.dataset.story = "broken";
    caption.textContent = box.dataset.broken;
  }
}

function stop() {
  run += 1;
  running = "";
  paused = false;
  wake();
  delete document.body.dataset.story;
  told.hidden = true;
  chosen.hidden = false;
}

function show() {
  const label = control("pause").querySelector("span");
  label.dataset.first ??= label.textContent;
  label.textContent = paused ? label.dataset.other : label.dataset.first;
  control("pause").setAttribute("aria-pressed", String(paused));
}

chosen.addEventListener("click", event => {
  const name = event.target.closest("[data-story]")?.dataset.story;
  if (name) { tell(name); control("pause").focus(); }
});
control("pause").addEventListener("click", () => { single = false; paused = !paused; show(); wake(); });
control("step").addEventListener("click", () => { single = true; paused = false; show(); wake(); });
control("again").addEventListener("click", () => { if (running) tell(running); });
control("stop").addEventListener("click", () => {
  const name = running;
  stop();
  chosen.querySelector(`[data-story=${name}]`)?.focus();
});
