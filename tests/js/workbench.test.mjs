// SPDX-License-Identifier: EUPL-1.2

import assert from "node:assert/strict";
import { test } from "node:test";

import { writeAreas } from "../../static/js/lib/areaset.js";
import { Brush } from "../../static/js/lib/brush.js";
import { runsOf } from "../../static/js/lib/runs.js";
import { SliceError } from "../../static/js/lib/slice.js";
import { target } from "../../static/js/map/keyboard.js";
import { fillAt, fillOf, marksOf, secondText } from "../../static/js/map/marks.js";
import { carriedOver, changed, conditionsIn, isTooLong, readChoice, toggledPanels, writtenChoice } from "../../static/js/workbench/address.js";
import { difference, interval } from "../../static/js/workbench/balance.js";
import { furtherBound, writeBounds } from "../../static/js/workbench/classes.js";
import { countedValues, isGuess } from "../../static/js/lib/counted.js";
import { sieve } from "../../static/js/workbench/filter.js";
import { Ground } from "../../static/js/workbench/ground.js";
import { labelPlaces } from "../../static/js/workbench/line.js";
import { stylesOf } from "../../static/js/workbench/multiples.js";
import { orderedPlaces } from "../../static/js/workbench/ordering.js";
import { readPlace, writePlace } from "../../static/js/workbench/place.js";
import { readSeries } from "../../static/js/workbench/series.js";

const GROUND = new Ground("stand-2020", {
  order: "3f9a",
  keys: ["11", "12", "21", "22"],
  names: ["Linde", "Ahorn", "Eiche", "Birke"],
  numbers: [5, 6, 7, 8],
  parents: ["Nord", "Süd"],
  parentOf: [1, 1, 0, 0],
  byName: [1, 3, 2, 0],
});

function cellsWith(values) {
  return { sortNumber: (_, place) => values[place] ?? NaN };
}

test("areas stand by name, ties by name, what is missing last whichever way it is turned", () => {
  const cells = cellsWith([9.5, 2, 2, null]);
  const names = (order) => orderedPlaces(order, cells, GROUND).map((place) => GROUND.names[place]).join(" ");

  assert.equal(names("name"), "Ahorn Birke Eiche Linde");
  assert.equal(names("-name"), "Linde Eiche Birke Ahorn");
  assert.equal(names("wert"), "Ahorn Eiche Linde Birke");
  assert.equal(names("-wert"), "Linde Ahorn Eiche Birke");
  assert.equal(names("raum"), "Birke Eiche Ahorn Linde");
});

test("negative figures are put in order by their size", () => {
  const order = orderedPlaces("-wert", cellsWith([-3, -1, -2, null]), GROUND);

  assert.deepEqual(order, [1, 2, 0, 3]);
});

test("a line leads neither through a missing value nor over a break", () => {
  assert.deepEqual(runsOf([true, true, false, true, true, true], [false, true, true, true, true, false]), [[0, 1], [3, 4], [5]]);
});

test("the last period is always named, whatever the width", () => {
  assert.deepEqual(labelPlaces(20, 6), [3, 7, 11, 15, 19]);
  assert.deepEqual(labelPlaces(4, 3), [1, 3]);
  assert.deepEqual(labelPlaces(1, 0), [0]);
});

test("an address says what differs from the usual, in one order", () => {
  assert.equal(changed("?stand=2018&indikator=a&farbe=rot", { ebene: "bezirk" }), "?indikator=a&ebene=bezirk&stand=2018");
  assert.equal(changed("?indikator=a&reihenfolge=-wert", { reihenfolge: "name", zeit: "alle" }), "?indikator=a");
  assert.equal(changed("?gebiet=11", { gebiet: "", karte: "52.5,13.4,11" }), "?karte=52.5,13.4,11");
});

test("panels open at the end and close where they are", () => {
  assert.equal(toggledPanels("", "verlauf"), "rangfolge,tabelle");
  assert.equal(toggledPanels("?tafeln=tabelle", "rangfolge"), "tabelle,rangfolge");
  assert.equal(toggledPanels("?tafeln=tabelle", "tabelle"), "keine");
  assert.equal(toggledPanels("?tafeln=keine", "tabelle"), "tabelle");
  assert.equal(toggledPanels("?tafeln=zusammenhang,verteilung", "verteilung"), "zusammenhang");
});

