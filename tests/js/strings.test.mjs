// SPDX-License-Identifier: EUPL-1.2

import assert from "node:assert/strict";
import { test } from "node:test";

import { fold } from "../../static/js/lib/fold.js";
import { fill, readSentences } from "../../static/js/lib/strings.js";

test("parameters take their places in a sentence; an unknown one stays visible", () => {
  assert.equal(fill("{count} von {total}, {x}", { count: 3, total: "{count}" }), "3 von {count}, {x}");
});

test("a sentence said again takes the parameters of this time", () => {
  const sentence = "{name}: {value}, noch einmal {name}";

  assert.equal(fill(sentence, { name: "Mitte", value: 0 }), "Mitte: 0, noch einmal Mitte");
  assert.equal(fill(sentence, { name: "Wedding" }), "Wedding: {value}, noch einmal Wedding");
  assert.equal(fill("Ohne Parameter"), "Ohne Parameter");
});

test("sentences of the page win over those of the frame", () => {
  const content = { strings: '{"a": "Rahmen", "b": "Rahmen"}', "page-strings": '{"b": "Seite"}' };
  const root = { getElementById: (id) => ({ textContent: content[id] }) };

  assert.deepEqual(readSentences(root), { a: "Rahmen", b: "Seite" });
});

test("a page without sentences of its own has those of the frame", () => {
  const root = { getElementById: (id) => (id === "strings" ? { textContent: '{"a": "A"}' } : null) };

  assert.deepEqual(readSentences(root), { a: "A" });
});

test("umlauts, their spellings and accents fold to one", () => {
  assert.equal(fold("Müggelheim"), fold("MUEGGELHEIM"));
  assert.equal(fold("Mu\u0308ggelheim"), "mueggelheim");
  assert.equal(fold("Straße, Café"), "strasse, cafe");
});
