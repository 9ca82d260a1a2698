// What stands half-written in the board's forms, kept while one types and put back after a reload.
import { checkbox } from "../chooser.js";

const PATIENCE = 300;
const NEVER = new Set(["csrfmiddlewaretoken", "once_token"]);

export class Typed {
  constructor(board, kept, status) {
    Object.assign(this, { board, kept, status, timers: new Map() });
    for (const kind of ["input", "change"]) {
      board.addEventListener(kind, (event) => {
        const form = event.target.form;
        if (form?.matches("[data-board-form]")) this.soon(form);
      });
    }
    // A telephone may never come back to a page that is out of sight.
    for (const kind of ["pagehide", "visibilitychange"]) {
      window.addEventListener(kind, () => this.timers.forEach((_timer, form) => this.keep(form)), true);
    }
  }

  soon(form) {
    clearTimeout(this.timers.get(form));
    this.timers.set(
      form,
      setTimeout(() => this.keep(form), PATIENCE),
    );
  }

  keep(form) {
    this.stop(form);
    if (form.isConnected) this.kept.write(nameOf(form), snapshot(form));
  }

  forget(form) {
    this.stop(form);
    this.kept.forget(nameOf(form));
  }

  stop(form) {
    clearTimeout(this.timers.get(form));
    this.timers.delete(form);
  }

  restore(form, { focus = false } = {}) {
    const typed = this.kept.read(nameOf(form));
    if (typed && !form.dataset.stale) this.fill(form, typed);
    if (focus) firstField(form)?.focus();
  }

  fill(form, { fields, chosen }) {
    for (const [name, value, label] of chosen) addChosen(form, name, value, label);
    for (const control of form.elements) {
      if (!control.name || NEVER.has(control.name) || control.type === "submit") continue;
      const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
      if (control.type === "checkbox") control.checked = values.includes(control.value);
      else if (values.length) control.value = values[0];
    }
    form.closest("details")?.setAttribute("open", "");
    this.status.set("said", this.status.words("restored"));
  }
}

// What a form holds. One that shows both texts goes back to where the edit began: sent again, it shows both again.
export function snapshot(form) {
  const { stale } = form.dataset;
  const fields = [...new FormData(form)].filter(([name]) => !NEVER.has(name));
  const boxes = [...form.querySelectorAll("[data-chosen] input:checked")];
  return {
    fields: fields.map(([name, value]) => [name, name === "version" && stale ? stale : value]),
    chosen: boxes.map((box) => [box.name, box.value, box.labels[0].textContent]),
  };
}

// The same form in whichever language the page is read; one of several of a kind by its own name.
export function nameOf(form) {
  return `typed.${form.dataset.kept ?? new URL(form.action).pathname.replace(/^\/[^/]+/, "")}`;
}

export function firstField(form) {
  return form.querySelector("[aria-invalid=true]") ?? form.querySelector("textarea, input[type=text]");
}

function addChosen(form, name, value, label) {
  if ([...form.elements].some((each) => each.name === name && each.value === value)) return;
  const line = form.elements[`${name}_typed`];
  line?.closest(".tu-chooser").querySelector("[data-chosen]").append(checkbox({ name, value, label, id: line.id }));
}
