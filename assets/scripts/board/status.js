// One line that says in words whether what was written has arrived. The most pressing thing is said.
export class Status {
  constructor(line, words) {
    Object.assign(this, { line, words, facts: {} });
  }

  set(fact, value) {
    if (this.facts[fact] === value) return;
    this.facts[fact] = value;
    this.say();
  }

  say() {
    const { signedOut, gone, waiting, offline, said } = this.facts;
    const [kind, words] = gone
      ? ["waiting", this.words("gone")]
      : signedOut
        ? ["waiting", this.words("signed-out")]
        : waiting
          ? ["waiting", this.words("waiting").replace("{count}", waiting)]
          : offline
            ? ["waiting", this.words("offline")]
            : ["", said ?? ""];
    if (this.line.textContent === words) return;
    this.line.dataset.kind = kind;
    this.line.textContent = words;
    if (signedOut && !gone) this.line.append(" ", this.signIn());
  }

  signIn() {
    const link = document.createElement("a");
    Object.assign(link, { href: this.line.dataset.signIn, target: "_blank", rel: "noopener" });
    link.textContent = this.words("sign-in");
    return link;
  }
}
