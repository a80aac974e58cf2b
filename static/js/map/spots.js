// SPDX-License-Identifier: EUPL-1.2
// Addresses, streets and places in the search of a map: the server finds them, the map chooses the area if it shows it.

import { requestJson } from "../lib/request.js";

const SHORTEST = 3;
const PAUSE = 200;
const KINDS = ["addresses", "streets", "places"];

/** What the map looks for beside its areas, kind by kind, out of an answer of the search of every page. */
export function spotsOf({ groups }) {
  const found = KINDS.map((kind) => groups.find((group) => group.kind === kind)).filter(Boolean);
  return found.flatMap(({ label, options }) => options.map((option) => ({ ...option, label })));
}

/** The key of the area in which a spot lies, on the level and the boundaries that the map shows; empty for none. */
export function keyOn(spot, [level, edition]) {
  const found = (spot.areas ?? []).find((area) => area[0] === level && area[1] === edition);
  return found ? found[2] : "";
}

/** How many there are of each kind, in words. */
export function countsOf(spots) {
  const counts = new Map();
  for (const { label } of spots) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([label, count]) => `${label}: ${count}`).join(", ");
}

/** Asks when typing rests; what is typed is sent in the body, since it may be where somebody lives. */
export class Spots {
  #timer = null;
  #abort = null;

  constructor(address, onFound) {
    Object.assign(this, { address, onFound });
  }

  ask(wanted) {
    this.stop();
    if (wanted.length >= SHORTEST) this.#timer = setTimeout(() => this.#send(wanted), PAUSE);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#abort?.abort();
  }

  async #send(wanted) {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    try {
      const answer = await requestJson(this.address, { signal, body: new URLSearchParams({ q: wanted }) });
      if (!signal.aborted) this.onFound(spotsOf(answer));
    } catch {
      // A help: whoever gets none goes to the page of all results.
    }
  }
}

/** Send a text to a page as its form does, so that no address holds it. */
export function sendTo(action, name, text) {
  const form = Object.assign(document.createElement("form"), { method: "post", action, hidden: true });
  form.append(Object.assign(document.createElement("input"), { name, value: text }));
  document.body.append(form);
  form.submit();
}
