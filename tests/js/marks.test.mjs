// SPDX-License-Identifier: EUPL-1.2
import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { STATUSES } from "../../static/js/lib/slice.js";
import { classesIn, marksOf, PATTERNS, spannedBy } from "../../static/js/map/marks.js";
import { TILES } from "../../static/js/map/patterns.js";

describe("marks", () => {
  const text = (key, parameters = {}) => [key, ...Object.values(parameters)].join("|");
  const words = { names: ["Nord", "Süd", "West", "Ost"], unit: "%", decimals: 1, language: "de" };
  const slice = {
    bands: {
      value: Float64Array.from([32.7, NaN, NaN, 10]),
      status: Uint8Array.from([0, 6, 7, 0]),
      comparison: Uint8Array.from([3, 0, 0, 1]),
    },
  };
  const period = { bounds: [10, 20], classes: 3, isNamed: false, names: [], reasons: { 2: "unter 300 Einwohner" } };

  it("name value, class and comparison", () => {
    const [mark] = marksOf(slice, period, words, text);

    assert.equal(mark.className, "map-area class-fill class-3");
    assert.equal(mark.name, "area.value|Nord|32,7\u00a0%|3|3|comparison.3");
  });

  it("say of a figure that it was estimated, and nothing of the other flags", () => {
    const [guessed, , , summed] = marksOf({ bands: { ...slice.bands, flags: Uint8Array.from([12, 0, 0, 8]) } }, period, words, text);

    assert.equal(guessed.name, "area.value|Nord|32,7\u00a0% (flag.estimated)|3|3|comparison.3");
    assert.equal(guessed.lines[1].text, "32,7\u00a0% (flag.estimated)");
    assert.equal(summed.name, "area.value|Ost|10,0\u00a0%|2|3|comparison.1");
  });

  it("carry the sign of estimates where they were carried from other boundaries, and nowhere else", () => {
    const bands = { ...slice.bands, flags: Uint8Array.from([12, 4, 0, 8]) };

    assert.deepEqual(marksOf({ bands }, { ...period, isCarried: true }, words, text).map(({ isGuess }) => Boolean(isGuess)), [true, false, false, false]);
    assert.ok(marksOf({ bands }, period, words, text).every(({ isGuess }) => !isGuess));
  });

  it("say of an area that no figure could be carried there", () => {
    const left = { bands: { ...slice.bands, status: Uint8Array.from([0, 11, 7, 0]) } };

    const marks = marksOf(left, { ...period, reasons: { 1: "nicht umrechenbar" } }, words, text);

    assert.equal(marks[1].name, "area.special|Süd|nicht umrechenbar");
    assert.equal(marks[1].group, "not-applicable");
    assert.equal(marks[2].name, "area.special|West|status.excluded");
  });

  it("put a value on a bound into the class above it", () => {
    assert.equal(marksOf(slice, period, words, text)[3].group, "2");
  });

  it("give each reason for a missing value its pattern and its words", () => {
    const [, suppressed, excluded] = marksOf(slice, period, words, text);

    assert.equal(suppressed.group, "suppressed");
    assert.equal(suppressed.name, "area.special|Süd|status.suppressed");
    assert.equal(excluded.group, "excluded");
    assert.equal(excluded.name, "area.special|West|unter 300 Einwohner");
  });

  it("take the classes of an index from the slice", () => {
    const index = { bands: { ...slice.bands, class: Uint8Array.from([2, 0, 0, 1]) } };

    assert.deepEqual([...classesIn(index, { ...period, isNamed: true })], [2, 0, 0, 1]);
  });

  it("call areas not comparable when the slice compares nothing", () => {
    const { comparison: _, ...bands } = slice.bands;

    assert.match(marksOf({ bands }, period, words, text)[0].name, /comparison\.0$/);
  });

  it("say nothing of the whole in the note when the slice compares nothing", () => {
    const none = { bands: { ...slice.bands, comparison: new Uint8Array(4) } };

    assert.equal(marksOf(slice, period, words, text)[0].lines.length, 4);
    assert.equal(marksOf(none, period, words, text)[0].lines.length, 3);
  });

  it("tell the interval of the figure, and that chance decides the class where it reaches over more than two", () => {
    const bands = { ...slice.bands, lower: Float64Array.from([8.1, NaN, NaN, 9.2]), upper: Float64Array.from([61.5, NaN, NaN, 10.9]) };
    const [unsure, hidden, , sure] = marksOf({ bands }, period, { ...words, interval: "model" }, text);

    assert.ok(unsure.isUnsure);
    assert.match(unsure.name, /, area\.unsure\|3$/);
    assert.deepEqual(unsure.lines.filter(({ isInterval }) => isInterval).map((line) => line.text),
      ["interval.model|8,1\u2060–\u206061,5\u00a0%", "area.unsure|3"]);
    assert.ok(!sure.isUnsure);
    assert.equal(spannedBy(bands, period, 3), 2);
    assert.ok(!hidden.isUnsure);
    assert.equal(hidden.lines.length, 2);
  });

  it("never call the named class of an index unsure", () => {
    const bands = { lower: Float64Array.from([1]), upper: Float64Array.from([99]) };

    assert.equal(spannedBy(bands, { bounds: [], isNamed: true }, 0), 0);
  });

  it("call the range of an estimate what it is", () => {
    const ends = { lower: Float64Array.from([8.1, NaN, NaN, 9.2]), upper: Float64Array.from([61.5, NaN, NaN, 10.9]) };
    const bands = { ...slice.bands, ...ends, flags: Uint8Array.from([4, 0, 0, 8]) };
    const [guessed, , , summed] = marksOf({ bands }, period, { ...words, interval: "model" }, text);

    assert.deepEqual(guessed.lines.map((line) => line.text).filter((line) => /interval|unsure/.test(line)),
      ["interval.estimate|8,1\u2060–\u206061,5\u00a0%", "area.unsure_estimate|3"]);
    assert.ok(summed.lines.some((line) => line.text.startsWith("interval.model|")));
  });

  it("say that an interval cannot be computed where only rates were delivered", () => {
    const [mark] = marksOf(slice, period, { ...words, interval: "unavailable" }, text);

    assert.ok(mark.lines.some((line) => line.text === "interval.unavailable"));
  });

  it("tell how an area lies among its neighbours where the map shows a pattern in space", () => {
    const pattern = {
      ...period, isNamed: true, classes: 5, given: [5, 0, 0, 0], names: ["ll", "lh", "-", "hl", "hh"],
    };
    const [cluster, hidden, , island] = marksOf(slice, pattern, words, text);

    assert.equal(cluster.className, "map-area class-fill class-5");
    assert.equal(cluster.name, "area.pattern|Nord|32,7\u00a0%|hh");
    assert.equal(hidden.group, "suppressed");
    assert.equal(island.group, "island");
    assert.match(island.className, /special-fill--not-applicable/);
    assert.equal(island.name, "area.pattern|Ost|10,0\u00a0%|pattern.island");
  });

  it("judge a comparison only with the words of the indicator", () => {
    const [worse, , , better] = marksOf(slice, period, { ...words, judgements: { 1: "günstiger", 3: "ungünstiger" } }, text);

    assert.match(worse.name, /comparison\.3, ungünstiger$/);
    assert.match(better.name, /comparison\.1, günstiger$/);
  });

  it("know a pattern for every status without a value, in the drawing of both renderers", () => {
    for (const status of STATUSES.slice(3)) assert.ok(PATTERNS[status] in TILES, status);
  });
});