test("chosen areas are found again on their own ground alone", () => {
  const text = writtenChoice(GROUND, [8, 5, 99]);

  assert.deepEqual(readChoice(GROUND, text), [5, 8]);
  assert.deepEqual(readChoice(new Ground("stand-2024", { ...GROUND, order: "0000" }), text), []);
  assert.deepEqual(readChoice(GROUND, ""), []);
});

test("areas that are not there have neither a place nor a number", () => {
  assert.equal(GROUND.placeOf(99), undefined);
  assert.equal(GROUND.numberOf("33"), null);
  assert.equal(GROUND.parent(2), "Nord");
});

test("every panel hears what is meant, and nothing when nothing changes", () => {
  const brush = new Brush({ focus: 5, chosen: [6] });
  const heard = [];
  for (const kind of ["point", "focus", "choose"]) brush.on(kind, () => heard.push(kind));

  brush.point(7);
  brush.point(7);
  brush.focusOn(5);
  brush.focusOn(null);
  brush.toggle(6);
  brush.choose([]);
  brush.toggle(8);

  assert.deepEqual(heard, ["point", "focus", "choose", "choose"]);
  assert.deepEqual([...brush.chosen], [8]);
});

test("a place of the map is read as it was written", () => {
  const words = writePlace({ lat: 52.5200066, lng: 13.4049541 }, 11.25);

  assert.equal(words, "52.52001,13.40495,11.25");
  assert.deepEqual(readPlace(words), [52.52001, 13.40495, 11.25]);
  for (const wrong of ["", null, "a,b,c", "1,2", "1,2,NaN"]) assert.equal(readPlace(wrong), null);
});

test("bounds rise, and are those of three to seven classes", () => {
  assert.equal(writeBounds([-1.5, 0, 2.25]), "-1.5;0;2.25");
  for (const wrong of [[1], [2, 1], [1, 1], [1, NaN], [1, 2, 3, 4, 5, 6, 7]]) assert.equal(writeBounds(wrong), null);
});

test("a further bound parts the widest class", () => {
  assert.equal(furtherBound([10, 20], 0, 80, 1), 50);
  assert.equal(furtherBound([10, 20], -100, 80, 0), -45);
});

test("bytes that are no series are refused", () => {
  const bytes = (text) => new TextEncoder().encode(text).buffer;

  assert.throws(() => readSeries(bytes("SPT1")), SliceError);
  assert.throws(() => readSeries(bytes("SPS1\0\0\0\0")), SliceError);
  assert.throws(() => readSeries(bytes("SPT1\u0001\0\0\0")), SliceError);
  assert.deepEqual(readSeries(bytes("SPT1\0\0\0\0")), []);
});

test("a class of its own is filled with its pattern, any other with its colour", () => {
  const period = { fills: ["special-fill special-fill--zero", "class-fill class-1"] };

  assert.deepEqual([1, 2].map((number) => fillOf(period, number)), period.fills);
  assert.equal(fillOf({}, 3), "class-fill class-3");
});

test("an address holds the middle and the classes of their own behind the bounds", () => {
  const query = changed("?indikator=a&ausreisser=eigene", { mitte: "35.5", null: "eigene" });

  assert.equal(query, "?indikator=a&mitte=35.5&null=eigene&ausreisser=eigene");
  assert.equal(changed(query, { mitte: "", null: "", ausreisser: "" }), "?indikator=a");
});

test("a difference says on which side of zero it lies, an interval is never read as another minus", () => {
  const words = { decimals: 1, language: "de", to: " bis " };

  assert.equal(difference(13, 1, "de"), "+1,3");
  assert.equal(difference(-13, 1, "en"), "\u22121.3");
  assert.equal(difference(0, 1, "de"), "0,0");
  assert.equal(interval(1, 23, words), "+0,1–+2,3");
  assert.equal(interval(-10, 23, words), "\u22121,0 bis +2,3");
});

test("small maps fill areas by their class, and those without a value by their reason", () => {
  const slice = { bands: { status: [0, 6, 3, 1], value: [12, NaN, NaN, 0] } };

  assert.deepEqual(stylesOf(slice, { bounds: [10, 20], isNamed: false }), [
    "class-fill class-2", "special-fill special-fill--suppressed", "special-fill special-fill--missing", "class-fill class-1",
  ]);
});

test("an area without the second of two figures is filled with the reason", () => {
  const period = { halves: { 4: ["suppressed", "gesperrt"] } };

  assert.equal(fillAt(period, 9, 0), "class-fill class-9");
  assert.equal(fillAt(period, 0, 4), "special-fill special-fill--suppressed");
  assert.equal(fillAt({}, 0, 4), "special-fill special-fill--not-applicable");
});

