// Files are sent as soon as they are chosen, one after the other, each with its progress and its result; what a
// cut interrupted is sent again at a touch. Without this script the form sends them all and the page answers.
(function () {
  "use strict";
  const board = document.querySelector("[data-board]");
  if (!board || !window.FormData || !window.XMLHttpRequest) return;
  const words = board.dataset;
  let queue = Promise.resolve();
  let under = 0; // files on their way

  board.querySelectorAll("form[data-upload]").forEach((form) => {
    const input = form.querySelector("input[type=file]");
    const list = form.querySelector("[data-upload-list]");
    form.querySelector("button[type=submit]").hidden = true;
    const take = (files) => Array.from(files).forEach((file) => add(form, list, file));
    input.addEventListener("change", () => { take(input.files); input.value = ""; });
    form.addEventListener("dragover", (e) => { e.preventDefault(); form.classList.add("over"); });
    form.addEventListener("dragleave", () => form.classList.remove("over"));
    form.addEventListener("drop", (e) => { e.preventDefault(); form.classList.remove("over"); take(e.dataTransfer.files); });
  });

  addEventListener("beforeunload", (e) => { if (under > 0) e.preventDefault(); });

  function add(form, list, file) {
    const line = document.createElement("li");
    const name = document.createElement("bdi");
    name.className = "file-name";
    name.textContent = file.name;
    const said = document.createElement("p");
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    line.append(name, said, bar);
    list.append(line);
    const row = { line, said, bar };
    if (file.size > Number(words.most)) return fail(row, words.large);
    send(form, file, row);
  }

  function send(form, file, row) {
    under++;
    row.said.textContent = words.waiting;
    row.said.className = "hint";
    row.bar.hidden = false;
    queue = queue.then(() => post(form, file, row)).then((answer) => {
      under--;
      if (answer.ok) {
        row.said.textContent = answer.text;
        row.bar.hidden = true;
        return refresh(row);
      }
      fail(row, answer.text, answer.again && (() => send(form, file, row)));
    });
  }

  function post(form, file, row) {
    return new Promise((done) => {
      const body = new FormData();
      body.append("category", form.elements.category.value);
      body.append("files", file);
      const request = new XMLHttpRequest();
      const cut = () => done({ text: words.cut, again: true });
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "application/json");
      request.upload.onprogress = (e) => {
        if (!e.lengthComputable) return;
        const part = Math.round(100 * e.loaded / e.total);
        row.bar.value = part;
        row.said.textContent = part < 100 ? words.sending.replace("#", part) : words.checking;
      };
      request.onerror = request.onabort = request.ontimeout = cut;
      request.onload = () => {
        let answer;
        try { answer = JSON.parse(request.responseText).files[0]; } catch (e) { answer = null; }
        if (answer) done(answer);
        else if (new URL(request.responseURL).pathname === "/connexion") done({ text: words.session, again: true });
        else cut();
      };
      request.send(body);
    });
  }

  function fail(row, text, again) {
    row.bar.hidden = true;
    row.said.textContent = text;
    row.said.className = "failed";
    if (!again) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-secondary";
    button.textContent = words.retry;
    button.addEventListener("click", () => { button.remove(); again(); });
    row.line.append(button);
  }

  // refresh brings what the page says of the dossier up to date, and leaves forms and what is under way alone.
  function refresh(row) {
    return fetch(location.pathname + location.search, { headers: { Accept: "text/html" } })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))))
      .then((html) => {
        const fresh = new DOMParser().parseFromString(html, "text/html");
        board.querySelectorAll("[data-held]").forEach((part) => {
          const now = fresh.querySelector(`[data-held="${CSS.escape(part.dataset.held)}"]`);
          if (now && now.innerHTML !== part.innerHTML && !part.contains(document.activeElement)) part.innerHTML = now.innerHTML;
        });
        row.line.remove();
      })
      .catch(() => { /* the line says that it arrived */ });
  }
})();
