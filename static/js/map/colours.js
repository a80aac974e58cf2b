// SPDX-License-Identifier: EUPL-1.2
// Colours and patterns of the style sheet as a canvas takes them.

import { canvasPattern } from "./patterns.js";

/** Reads them where an element stands, so that they follow dark and forced colours. */
export class Colours {
  constructor(place) {
    this.place = place;
    this.known = new Map();
  }

  of(name) {
    const tokens = { border: "--color-map-border", ring: "--color-ring", halo: "--color-ring-halo" };
    return getComputedStyle(this.place).getPropertyValue(tokens[name]).trim();
  }

  forget() {
    this.known.clear();
  }

  fill(className, { isHatched = false, isGuess = false } = {}) {
    const key = `${className} ${isHatched} ${isGuess}`;
    if (!this.known.has(key)) {
      let fill = this.#read(className);
      // The sign of estimates lies over the lines of unsure classes.
      if (isHatched) fill = this.#covered("unsure", fill);
      if (isGuess) fill = this.#covered("estimated", fill);
      this.known.set(key, fill);
    }
    return this.known.get(key);
  }

  /** A fill with a pattern on it: lines on areas of an unsure class, a sign on estimates. */
  #covered(kind, paper) {
    const style = getComputedStyle(this.place);
    const [ink, halo] = ["--color-unsure-ink", "--color-unsure-halo"].map((token) => style.getPropertyValue(token).trim());
    return canvasPattern(kind, { ink, paper, halo });
  }

  #read(className) {
    const special = /special-fill--([\w-]+)/.exec(className);
    const style = getComputedStyle(this.place);
    if (special) {
      const [ink, paper, low, high, outside, halo] = ["pattern-ink", "pattern-paper", "own-low", "own-high", "outside", "outside-line"]
        .map((token) => style.getPropertyValue(`--color-${token}`).trim());
      return canvasPattern(special[1], { ink: special[1] === "outside" ? halo : ink, paper, grounds: { low, high, outside } });
    }
    const [, group] = /class-(\d)/.exec(className);
    return style.getPropertyValue(`--class-${group}`).trim();
  }
}
