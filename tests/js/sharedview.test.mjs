// SPDX-License-Identifier: EUPL-1.2
import assert from "node:assert/strict";
import { test } from "node:test";

import { moved, within } from "../../static/js/workbench/sharedview.js";

const WHOLE = { x: 0, y: 0, size: 1 };

test("a window comes closer around its middle and goes back to the whole", () => {
  const closer = moved(WHOLE, "in");
  assert.ok(Math.abs(closer.x + closer.size / 2 - 0.5) < 1e-9);
  assert.ok(closer.size < 1);
  const back = moved(closer, "out");
  assert.ok(Math.abs(back.size - 1) < 1e-9);
  assert.ok(Math.abs(back.x) < 1e-9);
  assert.deepEqual(moved(closer, "fit"), WHOLE);
});

test("a window never leaves the drawing", () => {
  let view = moved(WHOLE, "in");
  for (let step = 0; step < 20; step += 1) view = moved(moved(view, "left"), "up");
  assert.deepEqual([view.x, view.y], [0, 0]);
  for (let step = 0; step < 20; step += 1) view = moved(view, "right");
  assert.ok(Math.abs(view.x + view.size - 1) < 1e-9);
  assert.deepEqual(within({ x: 0.9, y: -1, size: 0.5 }), { x: 0.5, y: 0, size: 0.5 });
});

test("a window is never smaller than what is worth seeing, nor larger than the whole", () => {
  let view = WHOLE;
  for (let step = 0; step < 30; step += 1) view = moved(view, "in");
  assert.equal(view.size, 0.05);
  for (let step = 0; step < 30; step += 1) view = moved(view, "out");
  assert.equal(view.size, 1);
});
