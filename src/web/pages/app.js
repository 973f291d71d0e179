// The page works without this file; with it, it keeps itself current and loses neither what was typed nor where one was reading.
"use strict";

const main = () => document.getElementById("main");
const json = { Accept: "application/json" };
let stream = null;
let streamUrl = "";
let toastTimer = 0;

function toast(words) {
  const box = document.getElementById("toast");
  box.textContent = words;
  box.hidden = false;
  clearTimeout(toastTimer);
  // What is long stays until it can be read.
  toastTimer = setTimeout(() => { box.hidden = true; }, Math.max(6000, words.length * 150));
}

function isAtEnd(box) {
  return box.scrollHeight - box.scrollTop - box.clientHeight < 80;
}

function toEnd(box) {
  box.scrollTop = box.scrollHeight;
}

// Pieces of the page, fetched again one at a time each.

const busy = new Map();

async function refresh(box) {
  if (busy.has(box.id)) { busy.set(box.id, true); return; }
  busy.set(box.id, false);
  try {
    const response = await fetch(box.dataset.fragment);
    if (response.ok && box.isConnected) replace(box, await response.text());
  } catch { /* the stream tells when the house is back */ }
  const again = busy.get(box.id);
  busy.delete(box.id);
  if (again) refresh(box);
}

function replace(box, html) {
  const top = box.scrollTop;
  if (box.classList.contains("chat")) {
    const follow = isAtEnd(box);
    renewLines(box, html);
    if (follow) toEnd(box); else box.scrollTop = top;
    return;
  }
  if ([...box.querySelectorAll("audio, video")].some((player) => !player.paused)) return;
  box.innerHTML = html;
  box.scrollTop = top;
  if (box.id === "people") search();
}

// Lines that say the same stay as they are: nothing flickers, plays anew or is read aloud twice.
function renewLines(box, html) {
  const next = [...new DOMParser().parseFromString(html, "text/html").body.children];
  const old = [...box.children];
  const says = (line) => line.className + line.textContent;
  next.forEach((line, i) => {
    if (!old[i]) box.append(document.adoptNode(line));
    else if (says(old[i]) !== says(line)) old[i].replaceWith(document.adoptNode(line));
  });
  old.slice(next.length).forEach((line) => line.remove());
}

const pending = new Map();

function changed(piece) {
  if (pending.has(piece)) return;
  pending.set(piece, setTimeout(() => {
    pending.delete(piece);
    for (const box of document.querySelectorAll("[data-on]")) {
      if (piece === "all" || box.dataset.on === piece) refresh(box);
    }
  }, piece.startsWith("chat") ? 30 : 300));
}

function listen() {
  const url = main() && main().dataset.events;
  if (!url || url === streamUrl && stream && stream.readyState !== EventSource.CLOSED) return;
  if (stream) stream.close();
  streamUrl = url;
  stream = new EventSource(url);
  const light = document.getElementById("live");
  let wasLost = false;
  stream.onopen = () => {
    light.textContent = "";
    if (wasLost) changed("all");
    wasLost = false;
  };
  stream.onerror = () => {
    wasLost = true;
    light.textContent = "连接断开，正在重连…";
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  };
  stream.onmessage = (event) => event.data.split(" ").forEach(changed);
}

// Going elsewhere on the page: everything is fetched, what was typed and read stays.

function remember() {
  const kept = { drafts: new Map(), tops: new Map() };
  for (const form of document.querySelectorAll("form[data-say]")) kept.drafts.set(form.elements.who.value, form.elements.text.value);
  for (const box of document.querySelectorAll(".chat, .rail-body, .citizens")) {
    kept.tops.set(box.dataset.fragment ? box.getAttribute("aria-label") : box.className, isAtEnd(box) ? -1 : box.scrollTop);
  }
  kept.search = document.querySelector("[data-search]")?.value;
  return kept;
}

const drafts = new Map();

function settle(kept) {
  for (const [who, text] of kept ? kept.drafts : []) drafts.set(who, text);
  for (const form of document.querySelectorAll("form[data-say]")) form.elements.text.value = drafts.get(form.elements.who.value) || "";
  for (const box of document.querySelectorAll(".chat, .rail-body, .citizens")) {
    const top = kept && kept.tops.get(box.dataset.fragment ? box.getAttribute("aria-label") : box.className);
    if (box.classList.contains("chat") && (top === undefined || top === null || top < 0)) toEnd(box);
    else if (top > 0) box.scrollTop = top;
  }
  const wide = matchMedia("(min-width: 1200px)").matches;
  for (const rail of document.querySelectorAll(".rail")) if (wide) rail.open = true;
  const box = document.querySelector("[data-search]");
  if (box && kept && kept.search) { box.value = kept.search; search(); }
  listen();
}

async function go(url, push) {
  let page;
  try {
    const response = await fetch(url);
    page = new DOMParser().parseFromString(await response.text(), "text/html");
    url = response.url;
  } catch { toast("没有连上系统，请稍后再试。"); return; }
  const next = page.getElementById("main");
  if (!next || !main()) { location.href = url; return; }
  const kept = remember();
  const active = document.activeElement && document.activeElement.getAttribute("href");
  main().replaceWith(document.adoptNode(next));
  document.title = page.title;
  if (push) history.pushState(null, "", url);
  settle(kept);
  if (active) document.querySelector(`a[href="${CSS.escape(active)}"]`)?.focus({ preventScroll: true });
}