test("an address holds every condition of the filter, and what else is changed leaves them alone", () => {
  const query = changed("?indikator=a&filter=in:bezirk:08&filter=wert:a:1:", { ausserhalb: "weg" });

  assert.equal(query, "?indikator=a&filter=in:bezirk:08&filter=wert:a:1:&ausserhalb=weg");
  assert.deepEqual(conditionsIn(query), ["in:bezirk:08", "wert:a:1:"]);
  assert.equal(changed(query, { filter: ["wert:a:1:"], ausserhalb: "grau" }), "?indikator=a&filter=wert:a:1:");
  assert.equal(changed(query, { filter: [] }), "?indikator=a&ausserhalb=weg");
  assert.equal(carriedOver("?indikator=b", query), "?indikator=b&filter=in:bezirk:08&filter=wert:a:1:&ausserhalb=weg");
});

test("an address has room for two thousand characters", () => {
  assert.equal(isTooLong(`?${"a".repeat(2000)}`), false);
  assert.equal(isTooLong(`?${"a".repeat(2001)}`), true);
});

test("a filter greys areas outside, or takes them away, whatever they show", () => {
  const passing = writeAreas([1], GROUND.order);
  const [grey, away, all, none] = [{ passing }, { passing }, {}, { passing: "" }];
  sieve({ periods: [grey, all], removes: false }, () => GROUND);
  sieve({ periods: [away, none], removes: true }, () => GROUND);

  assert.deepEqual([...grey.outside], [0, 2, 3]);
  assert.deepEqual([0, 1].map((place) => fillAt(grey, 2, place)), ["special-fill special-fill--outside", "class-fill class-2"]);
  assert.equal(fillAt(away, 2, 0), "is-gone");
  assert.equal(all.outside, undefined);
  assert.equal(none.outside.size, 4);
});

test("an area outside a filter says so, and one that is gone is no place for the keyboard", () => {
  const slice = { bands: { status: [0, 6], value: [12, NaN] } };
  const period = { bounds: [10], classes: 2, isNamed: false, reasons: {}, outside: new Set([1]), removes: true };
  const words = { names: ["Linde", "Ahorn"], unit: "", decimals: 0, language: "de" };
  const [linde, ahorn] = marksOf(slice, period, words, (key) => key);

  assert.equal(linde.isGone, undefined);
  assert.equal(ahorn.isGone, true);
  assert.match(ahorn.name, /, filter\.outside$/);
  assert.equal(ahorn.className, "map-area is-gone");
  const places = { points: [null, { x: 0, y: 0 }, null, { x: 1, y: 0 }], names: ["", "b", "", "d"], gone: new Set([0, 2]) };
  const to = (key, from) => target(key, from, places);
  assert.deepEqual([to("Home", 3), to("End", 1), to("PageDown", 1), to("PageUp", 3), to("PageUp", 1)], [1, 3, 3, 1, 1]);
  assert.equal(to("ArrowRight", 1), 3);
});

const CARRIED = { isCarried: true };
const GUESSED = { bands: { status: [0, 0, 3, 0], flags: [4, 8, 4, 0], value: Float64Array.of(10, 20, NaN, 40) } };

test("an edition on which all periods stand has its place in the address", () => {
  assert.equal(changed("?stand=2015-12-31&umgerechnet=lor-2021", { stand: "2016-12-31" }), "?stand=2016-12-31&umgerechnet=lor-2021");
});

test("an estimate is a guess in a carried period alone, and only where there is a figure", () => {
  assert.deepEqual([0, 1, 2, 3].map((place) => isGuess(GUESSED, CARRIED, place)), [true, false, false, false]);
  assert.equal(isGuess(GUESSED, { isCarried: false }, 0), false);
});

test("figures of statistics are without estimates, those of a delivered period as they are", () => {
  assert.deepEqual([...countedValues(GUESSED, CARRIED)], [NaN, 20, NaN, 40]);
  assert.equal(countedValues(GUESSED, {}), GUESSED.bands.value);
});

test("an estimated second figure says so", () => {
  const period = { second: { values: [120, 80, null], decimals: 1, unit: "%", guessed: [1] } };
  const told = [0, 1, 2].map((place) => secondText(period, place, "de", (key) => (key === "flag.estimated" ? "geschätzt" : key)));
  assert.deepEqual(told, ["12,0\u00a0%", "8,0\u00a0% (geschätzt)", ""]);
});
