// SPDX-License-Identifier: EUPL-1.2
// Which areas are meant: the one pointed to, the one in focus, the chosen ones. Panels listen and mark them.

/** One store for all panels; areas are known by numbers that hold across boundary versions. */
export class Brush {
  #listeners = { point: new Set(), focus: new Set(), choose: new Set() };

  constructor({ focus = null, chosen = [] } = {}) {
    this.pointed = null;
    this.focus = focus;
    this.chosen = new Set(chosen);
  }

  /** Call `listener()` whenever what is named changes: point, focus or choose. */
  on(kind, listener) {
    this.#listeners[kind].add(listener);
    return () => this.#listeners[kind].delete(listener);
  }

  #tell(kind) {
    for (const listener of this.#listeners[kind]) listener();
  }

  /** Point to an area, or to none with null. */
  point(number) {
    if (number === this.pointed) return;
    this.pointed = number;
    this.#tell("point");
  }

  /** Bring an area into focus, or none with null. */
  focusOn(number) {
    if (number === this.focus) return;
    this.focus = number;
    this.#tell("focus");
  }

  /** Put other areas in the place of the chosen ones. */
  choose(numbers) {
    const wanted = new Set(numbers);
    if (wanted.size === this.chosen.size && [...wanted].every((number) => this.chosen.has(number))) return;
    this.chosen = wanted;
    this.#tell("choose");
  }

  /** Put an area into the choice, or take it out. */
  toggle(number) {
    this.choose(this.chosen.has(number) ? [...this.chosen].filter((other) => other !== number) : [...this.chosen, number]);
  }
}
