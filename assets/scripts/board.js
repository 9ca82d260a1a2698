// A working session's board: what others write appears by itself, what one writes is kept until it is sent, once.
// Without this script every form of the page is sent and answered as usual.
import { Cards } from "./board/cards.js";
import { Follower } from "./board/follower.js";
import { Outbox } from "./board/outbox.js";
import { Status } from "./board/status.js";
import { Typed } from "./board/typed.js";
import { Kept } from "./kept.js";

const board = document.getElementById("board");

if (board) {
  const words = (name) => board.querySelector(`[data-word="${name}"]`)?.textContent ?? "";
  const kept = new Kept(board.dataset.person, board.dataset.key);
  const status = new Status(board.querySelector("[data-status]"), words);
  const cards = new Cards(board, words);
  const typed = new Typed(board, kept, status);
  const outbox = new Outbox(board, kept, cards, status, typed);
  const follower = new Follower(board, cards, status, outbox);

  outbox.onSent = () => follower.ask();
  board.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-board-form]")) return;
    event.preventDefault();
    outbox.take(event.target, event.submitter);
  });
  board.addEventListener("click", (event) => {
    const from = event.target.closest("[data-draft-from]");
    if (from && cards.draftFrom(from.dataset.draftFrom)) event.preventDefault();
    const givenUp = event.target.closest("[data-give-up]");
    if (givenUp) outbox.giveUp(givenUp.closest("form"));
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const form = board.contains(event.detail.elt) && event.detail.elt.querySelector("[data-board-form]");
    if (form) typed.restore(form, { focus: true });
  });

  // Our own hand keeps the page where it is when cards come in above.
  document.documentElement.style.overflowAnchor = "none";
  board.querySelectorAll("[data-board-form]").forEach((form) => typed.restore(form));
  outbox.begin();
  follower.begin();
}
