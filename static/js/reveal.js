// Questions that depend on an answer of the same form are shown as one answers. They stand right behind what they
// depend on, so that going on with Tab or a screen reader meets them next; what was typed into one stays in it.
(function () {
  "use strict";
  const given = (form, name) => new FormData(form).getAll(name).filter(Boolean);

  function reveal(form) {
    const off = new Set();
    form.querySelectorAll("[data-if]").forEach((box) => {
      const wanted = box.dataset.is.split("|");
      const hide = off.has(box.dataset.if) || !given(form, box.dataset.if).some((v) => wanted.includes(v));
      box.toggleAttribute("data-off", hide);
      if (hide) box.querySelectorAll("[name]").forEach((field) => off.add(field.name));
    });
  }

  document.querySelectorAll("form:has([data-if])").forEach((form) => {
    reveal(form);
    form.addEventListener("change", () => reveal(form));
    form.addEventListener("reset", () => setTimeout(() => reveal(form)));
  });
  addEventListener("pageshow", () => document.querySelectorAll("form:has([data-if])").forEach(reveal));
})();
