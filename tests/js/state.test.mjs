// SPDX-License-Identifier: EUPL-1.2

import assert from "node:assert/strict";
import { test } from "node:test";

import { ViewState, readState, writeState } from "../../static/js/lib/state.js";

const PARAMETERS = {
  indikator: { fallback: "", pattern: /^[\w-]+$/ },
  stand: { fallback: "", pattern: /^\d{4}(-\d\d-\d\d)?$/ },
  klassen: { fallback: "5", pattern: /^[3-7]$/ },
  gebiet: { fallback: "" },
};

/** A window with an address and a history, as far as the state needs one. */
class FakeWindow extends EventTarget {
  #entries = ["/berlin/karte/?indikator=armut"];
  #place = 0;

  get location() {
    const { pathname, search } = new URL(this.#entries[this.#place], "http://here");
    return { pathname, search };
  }

  get entries() {
    return [...this.#entries];
  }

  history = {
    pushState: (_state, _title, address) => {
      this.#entries = [...this.#entries.slice(0, this.#place + 1), address];
      this.#place += 1;
    },
    replaceState: (_state, _title, address) => {
      this.#entries[this.#place] = address;
    },
  };

  go(steps) {
    this.#place += steps;
    this.dispatchEvent(new Event("popstate"));
  }
}

test("a state survives the way into the address and back", () => {
  const state = { indikator: "kinder-armut", stand: "2018-12-31", klassen: "7", gebiet: "0801 a/ä&b" };

  assert.deepEqual(readState(writeState(state, PARAMETERS), PARAMETERS), state);
});

test("defaults are not written, so that the shortest address wins", () => {
  assert.equal(writeState({ indikator: "", klassen: 5 }, PARAMETERS), "");
  assert.equal(writeState({ klassen: 6, indikator: "a" }, PARAMETERS), "?indikator=a&klassen=6");
});

test("what is unknown, empty or malformed takes the default", () => {
  const state = readState("?klassen=99&stand=&fremd=1&indikator=a%20b", PARAMETERS);

  assert.deepEqual(state, { indikator: "", stand: "", klassen: "5", gebiet: "" });
});

test("a step can be gone back from, a replaced one leaves no trace", () => {
  const window = new FakeWindow();
  const view = new ViewState(PARAMETERS, { window });
  const arrived = [];
  view.onArrival((state) => arrived.push(state.stand));

  view.push({ stand: "2016" });
  view.replace({ stand: "2018" });
  window.go(-1);
  window.go(1);

  assert.deepEqual(window.entries, ["/berlin/karte/?indikator=armut", "/berlin/karte/?indikator=armut&stand=2018"]);
  assert.deepEqual(arrived, ["", "2018"]);
  assert.equal(view.current.stand, "2018");
});

test("the same state again makes no new entry", () => {
  const window = new FakeWindow();
  const view = new ViewState(PARAMETERS, { window });

  view.push({ indikator: "armut" });

  assert.equal(window.entries.length, 1);
});

test("an address can be asked for without going there", () => {
  const window = new FakeWindow();
  const view = new ViewState(PARAMETERS, { window });

  assert.equal(view.address({ klassen: 3 }), "/berlin/karte/?indikator=armut&klassen=3");
  assert.equal(window.entries.length, 1);
});

test("a state that is thrown away hears nothing more", () => {
  const window = new FakeWindow();
  const view = new ViewState(PARAMETERS, { window });
  let count = 0;
  view.onArrival(() => (count += 1));

  view.push({ stand: "2016" });
  view.destroy();
  window.go(-1);

  assert.equal(count, 0);
});
