// The desk's local state: clocks that tick, lists that follow their end, busy buttons, filters, copies.
// What people wrote is put in by the server, escaped; nothing here makes markup.

const view = document.body.dataset.view;
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

// --- the product's clock, on the bar and on both phones -----------------------------------------

let shift = 0, zone = 0, words = "zh-CN";

function readClock() {
  const now = $("#now"), iso = now.getAttribute("datetime");
  const [, sign, hours, minutes] = iso.match(/([+-])(\d\d):(\d\d)$/);
  zone = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60000;
  shift = new Date(iso) - Date.now();
  words = now.dataset.lang;
  now.dataset.read = iso;
}

function tick() {
  const bar = $("#now");
  if (bar.dataset.read !== bar.getAttribute("datetime")) readClock();
  const now = new Date(Date.now() + shift + zone);
  const time = now.toISOString().slice(11, 16);
  const day = new Intl.DateTimeFormat(words, {timeZone: "UTC", month: "short", day: "numeric", weekday: "short"}).format(now);
  $("span", bar).textContent = `${day} ${time}`;
  $$(".status .now").forEach(one => { one.textContent = time; });
}

// --- lists that stay at their end, unless somebody reads further up ------------------------------

// Of a message that is higher than the list, its beginning is what is read first.
function toEnd(list) {
  const last = list.lastElementChild, over = last ? last.offsetHeight - list.clientHeight : 0;
  list.scrollTop = list.scrollHeight - list.clientHeight - Math.max(0, over + 24);
}

function isAtEnd(list) {
  const last = list.lastElementChild?.getBoundingClientRect();
  return !last || last.top + Math.min(40, last.height / 2) < list.getBoundingClientRect().bottom;
}

function follow(list) {
  if (!list || list.dataset.follows) return;
  list.dataset.follows = "yes";
  let follows = true, height = 0, newest = null;
  list.addEventListener("scroll", () => { if (list.scrollHeight === height) follows = isAtEnd(list); });
  const look = () => {
    if (follows && (list.scrollHeight !== height || list.lastElementChild !== newest)) toEnd(list);
    height = list.scrollHeight;
    newest = list.lastElementChild;
  };
  new MutationObserver(look).observe(list, {childList: true, subtree: true});
  list.addEventListener("load", look, true);
  look();
}

function settle() {
  $$(".talk, #wire").forEach(follow);
  const rows = $("#wire").children;
  while (rows.length > 160) rows[0].remove();
}

// --- typing, dictating, sending ------------------------------------------------------------------

function grow(field) {
  field.style.height = "auto";
  if (field.scrollHeight) field.style.height = `${Math.min(field.scrollHeight, 96)}px`;
}

function dictating(form, is) {
  $("[data-dictate]", form).setAttribute("aria-pressed", String(is));
  $("[name=dictated]", form).value = is ? "yes" : "";
}

export function speak(phone, text) {
  const form = $("form.say", phone);
  $("textarea", form).value = text;
  form.requestSubmit();
}

document.addEventListener("keydown", event => {
  const field = event.target;
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && field.matches("form.say textarea")) {
    event.preventDefault();
    field.form.requestSubmit();
  }
  if (event.key === "Escape") $$("details.more[open], .menu details[open], .corner[open]").forEach(one => { one.open = false; });
});

document.addEventListener("submit", event => event.preventDefault());

document.addEventListener("input", event => {
  if (event.target.matches("form.say textarea")) grow(event.target);
});

document.addEventListener("click", event => {
  const button = event.target.closest("button");
  $$("details.more[open], .menu details[open], .corner[open]").forEach(one => {
    if (!one.contains(event.target) || button) one.open = false;
  });
  if (!button) return;
  if (button.dataset.say) speak(button.closest(".phone"), button.dataset.say);
  if ("dictate" in button.dataset) {
    dictating(button.form, button.getAttribute("aria-pressed") !== "true");
    $("textarea", button.form).focus();
  }
  if (button.dataset.filter) filter(button);
  if (button.dataset.turn) turn(button);
  if (button.dataset.copy) copy(button);
});

