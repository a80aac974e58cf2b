// SPDX-License-Identifier: EUPL-1.2
// The balance of two periods: a map of differences around zero, its words and its table.

import { formatNumber, MINUS } from "../lib/format.js";
import { hasValue, whyNone } from "../lib/slice.js";
import { asEstimate, outsideFill } from "../map/marks.js";
import { isGuess } from "../lib/counted.js";
import { SmallMap } from "./smallmap.js";

// The place of what may be chance among the legend's rows.
const CHANCE = 6;

/** A difference in units of its last decimal, as it is written. */
export function difference(whole, decimals, language) {
  return formatNumber(whole / 10 ** decimals, decimals, { language, isSigned: true });
}

/** Both ends of an interval; a dash beside a minus would be read as another one. */
export function interval(low, high, { decimals, language, to }) {
  const ends = [low, high].map((end) => difference(end, decimals, language));
  return ends.join(ends.join("").includes(MINUS) ? to : "–");
}

export class BalancePanel {
  constructor(panel, { brush, text, language, onFocus }) {
    Object.assign(this, { brush, text, language, onFocus });
    this.words = panel.querySelector("[data-balance-words]");
    this.details = panel.querySelector("[data-balance-figures]");
    this.body = this.details.querySelector("tbody");
    this.heads = ["since", "until"].map((name) => panel.querySelector(`[data-balance-${name}]`));
    this.maps = [...panel.querySelectorAll(".smallmap")].map((drawing) => new SmallMap(drawing, {
      edition: drawing.dataset.edition, brush, onFocus, onPoint: (place) => this.#name(drawing, place),
    }));
    this.details.addEventListener("toggle", () => this.#writeTable());
  }

  /** Show one period; `grounds` and `slices` are those of all periods. */
  show({ answer, position, grounds, slices }) {
    const { balance } = answer.periods[position];
    // The first one was written by the server.
    const isFresh = this.balance !== undefined;
    Object.assign(this, { answer, balance, grounds, slices });
    // A filter is that of the period shown; where this one has other areas, that of the later one.
    const { periods } = answer;
    this.judged = periods[position].edition === balance.edition ? periods[position] : periods[balance.until] ?? {};
    if (isFresh) this.words.innerHTML = balance.words;
    for (const map of this.maps) {
      const isShown = map.edition === balance.edition;
      map.drawing.toggleAttribute("hidden", !isShown);
      if (isShown) map.show(grounds[balance.until], balance.codes.map((code, place) => outsideFill(this.judged, place) || balance.styles[code - 1]));
    }
    this.details.hidden = !balance.codes;
    this.isWritten = !isFresh;
    this.#writeTable();
  }

  /** What is told of an area when it is pointed to. */
  #name(drawing, place) {
    const { balance, grounds } = this;
    const title = drawing.querySelector("[data-balance-title]");
    title.textContent = place === null ? "" : `${grounds[balance.until].names[place]}: ${this.#difference(place)}`;
  }

  #difference(place) {
    const { balance, language } = this;
    const whole = balance.difference[place];
    if (whole === null || whole === undefined) return balance.labels[balance.codes[place] - 1];
    const told = difference(whole, balance.decimals, language);
    return balance.codes[place] === CHANCE ? `${told}, ${balance.labels[CHANCE - 1]}` : told;
  }

  /** The table is written when somebody opens it. */
  #writeTable() {
    const { balance, grounds, answer } = this;
    if (this.isWritten || !this.details.open || !balance.codes) return;
    this.isWritten = true;
    this.heads[0].textContent = answer.periods[balance.since].named;
    this.heads[1].textContent = answer.periods[balance.until].named;
    const there = grounds[balance.until].byName.filter((place) => outsideFill(this.judged, place) !== "is-gone");
    const rows = there.map((place) => this.#row(place));
    this.body.replaceChildren(...rows);
  }

  #row(place) {
    const { balance, grounds, language, text } = this;
    const isSame = grounds[balance.since] === grounds[balance.until];
    const whole = balance.difference[place];
    const ends = [balance.lower[place], balance.upper[place]];
    const hasEnds = ends.every((end) => end !== null && end !== undefined);
    const cells = [
      isSame ? this.#value(balance.since, place) : "",
      this.#value(balance.until, place),
      whole === null || whole === undefined ? balance.labels[balance.codes[place] - 1] : difference(whole, balance.decimals, language),
      hasEnds ? interval(...ends, { decimals: balance.decimals, language, to: text("cell.to") }) : "",
      balance.codes[place] === CHANCE ? balance.labels[CHANCE - 1] : "",
    ];
    const row = document.createElement("tr");
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = grounds[balance.until].names[place];
    row.append(head, ...cells.map((words, at) => {
      const cell = document.createElement("td");
      if (at < 4) cell.className = "table__cell--number";
      cell.textContent = words;
      return cell;
    }));
    return row;
  }

  #value(position, place) {
    const { bands, header } = this.slices[position];
    if (hasValue(bands.status[place])) {
      const { scale } = header.bands.find(({ name }) => name === "value");
      const told = formatNumber(bands.value[place], scale, { language: this.language });
      return isGuess({ bands }, this.answer.periods[position], place) ? asEstimate(told, this.text) : told;
    }
    return whyNone({ bands }, place, this.answer.periods[position].reasons, this.text);
  }
}
