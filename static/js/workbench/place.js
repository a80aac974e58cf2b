// SPDX-License-Identifier: EUPL-1.2
// Where the map was moved to, as it stands in the address; a map that shows everything has no place of its own.

const REST = 400;

/** Write the middle and the zoom of a map for an address. */
export function writePlace({ lat, lng }, zoom) {
  const short = (number, digits) => String(Number(number.toFixed(digits)));
  return `${short(lat, 5)},${short(lng, 5)},${short(zoom, 2)}`;
}

/** Read a place; null for anything else. */
export function readPlace(words) {
  const numbers = (words ?? "").split(",").map(Number);
  return words && numbers.length === 3 && numbers.every(Number.isFinite) ? numbers : null;
}

/** Follows the map; `onMove(words)` is called when it rests, with an empty text where it shows everything. */
export class Place {
  constructor(viewport, { onMove }) {
    Object.assign(this, { viewport, onMove });
    viewport.map.on("dragend zoomend moveend", () => this.#rest());
  }

  #rest() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.isRestoring || this.viewport.fitZoom === undefined) return;
      this.words = this.#words();
      this.onMove(this.words);
    }, REST);
  }

  #words() {
    const { map, fitZoom } = this.viewport;
    if (map.getZoom() <= fitZoom + 0.01) return "";
    return writePlace(map.getCenter(), map.getZoom());
  }

  /** Go where an address leads; without a place the map shows everything. */
  restore(words, { isArrival = false } = {}) {
    if (!isArrival && this.words !== undefined) return;
    const place = readPlace(words);
    this.words = words ?? "";
    this.isRestoring = true;
    if (place) this.viewport.map.setView(place.slice(0, 2), place[2], { animate: false });
    else if (isArrival) this.viewport.fit();
    this.isRestoring = false;
    clearTimeout(this.timer);
  }
}
