// SPDX-License-Identifier: EUPL-1.2
// Brings the parts of npm packages that pages need into static/build/ (git-ignored, rebuilt at set-up).
// Own code is served as it is written; nothing of ours passes through here.

import { build, transform } from "esbuild";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";
import { keepBlocks } from "./kern_blocks.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const TARGET = join(ROOT, "static", "build");
const KERN = dirname(createRequire(import.meta.url).resolve("@kern-ux/native/package.json"));

const WEIGHTS = [
  ["FiraSans-Regular", 400, "normal"],
  ["FiraSans-Italic", 400, "italic"],
  ["FiraSans-SemiBold", 600, "normal"],
];

// Latin with all letters of European names, German typography, arrows, mathematical signs.
const RANGES = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
  [0x1e9e, 0x1e9e],
  [0x2010, 0x2027],
  [0x202f, 0x203a],
  [0x20ac, 0x20ac],
  [0x2190, 0x2199],
  [0x2200, 0x22ff],
];

// The entries of a font's table of names that tell its family and weight.
const FAMILY = [16, 17];

async function writeStyles() {
  const css = await readFile(join(KERN, "dist", "kern.css"), "utf8");
  const { code } = await transform(keepBlocks(css), { loader: "css", minify: true });
  await writeFile(join(TARGET, "kern.css"), code);
}

async function writeFonts() {
  const text = RANGES.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, step) => String.fromCodePoint(first + step)),
  ).join("");
  const faces = [];
  for (const [name, weight, style] of WEIGHTS) {
    const font = await readFile(join(KERN, "dist", "fonts", "fira-sans", `${name}.woff2`));
    await writeFile(join(TARGET, `${name}.woff2`), await subsetFont(font, text, { targetFormat: "woff2" }));
    // Pictures for files are drawn on the server by a program that reads TrueType only.
    const options = { targetFormat: "truetype", preserveNameIds: FAMILY };
    await writeFile(join(TARGET, `${name}.ttf`), await subsetFont(font, text, options));
    faces.push(
      `@font-face{font-family:"Fira Sans";src:url("${name}.woff2") format("woff2");` +
        `font-weight:${weight};font-style:${style};font-display:swap}`,
    );
  }
  await writeFile(join(TARGET, "fonts.css"), faces.join("\n"));
}

/** Scales and shapes of charts: one module of the few functions that they need. */
async function writeCharts() {
  const { metafile } = await build({
    entryPoints: [join(ROOT, "scripts", "charts.mjs")],
    outfile: join(TARGET, "charts.js"),
    bundle: true,
    format: "esm",
    minify: true,
    legalComments: "none",
    target: "es2022",
    metafile: true,
  });
  await writeLicences(Object.keys(metafile.inputs));
}

/** The licences of the packages that are in a bundle, beside it. */
async function writeLicences(inputs) {
  const packages = new Set(inputs.map((path) => /node_modules\/([^/]+)\//.exec(path)?.[1]).filter(Boolean));
  const texts = [...packages].sort().map(async (name) => {
    const text = await readFile(join(ROOT, "node_modules", name, "LICENSE"), "utf8");
    return `${name}\n\n${text.trim()}\n`;
  });
  await writeFile(join(TARGET, "charts-LICENSE.txt"), (await Promise.all(texts)).join("\n"));
}

await rm(TARGET, { recursive: true, force: true });
await mkdir(TARGET, { recursive: true });
await Promise.all([
  writeStyles(),
  writeFonts(),
  writeCharts(),
  cp(join(KERN, "LICENSE.md"), join(TARGET, "KERN-LICENSE.md")),
]);
