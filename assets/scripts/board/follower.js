// Asks every few seconds what happened on the board since it last looked.
const EVERY = 3000;
const JITTER = 800; // twenty people who opened the page together do not ask together
const OUT_OF_SIGHT = 30_000;
const AT_MOST = 30_000;

export class Follower {
  constructor(board, cards, status, outbox) {
    Object.assign(this, { board, cards, status, outbox, failures: 0, isAsking: false, isSomebodyHere: false });
  }

  begin() {
    for (const kind of ["keydown", "pointerdown"]) {
      document.addEventListener(kind, () => (this.isSomebodyHere = true), { passive: true });
    }
    window.addEventListener("online", () => this.ask());
    window.addEventListener("offline", () => this.status.set("offline", true));
    document.addEventListener("visibilitychange", () => document.hidden || this.ask());
    this.again();
  }

  again() {
    clearTimeout(this.timer);
    if (this.isOver) return;
    const pause = document.hidden ? OUT_OF_SIGHT : Math.min(EVERY * 2 ** Math.min(this.failures, 4), AT_MOST);
    this.timer = setTimeout(() => this.ask(), pause + Math.random() * JITTER);
  }

  async ask() {
    if (this.isAsking || this.isOver) return;
    this.isAsking = true;
    try {
      await this.look();
      this.failures = 0;
    } catch {
      this.failures += 1;
      this.status.set("offline", true);
    }
    this.isAsking = false;
    this.again();
  }

  async look() {
    const { changesUrl, number } = this.board.dataset;
    const here = this.isSomebodyHere ? "&here=1" : "";
    this.isSomebodyHere = false;
    const response = await fetch(`${changesUrl}?since=${number}${here}`, {
      headers: { "HX-Request": "true" },
      redirect: "manual", // to the sign-in page, once one was signed out
      signal: AbortSignal.timeout(20_000),
    });
    this.status.set("signedOut", response.type === "opaqueredirect");
    if (response.type === "opaqueredirect") throw new Error("signed out");
    if (response.status === 404) {
      this.isOver = true;
      return this.status.set("gone", true);
    }
    if (!response.ok) throw new Error(`answered ${response.status}`);
    this.status.set("offline", false);
    this.outbox.flush();
    if (response.status !== 204) this.put(await response.text());
  }

  put(html) {
    const changes = new DOMParser().parseFromString(html, "text/html").querySelector("[data-changes]");
    if (!changes || Number(changes.dataset.number) <= Number(this.board.dataset.number)) return;
    this.board.dataset.number = changes.dataset.number;
    this.cards.steadily(() => {
      for (const list of changes.querySelectorAll("[data-into]")) {
        for (const card of [...list.children]) this.cards.place(list.dataset.into, document.adoptNode(card));
      }
    });
    const state = changes.querySelector("#board-state");
    if (state) document.getElementById("board-state").replaceWith(document.adoptNode(state));
    const words = changes.querySelector("[data-state-words]");
    if (words) this.status.set("said", words.textContent);
  }
}
