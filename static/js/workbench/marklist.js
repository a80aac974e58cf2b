// SPDX-License-Identifier: EUPL-1.2
// The marks of a picture as a list for the keyboard: one stop for all, arrows to a neighbour, letters to a name.

import { MapKeyboard } from "../map/keyboard.js";

const SVG = "http://www.w3.org/2000/svg";

/** An element of a drawing. */
export function element(name, attributes, words) {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  if (words !== undefined) made.textContent = words;
  return made;
}

/** Rounded as the server rounds. */
export const tenths = (number) => Math.floor(number * 10 + 0.5) / 10;

/** Write only what has changed: what is written is measured again. */
export function put(made, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (made.getAttribute(name) !== String(value)) made.setAttribute(name, value);
  }
}

export class MarkList {
  /** `layer` holds the marks, `root` everything that names an area by `data-place`; `make` makes a mark. */
  constructor({ root, layer, told, brush, onFocus, make }) {
    Object.assign(this, { layer, brush, onFocus, make });
    put(layer, { role: "listbox", ...told });
    this.keyboard = new MapKeyboard({
      root: layer,
      placeOf: (event) => this.#orderOf(event),
      places: { points: [], names: [] },
      onFocus: (at) => this.#tabTo(at, { grab: true }),
      onSelect: (at) => onFocus(this.#numberAt(this.shown[at])),
      onLeave: () => onFocus(null),
    });
    root.addEventListener("pointerover", (event) => brush.point(this.#numberAt(placeOf(event))));
    root.addEventListener("pointerleave", () => brush.point(null));
    root.addEventListener("click", (event) => {
      const number = this.#numberAt(placeOf(event));
      if (number !== null) onFocus(number);
    });
    layer.addEventListener("focusin", (event) => {
      const at = this.#orderOf(event);
      if (at === null) return;
      this.#tabTo(at);
      brush.point(this.#numberAt(this.shown[at]));
    });
    layer.addEventListener("focusout", () => brush.point(null));
  }

  /** Where the area of an event stands among the marks in the order of their names; null for none. */
  #orderOf(event) {
    const at = this.shown?.indexOf(placeOf(event)) ?? -1;
    return at < 0 ? null : at;
  }

  #numberAt(place) {
    return this.ground?.numbers[place] ?? null;
  }

  #tabTo(at, { grab = false } = {}) {
    this.marks[this.stop]?.setAttribute("tabindex", "-1");
    this.stop = this.shown[at];
    this.marks[this.stop]?.setAttribute("tabindex", "0");
    if (grab) this.marks[this.stop].focus({ preventScroll: true });
  }

  /** Make the marks of other areas. */
  take(ground) {
    this.ground = ground;
    this.marks = ground.keys.map((_key, place) => optionOf(this.make(place), place));
    this.layer.replaceChildren();
    this.shown = [];
    this.stop = undefined;
  }

  /** Show some areas in the order of their names; `pointOf` says where each lies, up being positive. */
  show(shown, pointOf) {
    if (shown.length !== this.shown.length || shown.some((place, at) => place !== this.shown[at])) {
      const isHeld = this.shown.some((place) => this.marks[place] === document.activeElement);
      this.layer.replaceChildren(...shown.map((place) => this.marks[place]));
      this.shown = shown;
      if (shown.length) this.#tabTo(Math.max(0, shown.indexOf(this.stop)), { grab: isHeld });
    }
    this.keyboard.places = { points: shown.map(pointOf), names: shown.map((place) => this.ground.names[place]) };
  }

  has(place) {
    return this.shown.includes(place);
  }

  /** Say which of the marks is in focus. */
  select(place) {
    for (const mark of this.layer.querySelectorAll("[aria-selected=true]")) mark.setAttribute("aria-selected", "false");
    if (this.has(place)) this.marks[place].setAttribute("aria-selected", "true");
  }
}

function optionOf(mark, place) {
  put(mark, { role: "option", tabindex: "-1", "data-place": place });
  return mark;
}

/** The area that an event names; undefined for none. */
function placeOf({ target }) {
  const named = target.closest?.("[data-place]");
  return named ? Number(named.dataset.place) : undefined;
}
