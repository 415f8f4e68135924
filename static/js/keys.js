// Keys and the palette; every page works without them. The sentences come with the page.
(function () {
  "use strict";
  const $ = (selector, within) => (within || document).querySelector(selector);
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const typing = (el) => el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName);
  const shown = (el) => el.getClientRects().length > 0;
  const account = document.documentElement.dataset.account || "";
  const keep = {
    get(name) { try { return localStorage.getItem(name) || ""; } catch (e) { return ""; } },
    set(name, value) { try { localStorage.setItem(name, value); } catch (e) { /* for this page only */ } },
  };

  // Keys without Ctrl can be switched off: somebody who dictates types them unwillingly.
  const help = $("#aide");
  const single = $("[data-single-keys]");
  let on = keep.get("eclosion-keys") !== "off";
  if (single) {
    single.checked = on;
    single.addEventListener("change", () => { on = single.checked; keep.set("eclosion-keys", on ? "on" : "off"); });
  }

  // Where "g" leads; only to pages that the reader's menu has, or the search.
  const places = { a: "/", d: "/projets", c: "/candidatures", o: "/cohortes", r: "/recherche" };
  function go(key) {
    const href = places[key];
    if (!href) return false;
    if (!all(".nav a, .top-search").some((el) => (el.getAttribute("href") || el.getAttribute("action")) === href)) return false;
    location.assign(href);
    return true;
  }

  // j and k walk from one row to the next, by the link that the row opens with.
  const rows = () => all("main tbody tr, main [data-row], main .task, main .entry, main .card")
    .map((row) => $("th a[href], .hit-name, .entry-title a, a[href], button", row)).filter((el) => el && shown(el));
  function walk(step) {
    const list = rows();
    if (!list.length) return;
    const row = document.activeElement.closest("tr, [data-row], .task, .entry, .card");
    const at = row ? list.findIndex((el) => row.contains(el)) : -1;
    const next = list[at < 0 ? (step > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + step, 0), list.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  let begun = 0; // when "g" was pressed
  document.addEventListener("keydown", (e) => {
    if (e.defaultPrevented || e.isComposing || e.altKey) return;
    if ((e.ctrlKey || e.metaKey) && !e.shiftKey && e.key.toLowerCase() === "k") {
      if (palette) { e.preventDefault(); palette.open ? palette.close() : openPalette(); }
      return;
    }
    if (e.ctrlKey || e.metaKey || !on || typing(e.target) || $("dialog[open]")) return;
    const after = begun && Date.now() - begun < 1500;
    begun = 0;
    if (after && go(e.key)) { e.preventDefault(); return; }
    const act = {
      "/": () => { const box = all(".top-search [data-search], main [data-search]").find(shown); if (box) { box.focus(); box.select(); } return box; },
      "?": () => { if (help && help.showModal) help.showModal(); return help; },
      j: () => { walk(1); return true; },
      k: () => { walk(-1); return true; },
      o: () => { const el = document.activeElement; if (el && el.matches("main a[href]")) { el.click(); return true; } return false; },
      n: () => { const el = $("main [data-new-meeting]") || $("[data-new-meeting]"); if (el) el.click(); return el; },
      g: () => { begun = Date.now(); return true; },
    }[e.key];
    if (act && act()) e.preventDefault();
  });

  // The browser remembers references of dossiers, never names; they go when one signs out.
  const memory = "eclosion-dossiers-" + account;
  const reference = $(".dossier .reference");
  const recent = () => keep.get(memory).split(",").filter(Boolean);
  if (account && reference) {
    const ref = reference.textContent.trim();
    keep.set(memory, [ref, ...recent().filter((r) => r !== ref)].slice(0, 6).join(","));
  }
  document.addEventListener("submit", (e) => {
    if (e.target.matches("[data-sign-out]")) { try { localStorage.removeItem(memory); } catch (err) { /* nothing is kept */ } }
  });

  // The palette: pages, what can be done here, recent dossiers, and what is found while one types.
  const palette = $("#palette");
  if (!palette || !palette.showModal) return;
  const input = $("input", palette), list = $("[role=listbox]", palette), status = $("[role=status]", palette);
  const fold = (s) => s.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  let found = [], options = [], at = -1, request = null, timer = 0, back = null;

  const entries = (selector, group) => {
    const seen = new Set();
    return all(selector).filter((a) => !a.closest("dialog")).map((a) => {
      const label = Array.from(a.childNodes).filter((n) => !(n.classList && n.classList.contains("count"))).map((n) => n.textContent).join("").trim();
      return { href: a.getAttribute("href"), label, hint: "", group, el: a };
    }).filter((x) => x.label && !seen.has(x.href) && seen.add(x.href));
  };
  const known = () => [
    ...entries("main .subnav a[href^='/'], main a.button[href^='/']", palette.dataset.here),
    ...entries(".nav a, .user-panel a", palette.dataset.pages),
  ];

  function openPalette() {
    back = document.activeElement;
    input.value = "";
    found = [];
    palette.showModal();
    draw();
    ask();
  }
  palette.addEventListener("close", () => {
    clearTimeout(timer);
    if (request) request.abort();
    if (back && back.isConnected) back.focus();
  });

  function draw() {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    const here = known().filter((x) => words.every((w) => fold(x.label).includes(w)));
    options = words.length ? [...here.slice(0, 6), ...found] : [...found, ...here];
    if (words.length && palette.dataset.suggest) {
      options.push({ href: "/recherche?q=" + encodeURIComponent(input.value.trim()), label: palette.dataset.all.replace("#", input.value.trim()), hint: "", group: "" });
    }
    list.replaceChildren();
    let group = null, title = null;
    options.forEach((x, i) => {
      if (x.group !== title || !group) {
        title = x.group;
        group = document.createElement("div");
        group.setAttribute("role", "group");
        if (title) {
          group.setAttribute("aria-label", title);
          const head = document.createElement("p");
          head.className = "palette-group";
          head.setAttribute("aria-hidden", "true");
          head.textContent = title;
          group.append(head);
        }
        list.append(group);
      }
      const row = document.createElement("div");
      row.id = "palette-" + i;
      row.className = "palette-option";
      row.setAttribute("role", "option");
      const label = document.createElement("span");
      label.textContent = x.label;
      const hint = document.createElement("span");
      hint.className = "hint";
      hint.textContent = x.hint;
      row.append(label, hint);
      row.addEventListener("click", () => choose(i));
      group.append(row);
    });
    pick(options.length ? 0 : -1);
    status.textContent = options.length ? palette.dataset.count.replace("#", options.length) : palette.dataset.none;
  }

  function pick(i) {
    at = i;
    all("[role=option]", list).forEach((row, n) => row.setAttribute("aria-selected", String(n === at)));
    const row = at < 0 ? null : document.getElementById("palette-" + at);
    if (row) { input.setAttribute("aria-activedescendant", row.id); row.scrollIntoView({ block: "nearest" }); } else input.removeAttribute("aria-activedescendant");
  }

  function choose(i) {
    const x = options[i];
    if (!x) return;
    back = null;
    palette.close();
    if (x.el && x.el.isConnected) x.el.click(); else location.assign(x.href);
  }

  // ask fetches what the server suggests; an answer to an earlier question is dropped.
  function ask() {
    if (!palette.dataset.suggest) return;
    if (request) request.abort();
    const text = input.value.trim();
    if (!text && !recent().length) { found = []; draw(); return; }
    request = new AbortController();
    const query = text ? "q=" + encodeURIComponent(text) : "dossiers=" + encodeURIComponent(recent().join(","));
    fetch(palette.dataset.suggest + "?" + query, { signal: request.signal, headers: { Accept: "application/json" } })
      .then((r) => (r.ok && /json/.test(r.headers.get("Content-Type")) ? r.json() : []))
      .then((answer) => { if (input.value.trim() === text) { const held = at; found = answer; draw(); if (held > 0) pick(Math.min(held, options.length - 1)); } })
      .catch(() => { /* aborted, or no network: the pages stay */ });
  }

  input.addEventListener("input", () => {
    found = [];
    draw();
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  palette.addEventListener("keydown", (e) => {
    if (e.isComposing) return;
    const last = options.length - 1;
    const to = { ArrowDown: at >= last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, PageDown: Math.min(at + 8, last), PageUp: Math.max(at - 8, 0) }[e.key];
    if (to !== undefined) { e.preventDefault(); pick(to); }
  });
  $("form", palette).addEventListener("submit", (e) => { e.preventDefault(); choose(at); });
  palette.addEventListener("click", (e) => { if (e.target === palette) palette.close(); });
  document.addEventListener("click", (e) => { if (e.target.closest("[data-palette]")) openPalette(); });
})();
