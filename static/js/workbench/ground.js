// SPDX-License-Identifier: EUPL-1.2
// The areas of one boundary version: their places, keys and names, and the numbers that hold across versions.

import { readAreas } from "../lib/areaset.js";

export class Ground {
  #places;

  /** @param {{order: string, keys: string[], names: string[], numbers: number[], parents: string[], parentOf: number[], byName: number[]}} told */
  constructor(edition, told) {
    Object.assign(this, { edition, ...told });
    this.#places = new Map(this.numbers.map((number, place) => [number, place]));
    this.placesByKey = new Map(this.keys.map((key, place) => [key, place]));
    this.nameRanks = new Array(this.keys.length);
    this.byName.forEach((place, rank) => (this.nameRanks[place] = rank));
  }

  get size() {
    return this.keys.length;
  }

  /** The place of an area by its number; undefined where this ground does not have it. */
  placeOf(number) {
    return this.#places.get(number);
  }

  /** The number of an area by its key; null for none. */
  numberOf(key) {
    const place = this.placesByKey.get(key);
    return place === undefined ? null : this.numbers[place];
  }

  parent(place) {
    return this.parents[this.parentOf[place]];
  }
}

/** What the answer tells of many areas at once, told of each of them: why a figure is missing, why there is no second one. */
export function unfold(period) {
  for (const name of ["halves", "reasons"]) {
    if (!Array.isArray(period[name])) continue;
    period[name] = Object.fromEntries(period[name].flatMap(([told, areas]) => (
      readAreas(areas, { longest: Infinity }).positions.map((place) => [place, told])
    )));
  }
}
