// The cards on the board: put in place when somebody changed them, never under the hands of whoever writes.
import { checkbox } from "../chooser.js";

const NEW_FOR = 30_000;
const IN_SHORT = 80;

export class Cards {
  constructor(board, words) {
    Object.assign(this, { board, words });
  }

  list(kind) {
    return this.board.querySelector(`#${kind}`);
  }

  // A card as the server drew it; `isOwn` where this person's own act brought it.
  place(kind, fresh, { isOwn = false } = {}) {
    const list = this.list(kind);
    const card = document.getElementById(fresh.id);
    if (kind === "challenges") this.offerInDraft(fresh);
    if (!card) {
      list.append(fresh);
      this.enliven(fresh, isOwn);
    } else if (Number(card.dataset.act) >= Number(fresh.dataset.act) && !isOwn) {
      return;
    } else if (card.querySelector("form") && !isOwn) {
      card.dataset.position = fresh.dataset.position;
      card.dataset.newest = fresh.dataset.act;
      this.markChanged(card);
    } else {
      // Somebody was quicker still: let the next look bring what they wrote.
      if (Number(card.dataset.newest) > Number(fresh.dataset.act)) this.board.dataset.number = fresh.dataset.act;
      this.replace(card, fresh, isOwn);
    }
    order(list);
  }

  replace(card, fresh, isOwn) {
    const had = card.contains(document.activeElement) ? document.activeElement : null;
    card.replaceWith(fresh);
    this.enliven(fresh, isOwn);
    if (had) (twinOf(had, fresh) ?? fresh.querySelector("a"))?.focus({ preventScroll: true });
  }

  enliven(node, isOwn = true) {
    window.htmx?.process(node);
    node.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: node } }));
    if (isOwn) return;
    node.classList.add("tu-note--new");
    setTimeout(() => node.classList.remove("tu-note--new"), NEW_FOR);
  }

  markChanged(card) {
    if (card.querySelector(".tu-note__changed")) return;
    const line = document.createElement("p");
    line.className = "tu-note__changed";
    line.setAttribute("role", "status");
    line.textContent = this.words("changed-meanwhile");
    card.prepend(line);
  }

  // A challenge told meanwhile can be answered without loading the page again.
  offerInDraft(card) {
    const boxes = document.querySelector("#new_challenges .govuk-checkboxes");
    const value = card.id.replace("challenge-", "");
    if (!boxes || boxes.querySelector(`input[value="${value}"]`)) return;
    const label = card.querySelector(".tu-note__words").textContent.trim().slice(0, IN_SHORT);
    if (!boxes.querySelector("input")) boxes.replaceChildren();
    boxes.append(checkbox({ name: "challenges", value, label, id: "new_challenges" }));
  }

  // What somebody looks at stays where it is on the screen, whatever comes in above it.
  steadily(change) {
    const seen = [document.activeElement, ...this.board.querySelectorAll("[data-card], [data-board-form]")];
    const anchor = seen.find((each) => this.board.contains(each) && each.getBoundingClientRect().bottom > 0);
    const before = anchor?.getBoundingClientRect().top;
    change();
    if (anchor?.isConnected) window.scrollBy(0, anchor.getBoundingClientRect().top - before);
  }

  draftFrom(number) {
    const box = document.querySelector(`#new_challenges input[value="${number}"]`);
    const place = document.getElementById("new-draft");
    if (!box || !place) return false;
    box.checked = true;
    box.dispatchEvent(new Event("change", { bubbles: true }));
    place.open = true;
    place.querySelector("textarea, input[type=text]")?.focus();
    return true;
  }
}

// By position, moving as few cards as possible and never the one somebody has the focus in: moving would take it away.
function order(list) {
  const wanted = [...list.children].sort(
    (one, two) => one.dataset.position - two.dataset.position || number(one) - number(two),
  );
  if (wanted.every((card, index) => card === list.children[index])) return;
  const anchor = wanted.find((card) => card.contains(document.activeElement)) ?? wanted[0];
  const at = wanted.indexOf(anchor);
  wanted.slice(0, at).forEach((card) => list.insertBefore(card, anchor));
  wanted.slice(at + 1).forEach((card) => list.append(card));
}

function number(card) {
  return Number(card.id.split("-").pop());
}

// The same button or link in the card's new drawing.
function twinOf(control, card) {
  const same = (each) =>
    each.tagName === control.tagName &&
    each.name === control.name &&
    each.value === control.value &&
    each.getAttribute("href") === control.getAttribute("href");
  return [...card.querySelectorAll("a, button")].find(same);
}
