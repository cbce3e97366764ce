// The rehearsal desk: shows what each phone's person sees, sends what he types and presses.
// What people wrote is put in as text, never as markup.

const who = document.getElementById("who"), clock = document.getElementById("clock");
let people = [], ahead = 0, zone = 0;

const me = () => people.find(one => one.id === who.value);

function make(tag, text = "", kind = "") {
  const node = document.createElement(tag);
  node.textContent = text;
  if (kind) node.className = kind;
  return node;
}

class Phone {
  constructor(section) {
    this.platform = section.dataset.platform;
    this.part = name => section.querySelector(name);
    this.drawn = "";
    this.part("form").onsubmit = event => {
      event.preventDefault();
      const field = this.part("form input"), text = field.value.trim();
      field.value = "";
      if (text) this.say(text);
    };
  }

  get address() { return `/emulator/${this.platform}/${encodeURIComponent(me().accounts[this.platform])}`; }

  async say(text) { await this.send("say", {text}); }

  async send(what, body) {
    let toast = "没送到，再试一次";
    try {
      const answer = await fetch(`${this.address}/${what}`, {
        method: "POST", headers: {"content-type": "application/json"}, body: JSON.stringify(body),
      });
      if (answer.status === 200) toast = (await answer.json()).toast;
      else if (answer.ok) toast = "";
      else if (answer.status === 409) toast = "这个按钮已经不在了";
    } catch { /* the service is away: what is shown says so */ }
    this.part(".toast").textContent = toast;
    this.drawn = "";
    await this.look();
  }

  async look() {
    let text;
    try {
      const answer = await fetch(this.address);
      if (!answer.ok) return;
      text = await answer.text();
    } catch { return; }
    if (this.drawn === me().id + text) return;
    this.drawn = me().id + text;
    const talk = this.part(".talk");
    talk.replaceChildren(...JSON.parse(text).map(one => this.bubble(one)));
    talk.scrollTop = talk.scrollHeight;
  }

  bubble(shown) {
    if (!shown.card) return make("div", shown.text, shown.mine ? "bubble mine" : "bubble");
    const box = make("div", "", "bubble card"), inside = make("div", "", "in"), fields = {};
    shown.card.parts.forEach(part => inside.append(this.element(part, shown.id, fields)));
    box.append(make("h3", shown.card.title), inside);
    return box;
  }

  element(part, bubble, fields) {
    if (part.input) return field(part.input, fields);
    if (part.buttons) return this.buttons(part.buttons, bubble, fields);
    const [[weight, text]] = Object.entries(part);
    return make("div", text, weight);
  }

  buttons(buttons, bubble, fields) {
    const row = make("div", "", "buttons");
    buttons.forEach(({place, label, main}) => {
      const button = make("button", label, main ? "main" : "");
      button.type = "button";
      button.onclick = () => {
        button.closest(".card").querySelectorAll("button").forEach(one => { one.disabled = true; });
        const form = Object.fromEntries(Object.entries(fields).map(([name, read]) => [name, read()]));
        this.send("press", {bubble, button: place, form});
      };
      row.append(button);
    });
    return row;
  }

  suggest() {
    this.part(".try").replaceChildren(...me().examples.map(sentence => {
      const button = make("button", sentence);
      button.type = "button";
      button.title = sentence;
      button.onclick = () => this.say(sentence);
      return button;
    }));
  }
}

function field(asked, fields) {
  const label = make("label", asked.label), input = make(asked.options.length ? "select" : "input");
  asked.options.forEach(([value, text]) => {
    const option = make("option", text);
    option.value = value;
    input.append(option);
  });
  if (asked.type === "date") input.type = "date";
  if (asked.type === "datetime") input.type = "datetime-local";
  if (!asked.label) input.setAttribute("aria-label", "选一个");
  input.value = asked.type === "datetime" ? asked.value.replace(" ", "T") : asked.value;
  if (asked.options.length && !asked.value) input.selectedIndex = 0;
  fields[asked.name] = () => asked.type === "datetime" ? input.value.replace("T", " ") : input.value;
  label.append(input);
  return label;
}

function tick() {
  const now = new Date(Date.now() + ahead + zone), pad = number => String(number).padStart(2, "0");
  const day = `${now.getUTCMonth() + 1}月${now.getUTCDate()}日 周${"日一二三四五六"[now.getUTCDay()]}`;
  clock.textContent = `聊客的时间 ${day} ${pad(now.getUTCHours())}:${pad(now.getUTCMinutes())}`;
}

function setClock(iso) {
  const [, sign, hours, minutes] = iso.match(/([+-])(\d\d):(\d\d)$/);
  zone = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60000;
  ahead = new Date(iso) - Date.now();
  tick();
}

const phones = [...document.querySelectorAll(".phone")].map(section => new Phone(section));
const look = () => Promise.all(phones.map(phone => phone.look()));

const start = await (await fetch("/emulator/people")).json();
people = start.people.filter(one => one.accounts.wecom && one.accounts.feishu);
people.forEach(one => {
  const option = make("option", `${one.name}（${one.roles}）`);
  option.value = one.id;
  who.append(option);
});
who.onchange = () => { phones.forEach(phone => phone.suggest()); look(); };
setClock(start.now);
who.onchange();
setInterval(look, 1000);
setInterval(tick, 1000);
