// SPDX-License-Identifier: EUPL-1.2
// Signs that would lie on one another become one; no place is lost and none is told twice.

import assert from "node:assert/strict";
import { test } from "node:test";

import { clustersOf } from "../../static/js/map/clusters.js";

test("places close to each other are one, those further away are not", () => {
  const points = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 100, y: 0 }, { x: 0, y: 29 }, { x: 0, y: 30 }];

  assert.deepEqual(clustersOf(points, 30), [[0, 1, 3], [2], [4]]);
});

test("neighbours in another cell of the grid are found on all sides", () => {
  const around = [[-5, -5], [5, 5], [-5, 5], [5, -5]].map(([x, y]) => ({ x, y }));

  assert.deepEqual(clustersOf(around, 30), [[0, 1, 2, 3]]);
});

test("every place is in one group and the groups follow the places", () => {
  const points = Array.from({ length: 500 }, (_, at) => ({ x: (at * 37) % 400, y: (at * 91) % 300 }));

  const groups = clustersOf(points, 30);

  assert.deepEqual(groups.flat().sort((a, b) => a - b), points.map((_, at) => at));
  assert.deepEqual(groups.map(([first]) => first), groups.map(([first]) => first).sort((a, b) => a - b));
  for (const [first, ...others] of groups) {
    for (const other of others) assert.ok(Math.hypot(points[first].x - points[other].x, points[first].y - points[other].y) < 30);
  }
});

test("of no places there is no group", () => assert.deepEqual(clustersOf([], 30), []));
