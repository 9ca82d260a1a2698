// The SHA-256 of a file, computed here: only the hash is asked about, the file stays where it is.
// Without this script, or where the browser offers no cryptography, the hash is pasted instead.
const place = document.querySelector("[data-hash-file]");
const MEGABYTES = 50;

function said(words) {
  place.querySelector("[role=status]").textContent = words;
}

async function hashed(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

if (place && globalThis.crypto?.subtle) {
  place.hidden = false;
  place.querySelector("input[type=file]").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    if (!file) return;
    if (file.size > MEGABYTES * 1024 * 1024) {
      said(place.dataset.tooLarge);
      return;
    }
    said(place.dataset.working);
    const field = document.querySelector("#sha256");
    field.value = await hashed(file);
    field.form.requestSubmit();
  });
}
