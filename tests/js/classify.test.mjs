// SPDX-License-Identifier: EUPL-1.2

import assert from "node:assert/strict";
import { test } from "node:test";

import { classOf, classesOf, countsOf, placeInClass } from "../../static/js/lib/classify.js";

const BOUNDS = [10, 20, 35, 50];

test("a value on a bound belongs to the class above it", () => {
  assert.equal(classOf(10, BOUNDS), 2);
  assert.equal(classOf(9.9, BOUNDS), 1);
  assert.equal(classOf(50, BOUNDS), 5);
});

test("C016: every value falls into exactly one class, and the counts add up", () => {
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let round = 0; round < 200; round += 1) {
    const bounds = Array.from({ length: Math.floor(random() * 7) }, () => Math.round(random() * 20 - 10));
    const inner = [...new Set(bounds)].sort((a, b) => a - b);
    const values = Array.from({ length: 30 }, () => (random() < 0.2 ? NaN : Math.round(random() * 30 - 15)));

    const classes = classesOf(values, inner);

    const ends = [-Infinity, ...inner, Infinity];
    values.forEach((value, at) => {
      if (Number.isNaN(value)) assert.equal(classes[at], 0);
      else assert.ok(value >= ends[classes[at] - 1] && value < ends[classes[at]]);
    });
    const counts = countsOf(classes, inner.length + 1);
    assert.equal(counts.reduce((sum, count) => sum + count, 0), values.length);
    assert.equal(counts[0], values.filter(Number.isNaN).length);
  }
});

test("without bounds there is one class", () => {
  assert.deepEqual([...classesOf([1, NaN, -5], [])], [1, 0, 1]);
});

test("a mark stands where its value lies inside the class", () => {
  assert.deepEqual(placeInClass(27.5, BOUNDS, 1, 77), { position: 3, percent: 50 });
  assert.deepEqual(placeInClass(77, BOUNDS, 1, 77), { position: 5, percent: 100 });
  assert.deepEqual(placeInClass(90, BOUNDS, 1, 77), { position: 5, percent: 100 });
  assert.equal(placeInClass(NaN, BOUNDS, 1, 77), null);
});

test("a class without width holds its mark in the middle", () => {
  assert.deepEqual(placeInClass(5, [], 5, 5), { position: 1, percent: 50 });
});
