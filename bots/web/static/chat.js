// The page's side of the chat. The server sends finished, escaped HTML, one piece for each platform; what the
// tester writes is only ever set as text. Nothing is sent twice unless the tester presses "もう一度送る".

const find = (id) => document.getElementById(id);
const copyOf = (id) => find(id).content.firstElementChild.cloneNode(true);
const randomId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const each = (object, change) => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));

const rooms = ["private", "group"];
const platforms = ["line", "telegram"];
const logOf = (room, platform) => find(`room-${room}`).querySelector(`.${platform} [role=log]`);
const logs = Object.fromEntries(rooms.map((room) => [room, Object.fromEntries(platforms.map((name) => [name, logOf(room, name)]))]));
const allLogs = rooms.flatMap((room) => Object.values(logs[room]));
const tabs = Object.fromEntries(rooms.map((room) => [room, find(`tab-${room}`)]));
const people = { private: { hanako: "あなた" }, group: { hanako: "はなこ", taro: "たろう" } };
const narrow = matchMedia("(max-width: 47.99rem)");
const pending = new Map(); // id of a frame -> what waits for its answer
let room = "private";
let socket = null;
let tries = 0;

// ---- what stays over a reload, in this tab only

function keep(key, value) {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // The tab's storage is full: the talk goes on, and a reload starts with an empty screen.
  }
}

function conversation(of) {
  if (!sessionStorage.getItem(`conversation-${of}`)) keep(`conversation-${of}`, randomId());
  return sessionStorage.getItem(`conversation-${of}`);
}

function keepLogs() {
  loseAnswers();
  for (const name of rooms) {
    for (const platform of platforms) {
      const copied = logs[name][platform].cloneNode(true);
      for (const styled of copied.querySelectorAll("[style]")) styled.removeAttribute("style");
      keep(`log-${name}-${platform}`, copied.innerHTML);
    }
  }
  keep("room", room);
  keep("view", document.body.dataset.view);
}

// ---- the log

// A platform's messages bring colours of their own. The page's policy lets no style attribute in, but this.
function paint(root) {
  for (const styled of root.querySelectorAll("[data-style]")) styled.style.cssText = styled.dataset.style;
}

function clock() {
  return new Date().toLocaleTimeString("ja", { hour: "numeric", minute: "2-digit" });
}

function show(log, nodes, question = null) {
  log.append(...nodes);
  paint(log);
  for (const time of log.querySelectorAll("time:empty")) time.textContent = clock();
  // A long card is read from its top, with the question above it where that is short.
  log.reading = question && question.offsetHeight < log.clientHeight / 3 ? question : nodes[0];
  log.scrollTop = log.reading.offsetTop - 10;
}

function dropChoices(log) {
  for (const choices of log.querySelectorAll(".choices")) {
    if (choices.contains(document.activeElement)) find("text").focus();
    choices.remove();
  }
}

// No line breaks inside a telephone number with hyphens.
function unbroken(text) {
  return text.split(/(?<![\d-])(\+?\d{1,5}(?:-\d{1,8}){1,4})(?![\d-])/).map((piece, place) => {
    if (place % 2 === 0) return piece;
    const number = document.createElement("span");
    number.className = "number";
    number.textContent = piece;
    return number;
  });
}

function showSaid(text, frame, platform) {
  const node = copyOf("said");
  const name = people[frame.room][frame.person];
  node.classList.add(frame.person, frame.room);
  node.querySelector(".face").textContent = name[0];
  node.querySelector(".who").textContent = name;
  node.querySelector(".bubble").append(...unbroken(text));
  node.dataset.frame = JSON.stringify(frame);
  show(logs[frame.room][platform], [node]);
  return node;
}

function loseAnswers() {
  for (const [id, { kind, said, waiting }] of pending) {
    for (const platform of platforms) {
      waiting[platform].remove();
      if (kind === "entered") said[platform]?.remove(); // it is said again with the next connection
      else said[platform]?.after(copyOf("lost"));
    }
    pending.delete(id);
  }
}

// ---- sending and receiving

function isConnected() {
  return socket?.readyState === WebSocket.OPEN;
}

// `said` is what was shown of it by then, by platform.
function post(frame, said) {
  const waiting = each(logs[frame.room], (log, platform) => {
    const node = copyOf("waiting");
    show(log, [node], said[platform]);
    return node;
  });
  pending.set(frame.id, { id: frame.id, room: frame.room, kind: frame.kind, said, waiting });
  socket.send(JSON.stringify(frame));
}

// `shown` is what each platform shows of it in the tester's name.
function send(kind, fields, shown) {
  if (!isConnected()) return tell("connection", "つながっていないので、まだ送れません。つなぎ直しています。");
  const person = room === "group" ? find("composer").elements.person.value : "hanako";
  const frame = { kind, id: randomId(), room, conversation: conversation(room), person, ...fields };
  for (const log of Object.values(logs[room])) dropChoices(log);
  tell("notice", "");
  post(frame, each(shown, (text, platform) => text && showSaid(text, frame, platform)));
  return true;
}

function sendAgain(button) {
  if (!isConnected()) return tell("connection", "つながっていないので、まだ送れません。つなぎ直しています。");
  const said = {};
  const lost = button.closest(".lost").previousElementSibling.dataset.frame;
  for (const platform of platforms) {
    const node = [...logs[room][platform].querySelectorAll(".said")].find((one) => one.dataset.frame === lost);
    if (!node) continue;
    node.nextElementSibling?.matches(".lost") && node.nextElementSibling.remove();
    said[platform] = node;
  }
  find("text").focus();
  return post({ ...JSON.parse(lost), id: randomId() }, said);
}

