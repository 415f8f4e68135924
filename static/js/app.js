// Small comforts; every page works without them.
(function () {
  "use strict";
  const $ = (selector, within) => (within || document).querySelector(selector);
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));

  // Ctrl+Enter sends the form, Escape closes a menu; the other keys are in keys.js.
  const help = $("#aide");
  const showHelp = () => { if (help && help.showModal && !help.open) help.showModal(); };
  document.addEventListener("keydown", (e) => {
    if (e.defaultPrevented || e.altKey || e.isComposing) return;
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && e.target.form && e.target.tagName === "TEXTAREA") {
      e.preventDefault();
      e.target.form.requestSubmit();
      return;
    }
    if (e.key === "Escape") {
      const open = $("details[data-menu][open]");
      if (open) { open.open = false; $("summary", open).focus(); }
    }
  });

  // Menus close when one turns elsewhere.
  document.addEventListener("click", (e) => {
    all("details[data-menu][open]").forEach((menu) => { if (!menu.contains(e.target)) menu.open = false; });
    const dismiss = e.target.closest("[data-dismiss]");
    if (dismiss) {
      const main = $("#contenu");
      dismiss.closest("[data-notice]").remove();
      if (main) main.focus({ preventScroll: true });
    }
    if (e.target.closest("[data-help]")) showHelp();
    if (e.target.closest("[data-theme-toggle]")) toggleTheme();
  });

  function toggleTheme() {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("eclosion-theme", root.dataset.theme); } catch (e) { /* for this page only */ }
  }

  // One submission per form. The button is not disabled: its name and value must
  // be sent, and the page must be usable when one comes back to it.
  document.addEventListener("submit", (e) => {
    const form = e.target;
    if (!form.matches("form[data-guard]") || e.defaultPrevented) return;
    if (form.dataset.sent) { e.preventDefault(); return; }
    form.dataset.sent = "1";
    if (e.submitter) e.submitter.setAttribute("aria-disabled", "true");
    // A download or a lost network leaves the page in place: open again in time.
    setTimeout(() => release(form), 8000);
  });
  // Going back to a form after it was saved, browsers bring back what was typed, but
  // not its key: the same answers, sent again, would make a second record. The page
  // therefore remembers, as long as its place in the history lives, which answers went
  // out under which key (a sum of them, not their words), and sends the same ones
  // under the same key.
  document.addEventListener("submit", (e) => {
    const key = $("input[type=hidden][name=cle]", e.target);
    if (!key || e.defaultPrevented) return;
    const said = sum(e.target, e.submitter);
    const sent = (history.state && history.state.sent) || {};
    if (sent[said]) key.value = sent[said];
    history.replaceState({ sent: { ...sent, [said]: key.value } }, "");
  });
  function sum(form, submitter) {
    let high = 0x811c9dc5, low = 0x1b873593;
    const add = (text) => {
      for (let i = 0; i <= text.length; i++) {
        const c = i < text.length ? text.charCodeAt(i) : 0x10000;
        high = Math.imul(high ^ c, 0x01000193);
        low = Math.imul(low ^ c, 0x85ebca6b) ^ (low >>> 13);
      }
    };
    add((submitter && submitter.formAction) || form.action);
    new FormData(form, submitter).forEach((value, name) => {
      if (name !== "cle" && typeof value === "string") { add(name); add(value); }
    });
    return (high >>> 0).toString(36) + (low >>> 0).toString(36);
  }

  function release(form) {
    delete form.dataset.sent;
    all("[aria-disabled]", form).forEach((b) => b.removeAttribute("aria-disabled"));
  }
  addEventListener("pageshow", (e) => { if (e.persisted) all("form[data-guard]").forEach(release); });

  // The error summary takes the focus, also where autofocus is not honoured.
  const summary = $(".error-summary");
  if (summary && !("autofocus" in summary)) summary.focus();

  // The open entry of a narrow navigation is brought into view.
  all(".nav, .subnav").forEach((nav) => {
    const here = $("[aria-current=page]", nav);
    if (here && here.offsetLeft + here.offsetWidth > nav.clientWidth) nav.scrollLeft = here.offsetLeft - 24;
  });

  // Text areas grow with their text.
  const grow = (area) => {
    const extra = area.offsetHeight - area.clientHeight;
    if (area.scrollHeight > area.clientHeight) area.style.height = area.scrollHeight + extra + "px";
  };
  all("textarea[data-grow]").forEach((area) => {
    grow(area);
    area.addEventListener("input", () => grow(area));
  });

  // Counters say what is left; aloud only near the end. Characters are counted as
  // the server counts them: code points, one per line break.
  all("[data-counter]").forEach((counter) => {
    const area = document.getElementById(counter.dataset.counter);
    if (!area) return;
    const limit = Number(area.dataset.max);
    const format = new Intl.NumberFormat(document.documentElement.lang);
    const tell = () => {
      const left = limit - Array.from(area.value).length;
      const words = left < 0 ? counter.dataset.over : counter.dataset.left;
      counter.textContent = words.replace("#", format.format(Math.abs(left)));
      counter.classList.toggle("counter-over", left < 0);
      counter.setAttribute("aria-live", left < limit / 10 ? "polite" : "off");
    };
    tell();
    area.addEventListener("input", tell);
  });
})();
