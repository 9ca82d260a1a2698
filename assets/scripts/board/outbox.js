// What was written and is on its way: kept until the server has answered, sent again while there is no line. Each
// carries the form's one-time token and a number of its own, so that however often it is sent, it has its effect once.
import { firstField, nameOf, snapshot } from "./typed.js";

const PATIENCE = 1000;
const AT_MOST = 30_000;
const TRY_AGAIN = new Set([408, 425, 429, 500, 502, 503, 504]);
const AS_PART = { "HX-Request": "true" };

export class Outbox {
  constructor(board, kept, cards, status, typed) {
    Object.assign(this, { board, kept, cards, status, typed, failures: 0, isSending: false, onSent: () => {} });
    // Where the browser keeps nothing, letters wait in the page alone.
    this.unkept = new Map();
  }

  begin() {
    window.addEventListener("online", () => this.flush());
    this.letters().forEach((letter) => this.show(letter));
    this.kept.names("typed.").forEach((name) => this.openAgain(name.slice("typed.".length)));
    this.tell();
    this.flush();
  }

  letters() {
    const kept = this.kept.names("letter.").sort();
    return [...kept.map((name) => ({ ...this.kept.read(name), name })), ...this.unkept.values()];
  }

  take(form, submitter) {
    const written = snapshot(form);
    const words = written.fields.filter(([name, value]) => /^(text|title)_/.test(name) && value.trim());
    if (form.dataset.adds && !words.length) {
      this.status.set("said", this.status.words("empty"));
      return firstField(form).focus();
    }
    const number = `${Date.now()}-${Math.random().toString(36).slice(2, 10)}`;
    const item = form.closest("li");
    const letter = {
      ...written,
      name: `letter.${number}`,
      action: form.getAttribute("action"),
      words: words.map(([, value]) => value).join("\n"),
      adds: form.dataset.adds ?? item?.dataset.adds ?? "",
      card: item?.matches("[data-card]") ? item.id : "",
    };
    letter.fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    if (submitter?.name) letter.fields.push([submitter.name, submitter.value]);
    letter.fields.push(["sending", number]);
    if (!this.kept.write(letter.name, letter)) this.unkept.set(letter.name, letter);
    this.typed.forget(form);
    if (form.dataset.adds) empty(form);
    else if (item && !letter.card) this.remove(item);
    this.show(letter);
    this.tell();
    this.flush();
  }

  giveUp(form) {
    this.typed.forget(form);
    const item = form.closest("li");
    if (!item.matches("[data-card]")) this.remove(item);
  }

  async flush() {
    if (this.isSending) return;
    this.isSending = true;
    clearTimeout(this.timer);
    try {
      for (const letter of this.letters()) await this.send(letter);
      this.failures = 0;
    } catch {
      this.failures += 1;
      this.timer = setTimeout(() => this.flush(), Math.min(PATIENCE * 2 ** this.failures, AT_MOST));
    }
    this.isSending = false;
    this.tell();
  }

  async send(letter) {
    const body = new URLSearchParams(letter.fields);
    body.set("csrfmiddlewaretoken", this.board.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
    const signal = AbortSignal.timeout(30_000);
    const response = await fetch(letter.action, { method: "POST", body, headers: AS_PART, signal });
    if (response.status === 401) return this.signInAgain(letter);
    if (TRY_AGAIN.has(response.status)) throw new Error(`answered ${response.status}`);
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    const card = answer.querySelector("[data-card]");
    if (response.ok && !card) throw new Error("answered by another page");
    this.drop(letter);
    if (card) this.arrived(letter, document.adoptNode(card));
    else this.refused(letter, answer.querySelector("main .tu-width") ?? answer.body);
  }

  // The cookie ended, or a new sign-in changed the page's secret: ask for the page again, as the same person.
  async signInAgain(letter) {
    const response = await fetch(this.board.dataset.pageUrl, { redirect: "manual" });
    const page = response.ok && new DOMParser().parseFromString(await response.text(), "text/html");
    const theirs = page && page.getElementById("board");
    const isSame = theirs && theirs.dataset.person === this.board.dataset.person && !letter.isSecond;
    this.status.set("signedOut", !isSame);
    if (!isSame) throw new Error("signed out");
    const secret = theirs.querySelector("[name=csrfmiddlewaretoken]")?.value;
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => (field.value = secret));
    await this.send({ ...letter, isSecond: true });
  }

  drop({ name }) {
    this.kept.forget(name);
    this.unkept.delete(name);
  }

