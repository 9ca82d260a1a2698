// What somebody wrote on a session's board and the server has not got yet: in this browser only, under the person's
// number, at most a week, and never beyond signing out.
const PREFIX = "tulga.board.";
const LEAVING = "data-leaving"; // signing out: the page that is left keeps nothing any more
const AT_MOST = 7 * 24 * 3600 * 1000;

export class Kept {
  constructor(person, board) {
    this.prefix = `${PREFIX}${person}.${board}.`;
    for (const name of this.names("")) {
      if (!(Date.now() - this.read(name)?.at < AT_MOST)) this.forget(name);
    }
  }

  names(start) {
    return keys(this.prefix + start).map((key) => key.slice(this.prefix.length));
  }

  read(name) {
    try {
      return JSON.parse(localStorage.getItem(this.prefix + name));
    } catch {
      return null;
    }
  }

  // A browser that keeps nothing (private windows, a full disk) must not stop anybody from writing.
  write(name, value) {
    if (document.documentElement.hasAttribute(LEAVING)) return false;
    try {
      localStorage.setItem(this.prefix + name, JSON.stringify({ ...value, at: Date.now() }));
    } catch {
      return false;
    }
    return true;
  }

  forget(name) {
    try {
      localStorage.removeItem(this.prefix + name);
    } catch {
      // nothing was kept
    }
  }
}

export function forgetOnLeaving(form) {
  form?.addEventListener("submit", (event) => {
    const kept = keys(PREFIX);
    if (kept.length && !window.confirm(form.dataset.unsent)) return event.preventDefault();
    document.documentElement.setAttribute(LEAVING, "");
    kept.forEach((key) => localStorage.removeItem(key));
  });
}

function keys(start) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(start));
  } catch {
    return [];
  }
}