document.addEventListener("change", async event => {
  const field = event.target;
  if (!("send" in field.dataset) || !field.files.length) return;
  const phone = field.closest(".phone"), {platform, user} = phone.dataset;
  const body = new FormData();
  body.append("file", field.files[0]);
  field.closest("details").open = false;
  field.value = "";
  const answer = await fetch(`/emulator/desk/${platform}/${encodeURIComponent(user)}/send?view=${view}`, {method: "POST", body});
  window.htmx.swap(document.body, answer.ok ? await answer.text() : "", {swapStyle: "none"});
});

document.addEventListener("htmx:configRequest", event => {
  const {path} = event.detail;
  if (path.includes("/press")) event.detail.path = `${path}?view=${view}`;
});

document.addEventListener("htmx:beforeSend", event => {
  const form = event.target;
  if (!form.matches("form.say")) return;
  $("textarea", form).value = "";
  grow($("textarea", form));
  dictating(form, false);
});

// --- a press shows that it is on its way ---------------------------------------------------------

document.addEventListener("htmx:beforeRequest", event => {
  const card = event.target.closest(".bubble .card");
  if (card) { card.setAttribute("aria-busy", "true"); event.target.classList.add("waits"); }
});

document.addEventListener("htmx:afterRequest", event => {
  const card = event.target.closest(".bubble .card");
  if (card && card.isConnected) { card.removeAttribute("aria-busy"); event.target.classList.remove("waits"); }
  if (!event.detail.successful && event.target.closest(".phone")) {
    $(".toast", event.target.closest(".phone")).textContent = $(".offline").textContent;
  }
});

// A toast goes by itself.
document.body.addEventListener("htmx:oobAfterSwap", () => {
  $$(".toast:not([data-timed])").filter(one => one.textContent).forEach(one => {
    one.dataset.timed = "yes";
    setTimeout(() => { one.textContent = ""; }, 6000);
  });
});

document.addEventListener("htmx:beforeSwap", event => {
  if (event.detail.xhr.status === 409) event.detail.shouldSwap = true;
});

// --- the pages of a card's table -----------------------------------------------------------------

function turn(button) {
  const table = button.closest(".table"), pages = $$("tbody", table);
  const to = pages.findIndex(one => !one.hidden) + Number(button.dataset.turn);
  pages.forEach((one, place) => { one.hidden = place !== to; });
  $(".pages span", table).textContent = `${to + 1}/${pages.length}`;
  $$("[data-turn]", table).forEach(one => { one.disabled = !pages[to + Number(one.dataset.turn)]; });
}

// --- the wire panel ------------------------------------------------------------------------------

function filter(button) {
  const is = button.getAttribute("aria-pressed") !== "true", {filter: group, value} = button.dataset;
  $$(`[data-filter=${group}]`).forEach(one => one.setAttribute("aria-pressed", "false"));
  button.setAttribute("aria-pressed", String(is));
  if (is) $("#wire").dataset[group] = value;
  else delete $("#wire").dataset[group];
}

async function copy(button) {
  const text = await (await fetch(button.dataset.copy)).text();
  const shown = $(".result", button.closest(".held"));
  try {
    await navigator.clipboard.writeText(text);
    button.dataset.copied = "yes";
  } catch { /* no clipboard here: it is shown instead */ }
  shown.textContent = text;
}

// --- the stream ----------------------------------------------------------------------------------

document.body.addEventListener("htmx:sseOpen", () => { $(".offline").hidden = true; });
document.body.addEventListener("htmx:sseError", () => { $(".offline").hidden = false; });
document.body.addEventListener("htmx:sseClose", () => { $(".offline").hidden = false; });
document.body.addEventListener("htmx:sseOpen", event => {
  event.detail.source.addEventListener("gone", () => location.reload());
});
document.body.addEventListener("htmx:afterSwap", () => { settle(); tick(); });
document.body.addEventListener("htmx:oobAfterSwap", () => { settle(); tick(); });

$$(".tabs input").forEach(one => one.addEventListener("change", () => {
  document.body.dataset.tab = one.value;
  $$(".talk, #wire").forEach(toEnd);
}));
document.body.dataset.tab = "wecom";
settle();
tick();
setInterval(tick, 1000);
