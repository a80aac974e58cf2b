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

  fill(className, { isHatched = false } = {}) {
    const key = `${className} ${isHatched}`;
    if (!this.known.has(key)) {
      const plain = this.#read(className);
      this.known.set(key, isHatched ? this.#hatched(plain) : plain);
    }
    return this.known.get(key);
  }

  /** The colour of a class with the pattern of unsure areas on it. */
  #hatched(paper) {
    const style = getComputedStyle(this.place);
    const [ink, halo] = ["--color-unsure-ink", "--color-unsure-halo"].map((token) => style.getPropertyValue(token).trim());
    return canvasPattern("unsure", { ink, paper, halo });
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
