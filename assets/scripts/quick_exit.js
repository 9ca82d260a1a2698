// Leaving at once: the link itself, Esc or Shift three times. Replaces the page, so that Back does not return to it.
const WITHIN = 3000;
const TIMES = 3;

export function quickExit(link) {
  if (!link) return;
  let pressed = [];

  const leave = () => {
    document.body.hidden = true;
    window.location.replace(link.href);
  };

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  document.addEventListener("keyup", (event) => {
    if (event.key === "Escape") return leave();
    if (event.key !== "Shift") {
      pressed = [];
      return;
    }
    const now = Date.now();
    pressed = [...pressed.filter((then) => now - then < WITHIN), now];
    if (pressed.length >= TIMES) leave();
  });
}
