// SPDX-License-Identifier: EUPL-1.2

import assert from "node:assert/strict";
import { test } from "node:test";

import { countsOf, keyOn, spotsOf } from "../../static/js/map/spots.js";

const HOUSE = { title: "Markt 3", url: "/a/", map: "/m/", areas: [["viertel", "2020", "11"], ["bezirk", "2020", "1"]] };
const STREET = { title: "Markt", url: "/s/" };
const answer = {
  groups: [
    { kind: "streets", label: "Straßen", options: [STREET, STREET] },
    { kind: "indicators", label: "Indikatoren", options: [{ title: "x", url: "/i/" }] },
    { kind: "addresses", label: "Adressen", options: [HOUSE] },
  ],
};

test("addresses come first, and what a map does not look for is left out", () => {
  assert.deepEqual(spotsOf(answer).map(({ title, label }) => [title, label]), [
    ["Markt 3", "Adressen"], ["Markt", "Straßen"], ["Markt", "Straßen"],
  ]);
  assert.deepEqual(spotsOf({ groups: [] }), []);
});

test("a spot lies in the area of the level and the boundaries that are shown, or in none", () => {
  assert.equal(keyOn(HOUSE, ["viertel", "2020"]), "11");
  assert.equal(keyOn(HOUSE, ["bezirk", "2020"]), "1");
  assert.equal(keyOn(HOUSE, ["viertel", "2024"]), "");
  assert.equal(keyOn(STREET, ["viertel", "2020"]), "");
});

test("how many there are is said kind by kind", () => {
  assert.equal(countsOf(spotsOf(answer)), "Adressen: 1, Straßen: 2");
  assert.equal(countsOf([]), "");
});
