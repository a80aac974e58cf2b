// SPDX-License-Identifier: EUPL-1.2
// Which areas are meant: one in focus, others chosen. Map, panels and address follow.

import { announce } from "../lib/announce.js";
import { changed, isTooLong, writtenChoice } from "./address.js";

export class Choosing {
  /** `page` holds the brush, the ground of the period shown and the address. */
  constructor(page, { text }) {
    Object.assign(this, { page, text });
  }

  /** What the address says of the areas meant. */
  get written() {
    const { brush, ground } = this.page;
    return { gebiet: this.page.key(brush.focus) ?? "", auswahl: writtenChoice(ground, brush.chosen) ?? "" };
  }

  /** Bring an area into focus; the one in focus is let go. */
  focusOn(number) {
    const { page, text } = this;
    const wanted = number === page.brush.focus ? null : number;
    page.brush.focusOn(wanted);
    page.push({ gebiet: page.key(wanted) ?? "" });
    page.areas();
    const place = page.ground.placeOf(wanted);
    announce(place === undefined ? text("map.cleared") : text("map.chosen", { name: page.view.marks[place].name }));
  }

  /** Put an area into the choice, or take it out. */
  toggle(number) {
    const { page, text } = this;
    const wanted = new Set(page.brush.chosen);
    if (!wanted.delete(number)) wanted.add(number);
    const auswahl = writtenChoice(page.ground, wanted);
    if (auswahl === null || isTooLong(changed(page.query, { auswahl }))) return void announce(text("workbench.too_many"));
    page.brush.choose(wanted);
    page.push({ auswahl });
    page.areas();
    const name = page.ground.names[page.ground.placeOf(number)];
    announce(text(wanted.has(number) ? "workbench.chosen" : "workbench.let_go", { name, count: wanted.size }));
  }

  /** Make some areas the choice, in the place of those that were chosen. */
  take(numbers) {
    const { page, text } = this;
    const auswahl = writtenChoice(page.ground, numbers);
    if (auswahl === null || isTooLong(changed(page.query, { auswahl }))) return void announce(text("workbench.too_many"));
    page.brush.choose(numbers);
    page.push({ auswahl });
    page.areas();
    announce(text("workbench.taken", { count: numbers.length }));
  }

  /** Let all chosen areas go. */
  empty() {
    this.page.brush.choose([]);
    this.page.push({ auswahl: "" });
    this.page.areas();
    announce(this.text("workbench.emptied"));
  }

  /** On other boundaries the areas go along that are there; says which are not. */
  crossOver(last) {
    const { brush, ground } = this.page;
    const isGone = (number) => number !== null && ground.placeOf(number) === undefined;
    const gone = [brush.focus, ...brush.chosen].filter(isGone);
    const names = [...new Set(gone)].map((number) => last.names[last.placeOf(number)]);
    if (isGone(brush.focus)) brush.focusOn(null);
    brush.choose([...brush.chosen].filter((number) => !isGone(number)));
    return names.length ? this.text("workbench.dropped", { names: names.join(", ") }) : "";
  }
}
