// SPDX-License-Identifier: EUPL-1.2
// What stands in the cells of an area: the same words and numbers as in the table of the server.

import { classOf } from "../lib/classify.js";
import { formatNumber, MINUS } from "../lib/format.js";
import { flagWords, hasValue, whyNone } from "../lib/slice.js";
import { classesIn } from "../map/marks.js";

// An interval that reaches over more classes than these makes the colour of an area a matter of chance.
const MOST_CLASSES = 2;

/** Reads the cells of one period; `text` gives the sentences of the page. */
export class Cells {
  constructor({ slice, period, ground, language, text }) {
    Object.assign(this, { slice, period, ground, language, text });
    this.scales = Object.fromEntries(slice.header.bands.map(({ name, scale }) => [name, scale]));
    this.classes = classesIn(slice, period);
    this.hasInterval = "lower" in slice.bands;
  }

  hasValue(place) {
    return hasValue(this.slice.bands.status[place]);
  }

  /** The figure of an area; NaN without one. */
  value(place) {
    return this.hasValue(place) ? this.slice.bands.value[place] : NaN;
  }

  /** What a cell is sorted by: a number, NaN where there is none. */
  sortNumber(column, place) {
    if (column === "class") return this.classes[place] || NaN;
    const band = { value: "value", count: "numerator", denominator: "denominator", change: "change" }[column];
    return this.slice.bands[band]?.[place] ?? NaN;
  }

  /** The words of a cell. */
  cell(column, place) {
    return this[`_${column}`](place);
  }

  #number(band, place, options) {
    const value = this.slice.bands[band][place];
    if (Number.isNaN(value)) return "";
    return formatNumber(value, this.scales[band], { language: this.language, ...options });
  }

  /** Why an area has no figure. */
  #why(place) {
    return whyNone(this.slice, place, this.period.reasons, this.text);
  }

  _parent(place) {
    return this.ground.parent(place);
  }

  _value(place) {
    if (!this.hasValue(place)) return this.#why(place);
    const number = this.#number("value", place);
    // What was computed anew is so everywhere, and said once beside the map.
    const marks = flagWords(this.slice.bands.flags[place]).filter((flag) => flag !== "recomputed");
    const flags = marks.map((flag) => this.text(`flag.${flag}`));
    return flags.length ? `${number} (${flags.join(", ")})` : number;
  }

  _count(place) {
    return this.#number("numerator", place);
  }

  _denominator(place) {
    return this.#number("denominator", place);
  }

  _change(place) {
    return this.#number("change", place, { isSigned: true });
  }

  _interval(place) {
    if (!this.hasInterval) return this.hasValue(place) ? this.text("cell.unavailable") : "";
    const [low, high] = ["lower", "upper"].map((band) => this.#number(band, place));
    if (!low || !high) return "";
    return `${low}${(low + high).includes(MINUS) ? this.text("cell.to") : "–"}${high}`;
  }

  _comparison(place) {
    const code = this.slice.bands.comparison[place];
    if (!code) return "";
    return [this.text(`cell.comparison.${code}`), this.period.judgements[code]].filter(Boolean).join(", ");
  }

  _class(place) {
    const number = this.classes[place];
    if (!number) return this.period.halves?.[place]?.[1] ?? "";
    const name = this.period.names[number - 1];
    return name ? `${number}: ${name}` : String(number);
  }

  _span(place) {
    const { lower, upper } = this.slice.bands;
    if (Number.isNaN(lower[place])) return "";
    const [low, high] = [lower, upper].map((band) => classOf(band[place], this.period.bounds));
    const words = low === high ? String(low) : `${low}–${high}`;
    return high - low + 1 > MOST_CLASSES ? `${words} (${this.text("cell.unsure")})` : words;
  }
}
