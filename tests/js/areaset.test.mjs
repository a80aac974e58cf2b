// SPDX-License-Identifier: EUPL-1.2

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { readAreas, writeAreas } from "../../static/js/lib/areaset.js";

// The same spellings are written by tests/unit/rendering/test_workbench_state.py.
const SPELLINGS = JSON.parse(readFileSync(new URL("./support/areasets.json", import.meta.url), "utf8"));

test("script and server spell sets of areas alike", () => {
  for (const { order, positions, text } of SPELLINGS) {
    assert.equal(writeAreas(positions, order), text);
    assert.deepEqual(readAreas(text)?.positions ?? [], positions);
  }
});

test("order and repetition do not matter", () => {
  assert.equal(writeAreas([7, 3, 7], "3f9a00"), writeAreas([3, 7], "3f9a00"));
});

test("what nobody wrote is no set", () => {
  for (const text of ["", "3f9a", "3f9ab", "3f9abAA", "3f9xbAQ", "3f9aB-_", `3f9ab${"A".repeat(1300)}`, "3f9al//8", "3f9alv____wA"]) {
    assert.equal(readAreas(text), null, text);
  }
});
