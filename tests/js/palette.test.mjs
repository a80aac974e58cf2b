// SPDX-License-Identifier: EUPL-1.2
// C007: the classes of every palette can be told apart by every eye, in both colour schemes.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { VISION, contrast, distance, lab, linearRgb, seen } from "./support/colour.mjs";

const FEWEST_DISTANCE = 9;
const LEAST_STEP = 10;

const read = (path) => readFileSync(new URL(`../../static/css/${path}`, import.meta.url), "utf8");
const tokens = read("tokens.css");
const [light, dark] = tokens.split("@media screen and (prefers-color-scheme: dark)");

function palettesOf(css) {
  const found = new Map();
  for (const [, name, count, position, colour] of css.matchAll(
    /--(sequential|neutral|diverging|qualitative)-(\d)-(\d): (#[0-9a-f]{6});/g,
  )) {
    const key = `${name}-${count}`;
    if (!found.has(key)) found.set(key, []);
    found.get(key)[Number(position) - 1] = colour;
  }
  return found;
}

const SCHEMES = { light: palettesOf(light), dark: palettesOf(dark) };

test("CIEDE2000 gives the published values of its test data", () => {
  // Sharma, Wu and Dalal 2005, table 1: pairs 1, 4, 7, 17 and 25.
  const pairs = [
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0],
    [[50, 0, 0], [50, -1, 2], 2.3669],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
  ];
  for (const [one, other, expected] of pairs) assert.equal(distance(one, other).toFixed(4), expected.toFixed(4));
});

test("both schemes offer the same palettes, each with all of its classes", () => {
  assert.deepEqual([...SCHEMES.light.keys()].sort(), [...SCHEMES.dark.keys()].sort());
  for (const palettes of Object.values(SCHEMES)) {
    for (const [name, colours] of palettes) assert.equal(colours.filter(Boolean).length, Number(name.split("-")[1]));
  }
});

for (const [scheme, palettes] of Object.entries(SCHEMES)) {
  for (const [name, colours] of palettes) {
    test(`C007: ${name} (${scheme}) keeps its classes apart for all eyes`, () => {
      for (const vision of Object.keys(VISION)) {
        const seenColours = colours.map((colour) => lab(seen(linearRgb(colour), vision)));
        seenColours.forEach((one, at) => {
          for (const other of seenColours.slice(at + 1)) {
            const found = distance(one, other);
            assert.ok(found >= FEWEST_DISTANCE, `${vision}: ${found.toFixed(2)}`);
          }
        });
      }
    });

    // Groups have no order.
    if (!/^(diverging|qualitative)/.test(name)) {
      test(`C007: ${name} (${scheme}) darkens step by step`, () => {
        const steps = colours.map((colour) => lab(linearRgb(colour))[0]);
        steps.slice(1).forEach((next, at) => assert.ok(steps[at] - next >= LEAST_STEP, `${steps[at]} → ${next}`));
      });
    }
  }
}

test("C008: the double ring round the chosen area stands out from every class", () => {
  for (const palettes of Object.values(SCHEMES)) {
    for (const colours of palettes.values()) {
      for (const colour of colours) {
        assert.ok(Math.max(contrast("#000000", colour), contrast("#ffffff", colour)) >= 3, colour);
      }
    }
  }
});

test("every palette and class that the style sheet names has its colour", () => {
  const named = [...read("components/palette.css").matchAll(/var\(--((?:sequential|neutral|diverging|qualitative)-\d)-(\d)\)/g)];
  assert.ok(named.length > 50);
  for (const [, palette, position] of named) assert.ok(SCHEMES.light.get(palette)?.[Number(position) - 1], palette);
});
