// Results that follow what one types: the form's answers go to the server, which works them out and gives the part of
// the page that shows them. Nothing is stored. Without a network the last results stay.
(function () {
  "use strict";
  document.querySelectorAll("form[data-live]").forEach((form) => {
    const place = document.getElementById(form.dataset.liveTo);
    let timer, asked = 0;
    if (!place) return;

    function ask() {
      const mine = ++asked;
      fetch(form.dataset.live, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" })
        .then((answer) => (answer.ok ? answer.text() : null))
        .then((text) => {
          if (text === null || mine !== asked) return;
          const page = new DOMParser().parseFromString(text, "text/html");
          place.replaceChildren(...page.body.childNodes);
        })
        .catch(() => { /* the next change asks again */ });
    }

    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 500); });
  });
})();
