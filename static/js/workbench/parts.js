// SPDX-License-Identifier: EUPL-1.2
// Order and table of very many areas stand in parts: the one with the area in focus to begin with, others by buttons.

import { announce } from "../lib/announce.js";
import { formatNumber } from "../lib/format.js";

// As the server writes them: up to here all stand at once, else so many.
const MOST_ROWS = 600;
const ROWS = 250;

export class Parts {
  /** `onTurn()` is called when somebody goes to another part. */
  constructor(root, { text, language, onTurn }) {
    Object.assign(this, { text, language, onTurn, at: 0, shown: new Set() });
    this.bars = [...root.querySelectorAll("[data-workbench-parts]")];
    for (const bar of this.bars) bar.addEventListener("click", (event) => this.#turn(event));
    // What stands there for who runs no script.
    this.plain = [...root.querySelectorAll("[data-parts-plain]")];
  }

  /** The places of the part that is shown, and where it begins among all of them. */
  of(places, { focus, order }) {
    const isLarge = places.length > MOST_ROWS;
    const count = isLarge ? Math.ceil(places.length / ROWS) : 1;
    const there = focus === undefined ? -1 : places.indexOf(focus);
    if (there >= 0 && (focus !== this.focus || order !== this.order)) this.at = Math.floor(there / ROWS);
    else if (order !== this.order) this.at = 0;
    Object.assign(this, { focus, order, count, at: isLarge ? Math.min(this.at, count - 1) : 0 });
    const first = this.at * ROWS;
    const part = isLarge ? places.slice(first, first + ROWS) : places;
    this.shown = new Set(part);
    this.#say({ first: first + 1, last: first + part.length, all: places.length }, isLarge);
    return { places: part, first, all: places.length };
  }

  /** Whether an area that is meant stands in another part. */
  misses(place) {
    return this.count > 1 && place !== undefined && place !== this.focus && !this.shown.has(place);
  }

  #say(numbers, isLarge) {
    const told = Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, formatNumber(number, 0, { language: this.language })]));
    this.words = this.text("workbench.part", { ...told, part: this.at + 1, parts: this.count });
    for (const said of this.plain) said.hidden = true;
    for (const bar of this.bars) {
      bar.hidden = !isLarge;
      bar.querySelector("[data-part-says]").textContent = this.words;
      for (const button of bar.querySelectorAll("button")) {
        const isEnd = this.at === (button.dataset.partTurn === "1" ? this.count - 1 : 0);
        // A button that goes away under the hand would take the focus with it.
        button.setAttribute("aria-disabled", String(isEnd));
      }
    }
  }

  #turn(event) {
    const button = event.target.closest("button");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    this.at += Number(button.dataset.partTurn);
    this.onTurn();
    announce(this.words);
  }
}
