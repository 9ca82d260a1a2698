// Offers records while one types their names. Without it the names are looked up when the form is sent.
const PATIENCE = 250;
const LEAST = 2;

export function enlivenChoosers(root) {
  for (const chooser of root.querySelectorAll("[data-chooser]:not([data-lively])")) enlivenChooser(chooser);
}

function enlivenChooser(chooser) {
  chooser.dataset.lively = "";
  const input = chooser.querySelector("input[type=text]");
  const chosen = chooser.querySelector("[data-chosen]");
  const found = chooser.querySelector("[data-found]");
  const name = input.name.replace(/_typed$/, "");
  let timer = 0;
  let asked = "";

  found.setAttribute("role", "status");

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PATIENCE);
  });

  // Enter takes the first one found: it does not send a form of which half is still to be written.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !found.firstElementChild) return;
    event.preventDefault();
    found.querySelector("input")?.click();
  });

  async function ask() {
    const words = input.value.trim();
    asked = words;
    if (words.length < LEAST || words.includes(",")) return found.replaceChildren();
    try {
      const response = await fetch(`${chooser.dataset.chooser}?q=${encodeURIComponent(words)}`);
      if (!response.ok || response.redirected || asked !== words) return;
      offer((await response.json()).choices);
    } catch {
      found.replaceChildren(); // no line: the names are looked up when the form is sent
    }
  }

  function offer(choices) {
    const taken = new Set([...chosen.querySelectorAll("input")].map((each) => each.value));
    const rows = choices.filter((each) => !taken.has(String(each.value))).map(row);
    if (!rows.length) rows.push(document.createTextNode(chooser.dataset.none));
    found.replaceChildren(...rows);
  }

  function row({ value, label }) {
    const item = checkbox({ name: "", value, label, id: input.id });
    const box = item.querySelector("input");
    box.addEventListener("change", () => take(item, box), { once: true });
    return item;
  }

  function take(item, box) {
    box.name = name;
    chosen.append(item);
    input.value = "";
    found.replaceChildren();
    input.focus();
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// A box to tick with its words, as the form's own.
export function checkbox({ name, value, label, id }) {
  const item = document.createElement("div");
  const box = document.createElement("input");
  const words = document.createElement("label");
  item.className = "govuk-checkboxes__item";
  box.className = "govuk-checkboxes__input";
  words.className = "govuk-label govuk-checkboxes__label";
  Object.assign(box, { type: "checkbox", name, value, id: `${id}_${value}` });
  Object.assign(words, { htmlFor: box.id, textContent: label });
  item.append(box, words);
  return item;
}
