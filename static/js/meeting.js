// The form of a meeting: keys that lead on, quick dates, the minutes since the start, and a way to send it that loses
// nothing: what is refused stays on the page with its files, what finds no network waits in queue.js.
(function () {
  "use strict";
  const form = document.querySelector("form[data-meeting]");
  if (!form) return;

  const field = (name) => form.elements.namedItem(name);
  const words = form.querySelector("[data-said]").dataset;
  const said = form.querySelector("[data-said]");
  const account = document.documentElement.dataset.account;
  const draftKey = () => "eclosion-draft:" + account + ":rencontre/" + form.dataset.meeting;
  const ask = (name, detail) => new Promise((answer) => dispatchEvent(new CustomEvent("eclosion:" + name, { detail: { ...detail, answer } })));

  // The address names the form: opened again, it finds its draft.
  if (location.pathname.endsWith("/nouvelle") && !new URLSearchParams(location.search).has("cle")) {
    const own = new URL(location.href);
    own.searchParams.set("cle", form.dataset.meeting);
    history.replaceState(history.state, "", own);
  }
  const start = document.getElementById(form.dataset.focus);
  if (start) start.focus();

  // Keys: Enter goes on in the order in which one thinks, "+" adds a week to a date, Ctrl+Enter sends.
  const on = { next_on: "next_at", next_at: "next_place" };
  form.addEventListener("keydown", (e) => {
    if (e.isComposing || e.altKey) return;
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
      if (e.defaultPrevented) return; // app.js sends from a text area
      e.preventDefault();
      form.requestSubmit();
      return;
    }
    if (e.ctrlKey || e.metaKey || e.defaultPrevented) return;
    const at = e.target;
    if (e.key === "+" && at.type === "date") {
      e.preventDefault();
      later(at, 7);
    } else if (e.key === "Enter" && at.matches("input:not([type=checkbox], [type=radio], [type=file], [type=submit])") && at.name !== "qui") {
      e.preventDefault();
      const row = /^action_(\d+)_(title|due)$/.exec(at.name);
      const next = row ? (row[2] === "title" && at.value.trim() ? "action_" + row[1] + "_due" : "next_on") : on[at.name];
      const to = next && field(next);
      if (to) to.focus(); else form.requestSubmit();
    }
  });

  const iso = (d) => d.getFullYear() + "-" + String(d.getMonth() + 1).padStart(2, "0") + "-" + String(d.getDate()).padStart(2, "0");
  function later(date, days) {
    const from = date.value || (field("meeting_on") && field("meeting_on").value) || iso(new Date());
    const [y, m, d] = from.split("-").map(Number);
    date.value = iso(new Date(y, m - 1, d + days));
    date.dispatchEvent(new Event("input", { bubbles: true }));
    date.dispatchEvent(new Event("change", { bubbles: true }));
  }
  form.addEventListener("click", (e) => {
    const button = e.target.closest("[data-days]");
    if (!button) return;
    const date = document.getElementById(button.closest("[data-weeks]").dataset.weeks);
    date.value = "";
    later(date, Number(button.dataset.days));
    date.focus();
  });

  // A next meeting is at the hour of this one, and actions are due by then, until somebody says otherwise.
  const given = new Map();
  function settle() {
    const next = field("next_on");
    if (!next || !next.value) return;
    const at = field("next_at");
    if (!at.value) { at.value = field("starts_at").value || "09:00"; given.set(at, at.value); }
    form.querySelectorAll("[data-action]").forEach((row) => {
      const title = row.querySelector("[name$=_title]"), due = row.querySelector("[name$=_due]");
      const ours = given.has(due) && given.get(due) === due.value;
      if (title.value.trim() && (!due.value || ours)) { due.value = next.value; given.set(due, due.value); }
    });
  }
  // An empty row of actions is enough: the next shows when it is written on.
  function unfold() {
    let full = true;
    form.querySelectorAll("[data-action]").forEach((row) => {
      const used = Array.from(row.querySelectorAll("input, select")).some((f) => f.value.trim());
      row.hidden = !full && !used;
      full = full && used;
    });
  }
  unfold();
  form.addEventListener("input", unfold);
  form.addEventListener("change", unfold);
  form.addEventListener("change", settle);
  form.addEventListener("focusout", settle);

  // A meeting that was started counts its minutes here too; what is sent later must not count the wait.
  const clock = form.querySelector("[data-clock]");
  const minutes = () => Math.max(5, 5 * Math.round((Number(form.dataset.elapsed) + performance.now() / 1000) / 300));
  if (clock) {
    const tick = () => { clock.textContent = clock.dataset.text.replace("#", minutes()); };
    tick();
    setInterval(tick, 15000);
  }

  // The first dossier that is chosen brings what depends on it, under the hands of who goes on typing.
  form.addEventListener("eclosion:chosen", async (e) => {
    if (!("alone" in form.dataset) || !e.detail.first) return;
    field("meeting_summary").focus();
    const path = "/projets/" + encodeURIComponent(e.detail.ref) + "/rencontres";
    field("dossier").value = e.detail.ref;
    let text;
    try {
      const answer = await fetch(path + "/nouvelle", { redirect: "manual" });
      if (!answer.ok) return;
      text = await answer.text();
    } catch (fault) { return; }
    const page = new DOMParser().parseFromString(text, "text/html");
    const part = page.querySelector("[data-part=dossier]"), here = form.querySelector("[data-part=dossier]");
    if (!part || !here || field("dossier").value !== e.detail.ref) return;
    here.replaceChildren(...part.childNodes);
    here.querySelectorAll("[data-who]").forEach((it) => it.remove()); // this form has the field above
    const owners = page.querySelector("select[name=action_1_owner]");
    form.querySelectorAll("select[name$=_owner]").forEach((select) => { if (!select.value) select.innerHTML = owners.innerHTML; });
  });

  // What another window left on this device, and what the server refused of a form sent later.
  async function recall() {
    const record = await ask("queued", { key: form.dataset.meeting });
    if (record && record.refused) {
      const values = {};
      record.fields.forEach(([name, value]) => { (values[name] = values[name] || []).push(value); });
      Array.from(form.elements).forEach((f) => {
        if (!f.name || f.type === "hidden" || f.type === "submit" || f.type === "file") return;
        if (f.type === "radio" || f.type === "checkbox") f.checked = (values[f.name] || []).includes(f.value);
        else if (values[f.name]) f.value = values[f.name][0];
      });
      form.dispatchEvent(new Event("change", { bubbles: true }));
      refuse(record.refused);
      return;
    }
    const old = Object.keys(localStorage).find((k) => k.startsWith("eclosion-draft:" + account + ":rencontre/") && k !== draftKey() && !k.includes("rencontre/m-"));
    if (old && location.pathname === "/rencontres/nouvelle" && !field("meeting_summary").value) {
      say(words.waiting, { href: "/rencontres/nouvelle?cle=" + encodeURIComponent(old.split("rencontre/")[1]), text: words.resume });
    }
  }
  if (account) recall().catch(() => {});

  function say(text, link) {
    said.textContent = text;
    if (link) {
      const a = document.createElement("a");
      a.href = link.href;
      a.textContent = link.text;
      said.append(" ", a);
    }
  }

  // refuse shows on the page what the server said: a summary on top that leads to each field.
  function refuse(told) {
    delete form.dataset.sent;
    document.querySelectorAll(".error-summary").forEach((it) => it.remove());
    form.querySelectorAll("[aria-invalid]").forEach((it) => it.removeAttribute("aria-invalid"));
    form.querySelectorAll("[data-fault]").forEach((it) => it.remove());
    form.querySelectorAll(".field-wrong").forEach((it) => it.classList.remove("field-wrong"));
    const box = document.createElement("div");
    box.className = "error-summary";
    box.setAttribute("role", "alert");
    box.tabIndex = -1;
    const head = document.createElement("h2");
    head.textContent = words.problem;
    const list = document.createElement("ul");
    const item = (text, href) => {
      const li = document.createElement("li");
      if (href) {
        const a = document.createElement("a");
        a.href = href;
        a.textContent = text;
        li.append(a);
      } else li.textContent = text;
      list.append(li);
    };
    const faults = told.problems || [];
    if (told.said && !faults.length) item(told.said);
    faults.forEach((p) => {
      const control = document.getElementById("f-" + p.field);
      item(p.label ? p.label + " : " + p.text : p.text, control ? "#f-" + p.field : "");
      if (!control) return;
      control.setAttribute("aria-invalid", "true");
      const around = control.closest(".field");
      if (!around) return;
      around.classList.add("field-wrong");
      const note = document.createElement("p");
      note.className = "field-error";
      note.dataset.fault = "";
      note.textContent = p.text;
      around.append(note);
    });
    if (told.link) item(told.linkText, told.link);
    if (!list.childElementCount) item(words.refused);
    if (told.key) rekey(told.key);
    box.append(head, list);
    form.before(box);
    box.focus();
    say("");
  }

  // rekey makes another form of this one: its key has done its work.
  function rekey(key) {
    form.dataset.meeting = key;
    field("cle").value = key;
    const mark = form.querySelector("[data-keep]"), version = field("brouillon");
    if (mark && version) { mark.dataset.autosave = "/rencontres/brouillons/" + key; version.value = "0"; }
    const own = new URL(location.href);
    own.searchParams.set("cle", key);
    history.replaceState(history.state, "", own);
  }

  let busy = false;
  form.addEventListener("submit", async (e) => {
    if (e.defaultPrevented || !account) return;
    const submitter = e.submitter;
    if (submitter && (submitter.name === "ajouter" || submitter.name === "demarrer")) return; // the server shows the form anew
    e.preventDefault();
    if (busy) return;
    busy = true;
    settle();
    const data = new FormData(form, submitter && submitter.name ? submitter : undefined);
    if (form.dataset.elapsed && data.get("minutes") === "timer") {
      data.set("minutes", "");
      data.set("minutes_other", data.get("minutes_other") || String(minutes()));
    }
    const key = data.get("cle"), url = form.action;
    say(words.sending);
    const told = navigator.onLine ? await ask("send", { url, data }) : { wait: "network" };
    if (told.to) {
      arrived(key);
      location.assign(told.to);
      return;
    }
    if (told.wait) {
      try {
        const kept = await ask("queue", { key, url, data });
        forget();
        if (told.wait === "session") say(words.lost, { href: "/connexion?suite=" + encodeURIComponent(location.pathname + location.search), text: words.signin });
        else say(kept.whole ? words.queued : words.textonly);
      } catch (fault) {
        say(words.refused);
      }
    } else {
      await ask("unqueue", { key });
      if (told.refused.status === 409 && !told.refused.key) { // another version is stored: the server's page shows both
        forget();
        form.submit();
        return;
      }
      refuse(told.refused);
    }
    busy = false;
  });

  const forget = () => { try { localStorage.removeItem(draftKey()); } catch (fault) { /* closed */ } form.dataset.sent = "1"; };
  function arrived(key) {
    forget();
    ask("unqueue", { key });
  }
  // What was sent from the queue while its form is still open.
  addEventListener("eclosion:sent", (e) => {
    if (e.detail.key !== form.dataset.meeting) return;
    if (e.detail.to) { arrived(e.detail.key); location.assign(e.detail.to); } else refuse(e.detail.refused);
  });
})();