  arrived(letter, card) {
    const waiting = this.item(letter);
    if (waiting) this.remove(waiting);
    this.cards.place(card.id.startsWith("challenge") ? "challenges" : "drafts", card, { isOwn: true });
    if (letter.words) this.status.set("said", this.status.words("sent"));
    this.onSent();
  }

  // A form with its faults or with both texts, or a sentence. What was written counts as half-written again.
  refused(letter, answer) {
    const place = document.getElementById(letter.card) ?? this.show(letter);
    if (!place) return;
    place.replaceChildren(...answer.childNodes);
    const form = place.querySelector("form");
    if (form) {
      if (!letter.card) form.dataset.kept = `${letter.action.replace(/^\/[^/]+/, "")}#${letter.name}`;
      this.kept.write(nameOf(form), { fields: letter.fields, chosen: letter.chosen });
    }
    this.cards.enliven(place);
    this.status.set("said", this.status.words("refused"));
    if (!isWritingElsewhere(place)) (form ? firstField(form) : place)?.focus();
  }

  // Half-written edits of cards, and new ones that were refused: their forms are opened again and filled.
  openAgain(name) {
    const [path, number] = name.split("#");
    const [, kind, pk] = path.match(/\/(challenge|draft)s\/(\d+)\/edit\/$/) ?? [];
    const card = kind && document.getElementById(`${kind}-${pk}`);
    if (kind) return card && window.htmx?.ajax("GET", card.querySelector('[hx-get$="/edit/"]')?.href, { target: card, swap: "innerHTML" });
    const main = [...this.board.querySelectorAll("form[data-adds]")].find((form) => nameOf(form) === `typed.${path}`);
    if (!number || !main) return null;
    const { fields, chosen } = this.kept.read(`typed.${name}`);
    const words = fields.find(([key, value]) => /^(text|title)_/.test(key) && value)?.[1] ?? "";
    const item = this.show({ name: number, adds: main.dataset.adds, words, card: "" });
    return this.fetchForm(main.action).then((form) => {
      item.replaceChildren(form);
      form.dataset.kept = name;
      this.typed.fill(form, { fields, chosen });
      this.cards.enliven(item);
    });
  }

  async fetchForm(address) {
    const response = await fetch(address, { headers: AS_PART });
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    return document.adoptNode(answer.querySelector("[data-board-form]"));
  }

  // Where it will stand, and in words: kept here, not sent yet.
  show(letter) {
    const card = document.getElementById(letter.card);
    if (card) {
      card.querySelector("form")?.setAttribute("inert", "");
      this.label(card, letter);
      return card;
    }
    if (!letter.words) return null;
    const item = this.item(letter) ?? this.newItem(letter);
    this.label(item, letter);
    return item;
  }

  item({ name }) {
    return this.board.querySelector(`.tu-note--waiting[data-letter="${name}"]`);
  }

  newItem({ name, adds }) {
    const item = document.createElement("li");
    item.className = "tu-note tu-note--waiting";
    item.tabIndex = -1;
    Object.assign(item.dataset, { letter: name, adds });
    const list = document.getElementById(`waiting-${adds || "challenges"}`);
    list.append(item);
    list.hidden = false;
    return item;
  }

  remove(item) {
    const list = item.parentElement;
    item.remove();
    list.hidden = !list.children.length;
  }

  label(place, { words }) {
    place.querySelectorAll("[data-own]").forEach((line) => line.remove());
    const said = [["tu-note__changed", this.status.words("kept")]];
    if (words && !place.querySelector("form")) said.push(["tu-words", words]);
    place.prepend(
      ...said.map(([className, textContent]) => {
        const line = Object.assign(document.createElement("p"), { className, textContent });
        line.dataset.own = "";
        return line;
      }),
    );
  }

  tell() {
    const letters = this.letters();
    this.status.set("waiting", letters.filter((letter) => letter.words).length);
    // Sent by another window of the same person.
    for (const item of this.board.querySelectorAll(".tu-note--waiting")) {
      const isWaiting = letters.some((letter) => letter.name === item.dataset.letter);
      if (!isWaiting && !item.querySelector("form, [role=alert]")) this.remove(item);
    }
  }
}

function empty(form) {
  for (const control of form.elements) {
    if (control.name === "agency" || control.type === "hidden" || control.type === "submit") continue;
    if (control.type === "checkbox") control.checked = false;
    else control.value = "";
  }
  form.querySelectorAll("[data-chosen]").forEach((chosen) => chosen.replaceChildren());
  firstField(form)?.focus();
}

// Nobody's hands are moved to another form while they type.
function isWritingElsewhere(place) {
  const active = document.activeElement;
  return !place.contains(active) && active?.matches("textarea, input[type=text]") && Boolean(active.value);
}
