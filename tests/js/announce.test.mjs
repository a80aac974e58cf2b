// SPDX-License-Identifier: EUPL-1.2

import assert from "node:assert/strict";
import { test } from "node:test";

import { Announcer } from "../../static/js/lib/announce.js";

/** A live region that remembers what was written, and a clock that runs when told. */
function region() {
  const said = [];
  let text = "";
  const element = {
    get textContent() {
      return text;
    },
    set textContent(value) {
      text = value;
      said.push(value);
    },
  };
  let pending = null;
  const timers = { setTimer: (act) => ((pending = act), 1), clearTimer: () => (pending = null) };
  return { said, announcer: new Announcer(element, timers), pass: () => pending?.() };
}

test("C014: of several sentences in quick succession one is said, the last", () => {
  const { said, announcer, pass } = region();

  announcer.say("Karte zeigt 2012.");
  announcer.say("Karte zeigt 2014.");
  announcer.say("Karte zeigt 2016.");
  pass();

  assert.deepEqual(said, ["Karte zeigt 2016."]);
});

test("the same sentence again is a change, so that it is said again", () => {
  const { said, announcer, pass } = region();

  announcer.say("Kopiert.");
  pass();
  announcer.say("Kopiert.");
  pass();

  assert.equal(said.length, 2);
  assert.notEqual(said[0], said[1]);
  assert.equal(said[0], said[1].trim());
});
