// The board by the mouse: a card is dragged to another column, and its own form is sent with that step. The server answers
// whether the card goes; until then it stays. Without this script, "Déplacer vers..." does the same.
(function () {
  "use strict";
  const board = document.querySelector("[data-pilot-board]");
  if (!board) return;
  const said = board.querySelector("[data-board-said]");
  let card = null;

  const zoneOf = (e) => e.target.closest && e.target.closest("[data-phase]:not(.board-card)");
  const takes = (zone) => card && zone && card.dataset.moves.split(" ").includes(zone.dataset.phase);
  const clear = () => board.querySelectorAll(".takes").forEach((z) => z.classList.remove("takes"));

  function say(text) {
    said.className = text ? "board-said" : "sr-only";
    said.textContent = text;
  }

  board.querySelectorAll(".board-card").forEach((c) => { c.draggable = c.dataset.moves !== ""; });
  board.addEventListener("dragstart", (e) => {
    card = e.target.closest(".board-card");
    if (!card) return;
    e.dataTransfer.effectAllowed = "move";
    e.dataTransfer.setData("text/plain", "");
    card.classList.add("is-dragged");
    board.classList.add("is-moving");
    say("");
  });
  board.addEventListener("dragend", () => {
    if (card) card.classList.remove("is-dragged");
    card = null;
    board.classList.remove("is-moving");
    clear();
  });
  board.addEventListener("dragover", (e) => {
    const zone = zoneOf(e);
    if (!card || !zone) return;
    e.preventDefault();
    clear();
    if (takes(zone)) zone.classList.add("takes");
    e.dataTransfer.dropEffect = "move";
  });
  board.addEventListener("drop", (e) => {
    const zone = zoneOf(e);
    if (!card || !zone) return;
    e.preventDefault();
    if (zone.dataset.phase === card.dataset.phase) return;
    if (!takes(zone)) return say(board.dataset.no);
    const form = card.querySelector("form");
    form.requestSubmit(Array.from(form.elements).find((b) => b.name === "vers" && b.value === zone.dataset.phase));
  });
})();
