// SPDX-License-Identifier: EUPL-1.2
// A small map for every period: the one shown is marked, the others lead there.

import { hasValue, STATUSES } from "../lib/slice.js";
import { classesIn, fillAt, outsideFill, PATTERNS } from "../map/marks.js";
import { SmallMap } from "./smallmap.js";

export class MultiplesPanel {
  constructor(panel, { brush, onStep }) {
    this.words = panel.querySelector("[data-multiples-words]");
    this.tiles = [...panel.querySelectorAll(".multiples__tile")].map((tile) => {
      const drawing = tile.querySelector(".smallmap");
      const map = drawing && new SmallMap(drawing, { edition: tile.dataset.edition, brush });
      const position = Number(tile.dataset.position);
      return { map, position, tile, link: tile.querySelector(".multiples__link"), bounds: tile.querySelector("[data-multiples-bounds]") };
    });
    panel.addEventListener("click", (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const found = this.tiles.find(({ tile }) => tile.contains(event.target.closest(".multiples__link, .smallmap")));
      if (!found) return;
      event.preventDefault();
      onStep(found.position);
    });
  }

  /** Show all periods; they are drawn already unless the classes are others than those of the server. */
  show({ answer, grounds, slices }) {
    const isOther = this.answer !== undefined && this.answer !== answer;
    this.answer = answer;
    for (const { map, position } of this.tiles) {
      map?.show(grounds[position], isOther ? stylesOf(slices[position], answer.periods[position]) : null);
    }
    if (isOther) this.#recolour();
  }

  #recolour() {
    const { multiples, periods } = this.answer;
    this.words.innerHTML = multiples.words;
    for (const { map, position, bounds } of this.tiles) {
      const { palette, classes, colours = classes } = periods[position];
      bounds.textContent = multiples.bounds[position];
      if (map) Object.assign(map.drawing.dataset, { palette, classes: String(colours) });
    }
  }

  /** Mark the period shown. */
  moveTo(position) {
    for (const { link, position: own } of this.tiles) {
      if (own === position) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
}

/** What fills each area of a slice. */
export function stylesOf(slice, period) {
  const classes = classesIn(slice, period);
  return Array.from(slice.bands.status, (status, place) => (
    hasValue(status) ? fillAt(period, classes[place], place) : outsideFill(period, place) || `special-fill special-fill--${PATTERNS[STATUSES[status]]}`
  ));
}