addEventListener("popstate", () => { if (main()) go(location.href, false); });

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-nav]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
    event.preventDefault();
    go(link.href, true);
  }
  if (event.target.closest("[data-here]")) here(event.target.closest("form"));
  for (const open of document.querySelectorAll("details.tool[open]")) if (!open.contains(event.target)) open.open = false;
});

// Sending.

// What the house would refuse for its size is not sent at all, and named; the others are.
function tooLarge(data) {
  const files = data.getAll("file");
  const isLarge = (file) => file.size > 20 * 1024 * 1024;
  if (!files.some(isLarge)) return "";
  data.delete("file");
  files.filter((file) => !isLarge(file)).forEach((file) => data.append("file", file));
  return files.filter(isLarge).map((file) => `“${file.name}”`).join("") + "太大了，没有发：每个文件不超过20MB，请压缩或截取后再发。";
}

async function send(form, button) {
  const data = new FormData(form, button);
  const isUpload = form.hasAttribute("data-upload");
  const left = isUpload ? tooLarge(data) : "";
  if (isUpload && !data.has("file")) { toast(left); return; }
  const buttons = [...form.querySelectorAll("button")];
  buttons.forEach((one) => { one.disabled = true; });
  try {
    const response = await fetch(form.action, { method: "POST", headers: json, body: isUpload ? data : new URLSearchParams(data) });
    const said = await response.json();
    if (!response.ok) { toast(`${said.problem}。${said.advice}${left}`); return; }
    if (said.toast || left) toast((said.toast || "") + left);
    await sent(form);
  } catch {
    toast("没有发出去，内容还在。请检查系统是否在运行，再按一次。");
  } finally {
    buttons.forEach((one) => { one.disabled = false; });
  }
}

async function sent(form) {
  // What was sent is sent: the next message from this form is another one.
  form.elements.id.value = crypto.randomUUID();
  if (form.hasAttribute("data-say")) { form.elements.text.value = ""; drafts.delete(form.elements.who.value); form.elements.text.focus(); }
  if (form.closest("details.tool")) { form.reset(); form.elements.id.value = crypto.randomUUID(); form.closest("details.tool").open = false; }
  if (form.dataset.then !== undefined) { await go(`/?${form.dataset.then}`, true); return; }
  const chat = form.closest(".column").querySelector(".chat");
  if (chat) { toEnd(chat); await refresh(chat); }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!main()) return;
  if (form.hasAttribute("data-go")) {
    event.preventDefault();
    go(`${form.action}?${new URLSearchParams(new FormData(form))}`, true);
  } else if (form.hasAttribute("data-filter")) {
    event.preventDefault();
    filter(form);
  } else if (form.method === "post") {
    event.preventDefault();
    send(form, event.submitter);
  }
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest && event.target.closest("form[data-say]");
  if (form && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    if (event.target.value.trim()) form.requestSubmit();
  }
  if (event.key === "Escape") for (const open of document.querySelectorAll("details.tool[open]")) open.open = false;
});

function here(form) {
  if (!navigator.geolocation) { toast("这个浏览器不能定位，请填写经纬度。"); return; }
  navigator.geolocation.getCurrentPosition(({ coords }) => {
    form.elements.latitude.value = coords.latitude;
    form.elements.longitude.value = coords.longitude;
    form.requestSubmit();
  }, () => toast("没有得到位置：请允许浏览器定位，或填写经纬度。"), { timeout: 10000 });
}

// Finding.

function search() {
  const box = document.querySelector("[data-search]");
  const words = box.value.trim().toLowerCase().split(/\s+/);
  for (const item of document.querySelectorAll("[data-words]")) {
    item.hidden = !words.every((word) => item.dataset.words.toLowerCase().includes(word));
  }
  for (const group of document.querySelectorAll("[data-group]")) group.hidden = !group.querySelector("li:not([hidden])");
}

let filterTimer = 0;

function filter(form) {
  const query = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...query]) if (!value) query.delete(name);
  history.replaceState(null, "", `/?${query}`);
  const list = document.getElementById("cases");
  list.dataset.fragment = `/fragment/cases?${query}`;
  refresh(list);
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-search]")) search();
  const form = event.target.closest("form[data-filter]");
  if (form) { clearTimeout(filterTimer); filterTimer = setTimeout(() => filter(form), 200); }
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-upload]");
  if (form && event.target.type === "file" && event.target.files.length) form.requestSubmit();
});

// Printing: what is folded is unfolded on paper. Browsers that know ::details-content are told so by the style sheet.

const unfolded = [];
if (!CSS.supports("selector(::details-content)")) {
  addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details:not([open]):not(.tool):not(.rail):not(.filters)")) {
      fold.open = true;
      unfolded.push(fold);
    }
  });
  addEventListener("afterprint", () => { for (const fold of unfolded.splice(0)) fold.open = false; });
}

setInterval(() => document.querySelectorAll("[data-minutely]").forEach(refresh), 60000);
document.documentElement.classList.add("js");
if (main()) settle(null);
