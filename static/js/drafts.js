// Unsaved text is kept in the browser until the server has it, and offered back
// after a failure, a lost session or a closed window. Each account has its own
// drafts, on this device only; signing out forgets them, a week does too.
(function () {
  "use strict";
  const prefix = "eclosion-draft:";
  const week = 7 * 24 * 3600 * 1000;
  const account = document.documentElement.dataset.account;
  let store;
  try { store = window.localStorage; store.getItem(prefix); } catch (e) { return; }

  const read = (key) => { try { return JSON.parse(store.getItem(key)); } catch (e) { return null; } };
  const write = (key, draft) => { try { store.setItem(key, JSON.stringify(draft)); } catch (e) { /* full: the form itself still works */ } };
  const keys = () => Object.keys(store).filter((k) => k.startsWith(prefix));

  keys().forEach((k) => { const d = read(k); if (!d || Date.now() - d.at > week) store.removeItem(k); });

  // A page of nobody's (sign-in) or of a failure: what was sent was not saved.
  const failed = !account || document.querySelector("[data-failure]");
  if (failed) keys().forEach((k) => { const d = read(k); if (d && d.sent) write(k, { ...d, sent: false }); });
  if (!account) return;

  const mine = prefix + account + ":";
  const saved = document.querySelector("[data-notice].tone-good");
  const areas = Array.from(document.querySelectorAll("textarea[data-draft]"));
  const here = new Set(areas.map((a) => mine + a.dataset.draft));
  document.querySelectorAll("[data-keep]").forEach((it) => here.add(mine + it.dataset.keep)); // autosave.js looks after these

  // After a success the drafts that were sent have arrived. Coming back to the very
  // form without word of success means that they may not have.
  if (!failed) keys().forEach((k) => {
    const d = read(k);
    if (k.startsWith(mine) && d && d.sent && (saved || !here.has(k))) store.removeItem(k);
  });

  areas.forEach((area) => {
    const key = mine + area.dataset.draft;
    const draft = read(key);
    const given = area.value;
    if (draft && draft.text === given) store.removeItem(key);
    else if (draft && draft.text.trim()) offer(area, key, draft);
    let timer;
    const keep = () => {
      clearTimeout(timer);
      if (area.value === given || !area.value.trim()) store.removeItem(key);
      else write(key, { text: area.value, at: Date.now() });
    };
    area.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 400); });
    addEventListener("pagehide", () => { if (timer && !(area.form && area.form.dataset.sent)) keep(); });
    if (area.form) area.form.addEventListener("submit", () => {
      clearTimeout(timer);
      if (area.value.trim() && area.value !== given) write(key, { text: area.value, at: Date.now(), sent: true });
    });
  });

  function offer(area, key, draft) {
    const words = document.getElementById("aide").dataset;
    const box = document.createElement("div");
    box.className = "draft-found";
    box.setAttribute("role", "status");
    const text = document.createElement("span");
    text.textContent = words.found.replace("#", Array.from(draft.text).length);
    const button = (label, act) => {
      const b = document.createElement("button");
      b.type = "button";
      b.className = "button button-quiet";
      b.textContent = label;
      b.addEventListener("click", () => { act(); box.remove(); area.focus(); });
      return b;
    };
    box.append(text,
      button(words.restore, () => { area.value = draft.text; area.dispatchEvent(new Event("input", { bubbles: true })); }),
      button(words.discard, () => store.removeItem(key)));
    area.before(box);
  }

  document.querySelectorAll("form[data-sign-out]").forEach((form) =>
    form.addEventListener("submit", () => keys().filter((k) => k.startsWith(mine)).forEach((k) => store.removeItem(k))));
})();
