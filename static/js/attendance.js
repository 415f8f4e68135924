// Attendance: a tap is sent by itself, and the list that comes back takes the place of this one. What others have marked
// meanwhile comes with it; what is typed below stays. Without the script, or when it fails, the page is loaded anew.
(function () {
  "use strict";
  document.addEventListener("submit", async (e) => {
    const form = e.target;
    if (!form.matches("form[data-marks]") || !e.submitter || e.defaultPrevented) return;
    e.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    const tapped = e.submitter.value;
    e.submitter.setAttribute("aria-disabled", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, e.submitter)), headers: { Accept: "text/html" } });
      if (new URL(answer.url).pathname === "/connexion" || answer.status >= 500) { location.reload(); return; }
      show(new DOMParser().parseFromString(await answer.text(), "text/html"), tapped, answer.ok);
    } catch (lost) {
      const says = form.querySelector("[data-says]");
      says.textContent = form.dataset.lost;
      says.hidden = false;
      delete form.dataset.sent;
      e.submitter.removeAttribute("aria-disabled");
    }
  });

  function show(page, tapped, ok) {
    const fresh = page.querySelector("[data-live=presences]"), old = document.querySelector("[data-live=presences]");
    if (!fresh || !old) { location.reload(); return; }
    const version = fresh.querySelector("input[name=version]");
    old.replaceWith(fresh);
    document.querySelectorAll("main input[name=version]").forEach((field) => { field.value = version.value; });
    const before = document.querySelector(".error-summary");
    if (before) before.remove();
    const problem = page.querySelector(".error-summary");
    if (!ok && problem) {
      fresh.before(problem);
      problem.focus();
      return;
    }
    const button = Array.from(fresh.querySelectorAll("button[name=coche]")).find((b) => b.value === tapped);
    if (button) button.focus({ preventScroll: true });
  }
})();
