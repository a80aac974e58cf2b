// SPDX-License-Identifier: EUPL-1.2
// Keyboard on the map: one tab stop, arrows to the neighbour in that direction, letters to a name.

import { byTypedText, next } from "./directions.js";

const WAYS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };
const TYPING_PAUSE = 700;

/** Where a key leads from `position`; null when the key means nothing here. Areas that are `gone` are passed over. */
export function target(key, position, { points, names, gone }) {
  const last = names.length - 1;
  if (key in WAYS) return next(points, position, WAYS[key]);
  if (key === "Home") return there(0, 1, last, gone);
  if (key === "End") return there(last, -1, last, gone);
  if (key === "PageDown") return there(position + 1, 1, last, gone) ?? position;
  if (key === "PageUp") return there(position - 1, -1, last, gone) ?? position;
  return null;
}

function there(first, step, last, gone) {
  for (let place = first; place >= 0 && place <= last; place += step) if (!gone?.has(place)) return place;
  return null;
}

/** Listens on the areas; `onFocus`, `onSelect` and `onLeave` tell the page. */
export class MapKeyboard {
  constructor({ root, placeOf, places, onFocus, onSelect, onLeave }) {
    Object.assign(this, { placeOf, places, onFocus, onSelect, onLeave });
    this.typed = "";
    this.timer = null;
    this.abort = new AbortController();
    root.addEventListener("keydown", (event) => this.#key(event), { signal: this.abort.signal });
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const position = this.placeOf(event);
    if (position === null) return;
    if (event.key === "Enter" || (event.key === " " && !this.typed)) this.onSelect(position);
    else if (event.key === "Escape") this.onLeave(position);
    else {
      const to = this.#letters(event.key, position) ?? target(event.key, position, this.places);
      if (to === null && !(event.key in WAYS)) return;
      if (to !== null) this.onFocus(to);
    }
    event.preventDefault();
  }

  #letters(key, position) {
    if (key.length !== 1) return null;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.typed = ""), TYPING_PAUSE);
    this.typed += key;
    return byTypedText(this.places.names, position, this.typed);
  }

  destroy() {
    clearTimeout(this.timer);
    this.abort.abort();
  }
}
