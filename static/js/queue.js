// What was written without a network waits on this device, under its account and its form's key, and is sent
// once when the network is back, on whatever page of the product is open then. The key makes one record of it, however
// often it leaves. Nothing is thrown away before the server has it: what it refuses stays, with the reason.
(function () {
  "use strict";
  const account = document.documentElement.dataset.account;
  const bar = document.querySelector("[data-queue]");
  if (!account || !bar) return;
  const words = bar.dataset;
  const prefix = "eclosion-queue:";

  // The store: IndexedDB, which also keeps files; where it is closed, the text alone in the local storage.
  const opened = new Promise((resolve) => {
    try {
      const ask = indexedDB.open("eclosion", 1);
      ask.onupgradeneeded = () => ask.result.createObjectStore("queue", { keyPath: "id" });
      ask.onsuccess = () => resolve(ask.result);
      ask.onerror = () => resolve(null);
    } catch (e) { resolve(null); }
  });
  const done = (ask) => new Promise((resolve, reject) => { ask.onsuccess = () => resolve(ask.result); ask.onerror = () => reject(ask.error); });
  async function use(mode, act) {
    const db = await opened;
    if (!db) return undefined;
    const tx = db.transaction("queue", mode);
    const kept = new Promise((resolve, reject) => { tx.oncomplete = resolve; tx.onabort = () => reject(tx.error); });
    const result = await done(act(tx.objectStore("queue")));
    await kept;
    return result;
  }
  const plainKeys = () => { try { return Object.keys(localStorage).filter((k) => k.startsWith(prefix + account + ":")); } catch (e) { return []; } };
  async function all() {
    const list = ((await use("readonly", (s) => s.getAll()).catch(() => [])) || []).filter((r) => r.account === account);
    plainKeys().forEach((k) => { try { list.push(JSON.parse(localStorage.getItem(k))); } catch (e) { /* not ours */ } });
    return list.sort((a, b) => a.at - b.at);
  }
  async function put(record) {
    try {
      if (await opened) { await use("readwrite", (s) => s.put(record)); return record.files.length; }
    } catch (e) { /* full or closed: the text at least */ }
    localStorage.setItem(prefix + record.id, JSON.stringify({ ...record, files: [] }));
    return 0;
  }
  async function drop(record) {
    await use("readwrite", (s) => s.delete(record.id)).catch(() => {});
    try { localStorage.removeItem(prefix + record.id); } catch (e) { /* closed */ }
  }

  // add keeps a form for later; it tells whether all of it could be kept.
  async function add(key, url, data) {
    const fields = [], files = [];
    data.forEach((value, name) => { if (typeof value === "string") fields.push([name, value]); else if (value.size) files.push([name, value]); });
    const record = { id: account + ":" + key, account, key, url, fields, files, at: Date.now(), page: location.pathname + location.search };
    const kept = await put(record);
    tell();
    return { record, whole: kept === files.length };
  }

  // send gives what became of a form: { to } when it is stored, { wait } when it must be sent again, { refused } with words.
  async function send(url, data) {
    let answer;
    try {
      answer = await fetch(url, { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "manual",
        signal: AbortSignal.timeout ? AbortSignal.timeout(60000) : undefined });
    } catch (e) { return { wait: "network" }; }
    if (answer.type === "opaqueredirect" || answer.status === 401) return { wait: "session" };
    if (answer.status >= 500 || answer.status === 429) return { wait: "server" };
    const told = await answer.json().catch(() => ({}));
    if (told.other) return { wait: "account" };
    if (answer.ok && told.to) return { to: told.to, said: told.said };
    return { refused: { status: answer.status, ...told } };
  }

  let sending = false, again, lost = false;
  async function flush() {
    clearTimeout(again);
    if (sending) return;
    sending = true;
    try {
      const once = navigator.locks ? (act) => navigator.locks.request("eclosion-queue", { ifAvailable: true }, (lock) => lock && act()) : (act) => act();
      await once(async () => {
        lost = false;
        for (const record of (await all()).filter((r) => !r.refused)) {
          const data = new FormData();
          record.fields.concat(record.files).forEach(([name, value]) => data.append(name, value));
          const told = await send(record.url, data);
          if (told.wait) {
            lost = told.wait === "session";
            if (told.wait !== "account") again = setTimeout(flush, 20000);
            break;
          }
          if (told.to) await drop(record);
          else await put({ ...record, refused: told.refused });
          dispatchEvent(new CustomEvent("eclosion:sent", { detail: { key: record.key, ...told } }));
          if (told.to) say(words.sent, { href: told.to, text: words.open });
        }
      });
    } finally {
      sending = false;
    }
    tell();
  }

  function line(text, link) {
    const p = document.createElement("p");
    p.textContent = text;
    if (link) {
      const a = document.createElement("a");
      a.href = link.href;
      a.textContent = link.text;
      p.append(" ", a);
    }
    return p;
  }
  let last = null;
  function say(text, link) { last = line(text, link); tell(); }

  const here = () => { const form = document.querySelector("form[data-meeting]"); return form ? form.dataset.meeting : ""; };
  const mend = (record) => record.page.split("?")[0] + "?cle=" + encodeURIComponent(record.key);
  async function tell() {
    const list = await all();
    const waiting = list.filter((r) => !r.refused);
    const lines = list.filter((r) => r.refused && r.key !== here())
      .map((r) => line(words.refused + " " + (r.refused.said || (r.refused.problems || []).map((p) => p.text).join(" ")), { href: mend(r), text: words.mend }));
    if (waiting.length) lines.unshift(line(lost ? words.lost : waiting.length > 1 ? words.several.replace("#", waiting.length) : words.waiting));
    if (last) lines.unshift(last);
    bar.replaceChildren(...lines);
    bar.hidden = lines.length === 0;
  }

  // The form of a meeting uses these, through events: scripts share nothing else.
  addEventListener("eclosion:queue", (e) => e.detail.answer(add(e.detail.key, e.detail.url, e.detail.data)));
  addEventListener("eclosion:send", (e) => e.detail.answer(send(e.detail.url, e.detail.data)));
  addEventListener("eclosion:queued", (e) => e.detail.answer(all().then((list) => list.find((r) => r.key === e.detail.key))));
  addEventListener("eclosion:unqueue", (e) => e.detail.answer(drop({ id: account + ":" + e.detail.key }).then(tell)));

  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") flush(); });
  flush();
})();
