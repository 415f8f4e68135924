// A form that is saved while one fills it in. Each change goes to the server a moment later; until the server has
// it, it is also kept in the browser, in the manner of drafts.js: for this account, on this device. Without a network, or
// when the session has ended, the answers wait there, and come back into the form when the page is opened again.
(function () {
  "use strict";
  const account = document.documentElement.dataset.account;
  const mark = document.querySelector("[data-keep]");
  const form = mark && mark.closest("form");
  if (!form || !account) return;

  const words = mark.dataset;
  const key = "eclosion-draft:" + account + ":" + words.keep;
  const saved = mark.querySelector("[data-saved]");
  const trouble = mark.querySelector("[data-trouble]");
  const version = form.querySelector("input[data-draft-version]") || form.querySelector("input[name=version]");
  const read = () => { try { return JSON.parse(localStorage.getItem(key)); } catch (e) { return null; } };
  const write = (draft) => { try { localStorage.setItem(key, JSON.stringify(draft)); } catch (e) { /* full or forbidden: the server still has it */ } };
  const forget = () => { try { localStorage.removeItem(key); } catch (e) { /* as above */ } };

  const guards = ["version", "cle", "retour", "brouillon"];
  // A date that is half typed reads as empty: it must not erase the one that is stored.
  const halfTyped = () => Array.from(form.elements).filter((f) => f.validity && f.validity.badInput).map((f) => f.name);
  function answers() {
    const broken = halfTyped();
    return Array.from(new FormData(form)).filter(([name, v]) => typeof v === "string" && !guards.includes(name) && !broken.includes(name));
  }
  const said = () => JSON.stringify(answers());

  function tell(text, link) {
    trouble.textContent = text;
    if (link) {
      const a = document.createElement("a");
      a.href = link.href;
      a.textContent = link.text;
      trouble.append(" ", a);
    }
    mark.classList.toggle("autosave-trouble", text !== "");
    saved.hidden = text !== "";
  }

  // fault shows under a field what keeps it from being saved; "" takes that away.
  function fault(name, text) {
    const field = form.querySelector("[name='" + CSS.escape(name) + "']:not([type=hidden])");
    if (!field) return;
    const box = field.closest(".field");
    const id = "f-" + name + "-error";
    let note = document.getElementById(id);
    if (note && note.textContent.trim().endsWith(text) && text) return;
    if (note) note.remove();
    box.classList.toggle("field-wrong", text !== "");
    field.toggleAttribute("aria-invalid", false);
    const others = (field.getAttribute("aria-describedby") || "").split(" ").filter((d) => d && d !== id);
    if (text) {
      note = document.createElement("p");
      note.className = "field-error";
      note.id = id;
      note.textContent = text;
      const hint = box.querySelector(":scope > .hint:not([data-counter])");
      if (hint) hint.before(note); else box.append(note);
      field.setAttribute("aria-invalid", "true");
      others.unshift(id);
    }
    if (others.length) field.setAttribute("aria-describedby", others.join(" ")); else field.removeAttribute("aria-describedby");
  }

  let stored = said(); // what the server has, as far as this page knows
  let timer, retry, busy = null, stopped = !words.autosave, faults = [];

  function keep() {
    if (said() === stored && !faults.length) forget();
    else write({ answers: answers(), seen: version.value, at: Date.now() });
  }

  function changed() {
    keep();
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, Number(words.pause));
  }

  function save(leaving) {
    clearTimeout(timer);
    clearTimeout(retry);
    if (stopped || busy || said() === stored) return busy;
    const sent = answers();
    const now = JSON.stringify(sent);
    const body = new URLSearchParams(sent);
    body.set("version", version.value);
    busy = fetch(words.autosave, { method: "POST", body, redirect: "manual", keepalive: leaving === true && body.toString().length < 60000 })
      .then((answer) => answered(answer, now), offline)
      .finally(() => {
        busy = null;
        if (said() !== now) changed();
      });
    return busy;
  }

  function offline() {
    tell(words.offline);
    retry = setTimeout(save, 10000);
  }

  function answered(answer, now) {
    if (answer.type === "opaqueredirect" || answer.status === 401) {
      tell(words.lost, { href: "/connexion?suite=" + encodeURIComponent(location.pathname + location.search), text: words.signin });
      retry = setTimeout(save, 30000);
      return null;
    }
    if (answer.status >= 500 || answer.status === 429) return offline();
    return answer.json().catch(() => ({ said: words.refused })).then((told) => {
      if (!answer.ok || !told.version) {
        stopped = true; // somebody must look first
        tell(told.said);
        return;
      }
      version.value = told.version;
      stored = now;
      const wrong = Object.keys(told.wrong);
      faults.filter((name) => !wrong.includes(name)).forEach((name) => fault(name, ""));
      wrong.forEach((name) => fault(name, told.wrong[name]));
      faults = wrong;
      saved.textContent = told.saved;
      tell(wrong.length ? told.said : "");
      keep();
    });
  }

  // What waited on this device comes back by itself when the server still has what it was typed over; otherwise the
  // reader chooses.
  function fill(list) {
    const given = {};
    list.forEach(([name, value]) => { (given[name] = given[name] || []).push(value); });
    Array.from(form.elements).forEach((f) => {
      if (!f.name || f.type === "hidden" || f.type === "submit" || guards.includes(f.name)) return;
      if (f.type === "radio" || f.type === "checkbox") f.checked = (given[f.name] || []).includes(f.value);
      else if (given[f.name]) f.value = given[f.name][0];
    });
    form.dispatchEvent(new Event("change", { bubbles: true }));
    form.querySelectorAll("textarea").forEach((area) => area.dispatchEvent(new Event("input", { bubbles: true })));
  }

  function offer(draft) {
    const box = document.createElement("div");
    box.className = "draft-found";
    box.setAttribute("role", "status");
    const text = document.createElement("span");
    text.textContent = words.found;
    const button = (label, act) => {
      const b = document.createElement("button");
      b.type = "button";
      b.className = "button button-quiet";
      b.textContent = label;
      b.addEventListener("click", () => { act(); box.remove(); });
      return b;
    };
    box.append(text, button(words.restore, () => fill(draft.answers)), button(words.discard, forget));
    form.prepend(box);
  }

  const draft = read();
  if (document.querySelector("[data-failure]")) {
    stored = ""; // what the page shows was refused: it is not stored
    keep();
  } else if (draft && JSON.stringify(draft.answers) === stored) {
    forget();
  } else if (draft && draft.seen === version.value && words.autosave) {
    fill(draft.answers);
    tell(words.back);
    timer = setTimeout(save, 0);
  } else if (draft && draft.answers) {
    offer(draft);
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  addEventListener("online", () => save());
  addEventListener("pagehide", () => { if (!form.dataset.sent) { keep(); save(true); } }); // what was sent is told by the next page
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && !form.dataset.sent) save(true); });

  // The form itself waits for what is under way: two answers of one page must not cross.
  form.addEventListener("submit", (e) => {
    clearTimeout(timer);
    clearTimeout(retry);
    if (busy) {
      e.preventDefault();
      const submitter = e.submitter;
      busy.then(() => { clearTimeout(timer); form.requestSubmit(submitter); });
      return;
    }
    if (said() !== stored || faults.length) write({ answers: answers(), seen: version.value, at: Date.now(), sent: true });
  });
})();
