// The page's side of the chat. The server sends finished, escaped HTML; what the tester writes is only
// ever set as text. Nothing is sent twice unless the tester presses "もう一度送る".

const find = (id) => document.getElementById(id);
const copyOf = (id) => find(id).content.firstElementChild.cloneNode(true);
const randomId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const rooms = ["private", "group"];
const logs = Object.fromEntries(rooms.map((room) => [room, find(`room-${room}`).querySelector("[role=log]")]));
const tabs = Object.fromEntries(rooms.map((room) => [room, find(`tab-${room}`)]));
const people = { private: { hanako: "あなた" }, group: { hanako: "はなこ", taro: "たろう" } };
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
  for (const name of rooms) keep(`log-${name}`, logs[name].innerHTML);
  keep("room", room);
}

// ---- the log

function show(log, nodes, question = null) {
  log.append(...nodes);
  // A long card is read from its top, with the question above it where that is short.
  const first = question && question.offsetHeight < log.clientHeight / 3 ? question : nodes[0];
  log.scrollTop = first.offsetTop - 16;
}

function dropChoices(log) {
  for (const choices of log.querySelectorAll(".choices")) {
    if (choices.contains(document.activeElement)) find("text").focus();
    choices.remove();
  }
}

function showSaid(text, frame) {
  const node = copyOf("said");
  const name = people[frame.room][frame.person];
  node.classList.add(frame.person, frame.room);
  node.querySelector(".face").textContent = name[0];
  node.querySelector(".who").textContent = name;
  node.querySelector(".bubble").textContent = text;
  node.dataset.frame = JSON.stringify(frame);
  show(logs[frame.room], [node]);
  return node;
}

function loseAnswers() {
  for (const [id, { said, waiting }] of pending) {
    waiting.remove();
    if (said) said.after(copyOf("lost"));
    pending.delete(id);
  }
}

// ---- sending and receiving

function isConnected() {
  return socket?.readyState === WebSocket.OPEN;
}

function post(frame, said) {
  const waiting = copyOf("waiting");
  show(logs[frame.room], [waiting], said);
  pending.set(frame.id, { id: frame.id, room: frame.room, kind: frame.kind, said, waiting });
  socket.send(JSON.stringify(frame));
}

function send(kind, fields, shown) {
  if (!isConnected()) return tell("connection", "つながっていないので、まだ送れません。つなぎ直しています。");
  const person = room === "group" ? find("composer").elements.person.value : "hanako";
  const frame = { kind, id: randomId(), room, conversation: conversation(room), person, ...fields };
  dropChoices(logs[room]);
  tell("notice", "");
  post(frame, shown && showSaid(shown, frame));
  return true;
}

function sendAgain(button) {
  if (!isConnected()) return tell("connection", "つながっていないので、まだ送れません。つなぎ直しています。");
  const lost = button.closest(".lost");
  const said = lost.previousElementSibling;
  lost.remove();
  find("text").focus();
  return post({ ...JSON.parse(said.dataset.frame), id: randomId() }, said);
}

function receive(event) {
  const { id, html } = JSON.parse(event.data);
  // Answers come in the order of the questions; one without an id is to a frame that could not be read.
  const asked = pending.get(id || pending.keys().next().value);
  pending.delete(asked?.id);
  asked?.waiting.remove();
  const log = logs[asked?.room ?? room];
  if (asked?.kind === "entered") keep(`entered-${asked.room}`, "yes");
  dropChoices(log);
  const template = document.createElement("template");
  template.innerHTML = html;
  show(log, [...template.content.children], asked?.said);
}

function enter() {
  const waits = [...pending.values()].some((asked) => asked.kind === "entered" && asked.room === room);
  if (isConnected() && !waits && !sessionStorage.getItem(`entered-${room}`)) send("entered", {});
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

function open(name) {
  room = name;
  for (const other of rooms) {
    find(`room-${other}`).hidden = other !== name;
    tabs[other].setAttribute("aria-selected", other === name);
    tabs[other].tabIndex = other === name ? 0 : -1;
  }
  find("group-tools").hidden = name !== "group";
  logs[name].scrollTop = logs[name].scrollHeight;
  enter();
}

async function copy(text) {
  const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  tell("notice", copied ? `「${text}」をコピーしました。` : `コピーできませんでした。手で写してください: ${text}`);
  setTimeout(() => tell("notice", ""), 6000);
}

function press(button) {
  const { kind, value } = button.dataset;
  if (kind === "again") sendAgain(button);
  if (kind === "copy") copy(value);
  if (kind === "say") send("said", { text: value }, value);
  if (kind === "press") send("pressed", { button: value }, button.textContent);
}

find("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const box = find("text");
  const text = box.value.toWellFormed?.() ?? box.value; // half a character cannot be sent as JSON
  const tooLong = [...text].length > box.dataset.longest;
  if (tooLong) tell("notice", `${Number(box.dataset.longest).toLocaleString("ja")}文字までにしてください。`);
  else if (text.trim() && send("said", { text }, text)) box.value = "";
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

for (const name of rooms) logs[name].innerHTML = sessionStorage.getItem(`log-${name}`) ?? "";
addEventListener("pagehide", keepLogs);
open(sessionStorage.getItem("room") ?? "private");
connect();
