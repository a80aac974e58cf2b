// SPDX-License-Identifier: EUPL-1.2
import assert from "node:assert/strict";
import test from "node:test";

import { fitted, scrollFor } from "../../static/js/lib/sheets.js";

test("a phone is 360 pixels wide and as large as it is", () => {
  assert.deepEqual(fitted("telefon", { width: 600, height: 800 }), { width: 360, height: 800, scale: 1 });
  assert.equal(fitted("telefon", { width: 300, height: 800 }).width, 300);
});

test("a screen is laid out wide and shown smaller, never larger", () => {
  const small = fitted("bildschirm", { width: 512, height: 800 });
  assert.deepEqual(small, { width: 1024, height: 1600, scale: 0.5 });
  assert.deepEqual(fitted("bildschirm", { width: 1400, height: 800 }), { width: 1400, height: 800, scale: 1 });
});

test("a whole sheet of paper is seen", () => {
  const { width, height, scale } = fitted("papier", { width: 600, height: 575 });
  assert.equal(scale, 0.5);
  assert.ok(width >= 820 && height >= 1150);
});

test("what is seen is not scrolled; else as little as needed, and what is too large from its beginning", () => {
  assert.equal(scrollFor({ start: 50, end: 200 }, 600), 0);
  assert.equal(scrollFor({ start: -300, end: -100 }, 600), -316);
  assert.equal(scrollFor({ start: 700, end: 900 }, 600), 316);
  assert.equal(scrollFor({ start: 100, end: 2000 }, 600), 84);
});