function receive(event) {
  const { id, html } = JSON.parse(event.data);
  // Answers come in the order of the questions; one without an id is to a frame that could not be read.
  const asked = pending.get(id || pending.keys().next().value);
  pending.delete(asked?.id);
  if (asked?.kind === "entered") keep(`entered-${asked.room}`, "yes");
  for (const platform of platforms) {
    asked?.waiting[platform].remove();
    asked?.said[platform]?.classList.add("read");
    const log = logs[asked?.room ?? room][platform];
    dropChoices(log);
    const template = document.createElement("template");
    template.innerHTML = html[platform];
    show(log, [...template.content.children], asked?.said[platform]);
  }
}

function enter() {
  const waits = [...pending.values()].some((asked) => asked.kind === "entered" && asked.room === room);
  // Telegram's people begin with a button that says /start.
  const shown = room === "private" ? { telegram: "/start" } : {};
  if (isConnected() && !waits && !sessionStorage.getItem(`entered-${room}`)) send("entered", {}, shown);
}

function connect() {
  socket = new WebSocket(new URL("chat", location.href.replace(/^http/, "ws")));
  socket.addEventListener("message", receive);
  socket.addEventListener("open", () => {
    tries = 0;
    tell("connection", "");
    enter();
  });
  socket.addEventListener("close", () => {
    loseAnswers();
    tell("connection", "番号番とのつながりが切れました。つなぎ直しています。");
    setTimeout(connect, Math.min(500 * 2 ** tries++, 8000));
  });
}

function tell(where, words) {
  find(where).textContent = words;
  find(where).classList.toggle("shown", words !== "");
}

// ---- what the tester does

function reread() {
  for (const log of allLogs) log.scrollTop = log.reading ? log.reading.offsetTop - 10 : log.scrollHeight;
}

function open(name) {
  room = name;
  for (const other of rooms) {
    find(`room-${other}`).hidden = other !== name;
    tabs[other].setAttribute("aria-selected", other === name);
    tabs[other].tabIndex = other === name ? 0 : -1;
  }
  find("group-tools").hidden = name !== "group";
  reread();
  enter();
}

// Of two talks that say the same one alone is read out.
function look(view) {
  const chosen = view === "both" && narrow.matches ? "line" : view;
  document.body.dataset.view = chosen;
  document.querySelector(`[name=view][value=${chosen}]`).checked = true;
  const loud = chosen === "both" ? "line" : chosen;
  for (const name of rooms) {
    for (const platform of platforms) logs[name][platform].ariaLive = platform === loud ? "polite" : "off";
  }
  reread();
}

async function copy(text) {
  const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  tell("notice", copied ? `「${text}」をコピーしました。` : `コピーできませんでした。手で写してください: ${text}`);
  setTimeout(() => tell("notice", ""), 6000);
}

// LINE shows a press as words of the presser's, Telegram does not.
function press(button) {
  const { kind, value, says } = button.dataset;
  if (kind === "again") return sendAgain(button);
  if (kind === "copy") return copy(value);
  const sent = kind === "say"
    ? send("said", { text: value, chosen: true }, { line: value })
    : send("pressed", { button: value }, { line: says });
  if (sent) button.classList.add("pressed");
  return sent;
}

find("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const box = find("text");
  const text = box.value.toWellFormed?.() ?? box.value; // half a character cannot be sent as JSON
  const tooLong = [...text].length > box.dataset.longest;
  if (tooLong) tell("notice", `${Number(box.dataset.longest).toLocaleString("ja")}文字までにしてください。`);
  else if (text.trim() && send("said", { text }, { line: text, telegram: text })) box.value = "";
  box.focus();
});

find("text").addEventListener("keydown", (event) => {
  const composing = event.isComposing || event.keyCode === 229; // 229: Safari's Enter that ends a conversion
  if (event.key !== "Enter" || event.shiftKey || composing) return;
  event.preventDefault();
  find("composer").requestSubmit();
});

document.querySelector("main").addEventListener("click", (event) => {
  const button = event.target.closest("button[data-kind]");
  if (button) press(button);
});

find("mention").addEventListener("click", () => {
  find("text").setRangeText("@番号番 ", 0, 0, "end");
  find("text").focus();
});

find("restart").addEventListener("click", () => {
  removeEventListener("pagehide", keepLogs);
  sessionStorage.clear();
  location.reload();
});

for (const [index, name] of rooms.entries()) {
  tabs[name].addEventListener("click", () => open(name));
  tabs[name].addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = rooms.at((index + step) % rooms.length);
    tabs[next].focus();
    open(next);
  });
}

find("views").addEventListener("change", (event) => look(event.target.value));
narrow.addEventListener("change", () => look(narrow.matches ? document.body.dataset.view : "both"));

for (const name of rooms) {
  for (const platform of platforms) logs[name][platform].innerHTML = sessionStorage.getItem(`log-${name}-${platform}`) ?? "";
}
for (const log of allLogs) paint(log);
addEventListener("pagehide", keepLogs);
look(sessionStorage.getItem("view") ?? "both");
open(sessionStorage.getItem("room") ?? "private");
connect();
