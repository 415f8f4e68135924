// Who was at a meeting: a field that proposes dossiers while one types. Arrows choose, Enter takes, Escape closes;
// what is taken becomes a box above the field. Without this script the server finds who is meant.
(function () {
  "use strict";
  document.querySelectorAll("[data-who]").forEach((who) => {
    const field = who.querySelector("input[name=qui]");
    const chosen = who.querySelector("[data-chosen]");
    if (!field) return;
    const words = who.dataset;
    const list = document.createElement("ul");
    list.id = field.id + "-liste";
    list.className = "who-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", words.label);
    list.hidden = true;
    const count = document.createElement("p");
    count.className = "sr-only";
    count.setAttribute("role", "status");
    const box = document.createElement("div");
    box.className = "who-box";
    field.before(box);
    box.append(field, list);
    who.append(count);
    const set = (name, value) => field.setAttribute(name, value);
    set("role", "combobox");
    set("aria-autocomplete", "list");
    set("aria-controls", list.id);
    set("aria-expanded", "false");

    let options = [], at = -1, timer, asked = 0;

    function mark(n) {
      at = n;
      options.forEach((o, i) => o.setAttribute("aria-selected", String(i === n)));
      if (n >= 0) {
        set("aria-activedescendant", options[n].id);
        options[n].scrollIntoView({ block: "nearest" });
      } else field.removeAttribute("aria-activedescendant");
    }

    function close() {
      list.hidden = true;
      set("aria-expanded", "false");
      mark(-1);
    }

    function show(found) {
      const there = Array.from(chosen.querySelectorAll("input:checked")).map((i) => i.value);
      const rest = found.filter((p) => !there.includes(p.ref) && p.ref !== words.main);
      list.replaceChildren(...rest.map((p, i) => {
        const o = document.createElement("li");
        o.id = list.id + "-" + i;
        o.setAttribute("role", "option");
        o.dataset.ref = p.ref;
        o.dataset.name = p.name;
        const name = document.createElement("span");
        name.textContent = p.name;
        name.dir = "auto";
        const about = document.createElement("span");
        about.className = "faint";
        about.textContent = p.ref + " · " + p.title;
        about.dir = "auto";
        o.append(name, about);
        o.addEventListener("mousedown", (e) => { e.preventDefault(); take(o); });
        return o;
      }));
      options = Array.from(list.children);
      list.hidden = options.length === 0;
      set("aria-expanded", String(!list.hidden));
      count.textContent = options.length ? words.found.replace("#", options.length) : field.value.trim() ? words.none : "";
      mark(options.length && field.value.trim() ? 0 : -1);
    }

    // look gives what is found for what stands in the field; an answer that comes late is dropped.
    function look() {
      const mine = ++asked;
      return fetch(words.who + "?q=" + encodeURIComponent(field.value.trim()), { headers: { Accept: "application/json" }, redirect: "manual" })
        .then((answer) => (answer.ok ? answer.json() : []))
        .then((found) => { if (mine === asked) show(found); }, () => { if (mine === asked) show([]); });
    }

    // onward is where one goes on once somebody is chosen: what was said, when nobody was chosen before.
    const onward = () => (field.form && "alone" in field.form.dataset && !chosen.querySelector("input:checked") ? field.form.elements.namedItem("meeting_summary") : null);

    function take(option, text) {
      clearTimeout(timer);
      asked++;
      const id = "f-holders-" + option.dataset.ref;
      const item = document.createElement("li");
      item.className = "chip";
      const input = document.createElement("input");
      Object.assign(input, { type: "checkbox", id, name: "holders", value: option.dataset.ref, checked: true });
      const label = document.createElement("label");
      label.htmlFor = id;
      label.dir = "auto";
      const ref = document.createElement("span");
      ref.className = "faint";
      ref.textContent = option.dataset.ref;
      label.append(option.dataset.name + " ", ref);
      item.append(input, label);
      const first = !chosen.querySelector("input:checked");
      chosen.append(item);
      field.value = text !== undefined && field.value.startsWith(text) ? field.value.slice(text.length) : "";
      close();
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new CustomEvent("eclosion:chosen", { bubbles: true, detail: { ref: option.dataset.ref, first } }));
    }

    field.addEventListener("input", () => {
      clearTimeout(timer);
      mark(-1); // what is shown answers to an older text
      if (!field.value.trim()) { asked++; close(); return; }
      timer = setTimeout(look, 120);
    });
    field.addEventListener("focus", () => { if (!field.value.trim() && !chosen.querySelector("input:checked")) look(); });
    field.addEventListener("blur", close);
    field.addEventListener("keydown", (e) => {
      if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
      if (e.key === "ArrowDown" || e.key === "ArrowUp") {
        e.preventDefault();
        if (list.hidden) { look(); return; }
        mark((at + (e.key === "ArrowDown" ? 1 : options.length - 1) + (at < 0 && e.key === "ArrowUp" ? 1 : 0)) % options.length);
      } else if (e.key === "Escape" && !list.hidden) {
        e.preventDefault();
        e.stopPropagation();
        close();
      } else if (e.key === "Enter") {
        e.preventDefault();
        if (at >= 0) { take(options[at]); return; }
        if (!field.value.trim()) return;
        clearTimeout(timer); // typed faster than found: one goes on typing meanwhile, and comes back when nobody answers
        const text = field.value, next = onward();
        if (next) next.focus();
        look().then(() => {
          if (at >= 0) take(options[at], text);
          else if (next) field.focus();
        });
      }
    });
  });
})();
