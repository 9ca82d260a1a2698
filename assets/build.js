// Builds what is committed under ../tulga/kit: style sheet, scripts, the mark, fonts, and VENDORED.json with their checksums.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";
import { transform } from "lightningcss";
import { compile } from "sass";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const kit = join(here, "../tulga/kit");
const web = join(kit, "static/kit");
const modules = join(here, "node_modules");

const span = (first, last) => String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, i) => first + i));

// The same ranges as in styles/_fonts.scss.
const LETTERS = {
  common:
    span(0x20, 0x7e) + span(0xa0, 0xff) + span(0x410, 0x44f) + "ЁёӨөҮү–—‘’‚“”„•…‹›€₮№←↑→↓−",
  other: span(0x100, 0x24f) + span(0x400, 0x52f) + span(0x1e00, 0x1eff),
};
const WEB_WEIGHTS = { 400: "Regular", 600: "Semibold" };
const PAPER_STYLES = ["Regular", "Semibold", "Bold", "It"];

function styleSheet() {
  const source = compile(join(here, "styles/tulga.scss"), {
    loadPaths: [here, modules],
    quietDeps: true,
    logger: {
      // MoJ's alert still asks for this mixin; nothing of ours does.
      warn: (message) => message.includes("govuk-text-colour") || console.warn(message),
    },
  }).css;
  // Every functional colour is declared on :root, so the fallbacks repeated at each use are dead weight.
  const css = source.replace(/var\((--govuk-[a-z-]+-colour), (?:#[0-9a-f]+|[a-z]+)\)/g, "var($1)");
  const { code } = transform({
    filename: "tulga.css",
    code: Buffer.from(css),
    minify: true,
    targets: { chrome: 111 << 16, edge: 111 << 16, firefox: 113 << 16, safari: (16 << 16) | (4 << 8), ios_saf: (16 << 16) | (4 << 8) },
  });
  writeFileSync(join(web, "tulga.css"), code);
}

const SCRIPTS = {
  "scripts/tulga.js": "kit/static/kit/tulga.js",
  "scripts/board.js": "meetings/static/meetings/board.js",
};

async function scripts() {
  for (const [source, built] of Object.entries(SCRIPTS)) {
    await build({
      entryPoints: [join(here, source)],
      outfile: join(here, "../tulga", built),
      bundle: true,
      minify: true,
      format: "esm",
      target: "es2020",
      legalComments: "none",
    });
  }
  copyFileSync(join(modules, "htmx.org/dist/htmx.min.js"), join(web, "htmx.min.js"));
}

function pictures() {
  copyFileSync(join(here, "mark.svg"), join(web, "mark.svg"));
}

async function fonts() {
  mkdirSync(join(web, "fonts"), { recursive: true });
  mkdirSync(join(kit, "fonts"), { recursive: true });
  for (const [weight, style] of Object.entries(WEB_WEIGHTS)) {
    const whole = readFileSync(join(modules, `source-sans/TTF/SourceSans3-${style}.ttf`));
    for (const [part, letters] of Object.entries(LETTERS)) {
      const cut = await subsetFont(whole, letters, { targetFormat: "woff2", noLayoutClosure: true });
      writeFileSync(join(web, `fonts/source-sans-3-${weight}-${part}.woff2`), cut);
    }
  }
  for (const style of PAPER_STYLES) {
    copyFileSync(join(modules, `source-sans/TTF/SourceSans3-${style}.ttf`), join(kit, `fonts/SourceSans3-${style}.ttf`));
  }
  for (const folder of [join(web, "fonts"), join(kit, "fonts")]) {
    copyFileSync(join(modules, "source-sans/LICENSE.md"), join(folder, "OFL.md"));
  }
}

function vendored() {
  const locked = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8")).packages;
  const used = ["govuk-frontend", "@ministryofjustice/frontend", "htmx.org", "source-sans"];
  const packages = used.map((name) => {
    const { version, license } = locked[`node_modules/${name}`];
    return { name, version, license };
  });
  const files = {};
  for (const folder of ["fonts", "static/kit", "static/kit/fonts"]) {
    for (const entry of readdirSync(join(kit, folder), { withFileTypes: true })) {
      if (!entry.isFile() || entry.name === "README.md") continue;
      const path = `${folder}/${entry.name}`;
      files[`tulga/kit/${path}`] = createHash("sha256").update(readFileSync(join(kit, path))).digest("hex");
    }
  }
  for (const built of Object.values(SCRIPTS)) {
    files[`tulga/${built}`] = createHash("sha256").update(readFileSync(join(here, "../tulga", built))).digest("hex");
  }
  const sorted = Object.fromEntries(Object.entries(files).sort(([one], [two]) => (one < two ? -1 : 1)));
  writeFileSync(join(here, "VENDORED.json"), JSON.stringify({ packages, files: sorted }, null, 2) + "\n");
}

mkdirSync(web, { recursive: true });
styleSheet();
await scripts();
pictures();
await fonts();
vendored();
