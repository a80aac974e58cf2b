// SPDX-License-Identifier: EUPL-1.2

import assert from "node:assert/strict";
import { test } from "node:test";

import { MINUS, NBSP, formatDay, formatNumber, isAmbiguous, numberOr, readNumber, typedNumber, withUnit } from "../../static/js/lib/format.js";

test("German numbers have a point for thousands and a comma for decimals", () => {
  assert.equal(formatNumber(5086), "5.086");
  assert.equal(formatNumber(32.7, 1), "32,7");
  assert.equal(formatNumber(1234567.5, 1), "1.234.567,5");
});

test("English numbers have a comma for thousands and a point for decimals", () => {
  assert.equal(formatNumber(5086.5, 1, { language: "en" }), "5,086.5");
});

test("negative numbers have a true minus", () => {
  assert.equal(formatNumber(-0.7, 1), `${MINUS}0,7`);
});

test("what rounds to zero has no sign", () => {
  assert.equal(formatNumber(-0.04, 1), "0,0");
  assert.equal(formatNumber(0.04, 1, { isSigned: true }), "0,0");
});

test("signed numbers show plus and minus", () => {
  assert.equal(formatNumber(1.2, 1, { isSigned: true }), "+1,2");
  assert.equal(formatNumber(-1.2, 1, { isSigned: true }), `${MINUS}1,2`);
});

test("decimals are always written out", () => {
  assert.equal(formatNumber(5, 2), "5,00");
});

test("a unit follows after a space that does not break, and none follows where there is none", () => {
  assert.equal(withUnit(32.7, 1, "%"), `32,7${NBSP}%`);
  assert.equal(withUnit(5, 0, ""), "5");
  assert.equal(withUnit(32.7, 1, "%", { language: "en" }), "32.7%");
  assert.equal(withUnit(5, 0, "Jahre", { language: "en" }), `5${NBSP}Jahre`);
});

test("missing is never zero: without a number there are words, or an error", () => {
  assert.equal(numberOr("k. A.", NaN, 1), "k. A.");
  assert.equal(numberOr("k. A.", null, 1), "k. A.");
  assert.equal(numberOr("k. A.", 0, 1), "0,0");
  for (const value of [NaN, Infinity, null, undefined, "5"]) assert.throws(() => formatNumber(value), RangeError);
});

test("a typed number may have a comma or a point, and is no number otherwise", () => {
  assert.equal(readNumber(" 2,5 "), 2.5);
  assert.equal(readNumber("2.5"), 2.5);
  assert.equal(readNumber(`${MINUS}1`), -1);
  for (const text of ["", "viel", "1,2,3", "1e3", "9".repeat(300)]) assert.ok(Number.isNaN(readNumber(text)), text);
});

test("a number that could be one of thousands is known by the reader's language", () => {
  assert.ok(isAmbiguous("4.500"));
  assert.ok(isAmbiguous(`${MINUS}12.500 `));
  assert.ok(isAmbiguous("4,500", { language: "en" }));
  for (const text of ["4,500", "4500", "0.500", "4.50", "4.5000"]) assert.ok(!isAmbiguous(text), text);
  assert.ok(!isAmbiguous("4.500", { language: "en" }));
});

test("the number of a slider is written as its field shows it", () => {
  assert.equal(typedNumber("2.5"), "2,5");
  assert.equal(typedNumber(2.5, { language: "en" }), "2.5");
  assert.equal(typedNumber("3"), "3");
});

test("a day is the same in every time zone", () => {
  const kept = process.env.TZ;
  for (const zone of ["Pacific/Kiritimati", "America/Adak"]) {
    process.env.TZ = zone;
    assert.equal(formatDay("2018-12-31"), "31.12.2018");
  }
  process.env.TZ = kept ?? "UTC";
  assert.equal(formatDay("2018-12-31", { language: "en" }), "31/12/2018");
  assert.throws(() => formatDay("31.12.2018"), RangeError);
});
