// SPDX-License-Identifier: EUPL-1.2
// Areas that changed otherwise than the rest of their city: a row each with dot and interval, those that are unsure apart.

import { scaleLinear } from "../../build/charts.js";
import { formatNumber } from "../lib/format.js";
import { hasValue, whyNone } from "../lib/slice.js";
import { outsideFill } from "../map/marks.js";
import { difference } from "./balance.js";
import { element } from "./marklist.js";

const LENGTH = 100;
const ROW = { height: 24, middle: 12, radius: 5 };
const SCALE = { top: 18, bottom: 24, label: 13 };
const MOST_LABELS = 6;
const UNSURE = 4;
const GROUPS = ["rising", "falling", "unsure"];
// Orders of the areas that ask for the largest difference first.
const BY_SIZE = ["veraenderung", "-veraenderung"];

export class StrikingPanel {
  constructor(panel, { brush, text, language, onFocus, onOrder, onTake }) {
    Object.assign(this, { panel, brush, text, language, onTake });
    const find = (name) => panel.querySelector(`[data-striking-${name}]`);
    const names = ["title", "words", "body", "choice", "lists", "scale", "told", "key", "figures", "since", "until"];
    Object.assign(this, Object.fromEntries(names.map((name) => [name, find(name)])));
    this.groups = Object.fromEntries(GROUPS.map((name) => {
      const root = panel.querySelector(`[data-striking-group="${name}"]`);
      return [name, { root, heading: root.querySelector("[data-striking-heading]"), rows: root.querySelector("[data-striking-rows]") }];
    }));
    this.tbody = this.figures.querySelector("tbody");
    this.orders = [...panel.querySelectorAll("[data-striking-order]")];
    this.told.hidden = false;
    this.lists.addEventListener("pointerover", (event) => brush.point(this.#numberAt(event)));
    this.lists.addEventListener("pointerleave", () => brush.point(null));
    this.lists.addEventListener("focusin", (event) => brush.point(this.#numberAt(event)));
    this.lists.addEventListener("focusout", () => brush.point(null));
    panel.addEventListener("click", (event) => this.#click(event, { onFocus, onOrder }));
    this.figures.addEventListener("toggle", () => this.#writeTable());
    for (const kind of ["focus", "choose", "point"]) brush.on(kind, () => this.mark());
  }

  #click(event, { onFocus, onOrder }) {
    const link = event.target.closest("a");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link === this.choice) this.onTake(this.listed.map((place) => this.ground.numbers[place]));
    else if (link.dataset.strikingOrder) onOrder(link.dataset.strikingOrder);
    else onFocus(this.#numberAt(event));
  }

  #numberAt({ target }) {
    const named = target.closest?.("[data-place]");
    return named ? this.ground.numbers[Number(named.dataset.place)] : null;
  }

  /** Show one period; `grounds` and `slices` are those of all periods. */
  show({ answer, position, grounds, slices }) {
    const period = answer.periods[position];
    const { striking } = period;
    const isFresh = this.facts !== undefined;
    this.facts = { answer, period, striking, slices };
    this.ground = grounds[position];
    if (isFresh) {
      this.title.textContent = striking.title;
      this.words.innerHTML = striking.words;
    }
    this.body.hidden = !striking.codes;
    if (!striking.codes) return;
    const axis = answer.striking;
    const scale = scaleLinear([axis[0].at, axis.at(-1).at], [0, LENGTH]);
    this.at = (value) => `${hundredths(scale(value))}%`;
    for (const name of GROUPS) this.groups[name].heading.textContent = striking.headings[name];
    this.#scale(axis);
    this.#write();
  }

  /** Put the rows in another order. */
  arrange(order) {
    if (order === this.order) return;
    this.order = order;
    for (const link of this.orders) {
      const isThis = (link.dataset.strikingOrder === "name") !== BY_SIZE.includes(order);
      if (isThis) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    if (this.facts?.striking.codes) this.#write();
  }

  /** The rows of a list in their order: the places of its areas with their numbers. */
  #rowsOf(name) {
    const { striking: { rows, codes }, period } = this.facts;
    const isOf = ([place, , , gap]) => (codes[place] === String(UNSURE) ? "unsure" : gap > 0 ? "rising" : "falling") === name;
    const there = rows.filter((row) => isOf(row) && outsideFill(period, row[0]) !== "is-gone");
    there.sort(([one], [other]) => this.ground.nameRanks[one] - this.ground.nameRanks[other]);
    return BY_SIZE.includes(this.order) ? there.sort((one, other) => Math.abs(other[3]) - Math.abs(one[3])) : there;
  }

  #write() {
    const rows = Object.fromEntries(GROUPS.map((name) => [name, this.#rowsOf(name)]));
    for (const name of GROUPS) {
      this.groups[name].root.hidden = !rows[name].length;
      this.groups[name].rows.replaceChildren(...rows[name].map((row) => this.#row(row)));
    }
    this.rows = GROUPS.flatMap((name) => rows[name]);
    this.listed = [...rows.rising, ...rows.falling].map(([place]) => place);
    for (const part of [this.choice, this.scale, this.key]) part.hidden = !this.listed.length;
    this.isWritten = false;
    this.#writeTable();
    this.mark();
  }

  #signed(whole) {
    return whole === null ? "" : difference(whole, this.facts.striking.decimals, this.language);
  }

  #interval(low, high) {
    if (low === null) return "";
    return `${this.#signed(low)}${this.text("cell.to")}${this.#signed(high)}`;
  }

  #row([place, change, rest, gap, low, high]) {
    const { striking, period } = this.facts;
    const isUnsure = String(place) in striking.unsure;
    const item = made("li", { className: "striking__row" });
    item.dataset.place = place;
    item.classList.toggle("is-outside", Boolean(period.outside?.has(place)));
    const figures = `${this.#value(striking.since, place)} → ${this.#value(striking.until, place)} (${this.#signed(change)})`;
    const link = made("a", { className: "striking__name", href: `?gebiet=${encodeURIComponent(this.ground.keys[place])}`, textContent: this.ground.names[place] });
    item.append(made("p", { className: "striking__area" }, link, " ", made("span", { className: "striking__figures", textContent: figures })));
    if (isUnsure) {
      item.append(made("p", { className: "striking__told", textContent: striking.unsure[place] }));
      return item;
    }
    const ends = this.#interval(low, high);
    const behind = made("span", { className: "striking__figures", textContent: `${striking.against} ${this.#signed(rest)}` });
    item.append(
      made("p", { className: "striking__told" }, made("strong", { textContent: this.#signed(gap) }), ends && ` (${ends})`, " ", behind),
      this.#picture(gap, low, high),
    );
    return item;
  }

  #picture(gap, low, high) {
    const { threshold, decimals } = this.facts.striking;
    const factor = 10 ** decimals;
    const picture = element("svg", { class: "boxes__picture", "aria-hidden": "true", focusable: "false" });
    const axis = this.facts.answer.striking;
    const ends = threshold === null ? [] : [-threshold, threshold].filter((end) => end >= axis[0].at && end <= axis.at(-1).at);
    picture.append(this.#upright("striking__zero", 0), ...ends.map((end) => this.#upright("boxes__bound", end)));
    if (low !== null) {
      const [x1, x2] = [low, high].map((end) => this.at(end / factor));
      picture.append(element("line", { class: "box__whisker", x1, x2, y1: ROW.middle, y2: ROW.middle }));
    }
    picture.append(element("circle", { class: "striking__dot", cx: this.at(gap / factor), cy: ROW.middle, r: ROW.radius }));
    return picture;
  }

  #upright(kind, value) {
    return element("line", { class: kind, x1: this.at(value), x2: this.at(value), y1: 0, y2: ROW.height });
  }

  #scale(axis) {
    const every = Math.ceil(axis.length / MOST_LABELS);
    const marks = axis.flatMap(({ at, text }, place) => {
      const x = this.at(at);
      const line = element("line", { class: "course__grid", x1: x, x2: x, y1: SCALE.top, y2: SCALE.bottom });
      return place % every ? [line] : [line, element("text", { class: "course__label", x, y: SCALE.label }, text)];
    });
    this.scale.querySelector("svg").replaceChildren(...marks);
  }

  /** Mark the areas that are meant, and say what is said of the one pointed to or in focus. */
  mark() {
    if (!this.facts?.striking.codes) return;
    const { brush, ground } = this;
    const places = (numbers) => new Set([...numbers].map((number) => ground.placeOf(number)));
    const marks = { "is-pointed": places([brush.pointed]), "is-focus": places([brush.focus]), "is-chosen": places(brush.chosen) };
    for (const row of this.lists.querySelectorAll("[data-place]")) {
      for (const [name, meant] of Object.entries(marks)) row.classList.toggle(name, meant.has(Number(row.dataset.place)));
      const link = row.querySelector("a");
      if (row.classList.contains("is-focus")) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const place = ground.placeOf(brush.pointed) ?? ground.placeOf(brush.focus);
    this.told.textContent = place === undefined ? "" : `${ground.names[place]}: ${this.#verdict(place)}`;
  }

  #verdict(place) {
    const { unsure, codes } = this.facts.striking;
    return unsure[place] ?? this.text(`striking.${codes[place]}`);
  }

  /** The table is written when somebody opens it. */
  #writeTable() {
    if (this.isWritten || !this.figures.open || !this.facts?.striking.codes) return;
    this.isWritten = true;
    const { answer, striking } = this.facts;
    this.since.textContent = answer.periods[striking.since].named;
    this.until.textContent = answer.periods[striking.until].named;
    this.tbody.replaceChildren(...this.rows.map((row) => this.#tableRow(row)));
  }

  #tableRow([place, change, rest, gap, low, high]) {
    const { since, until } = this.facts.striking;
    const numbers = [this.#value(since, place), this.#value(until, place), ...[change, rest, gap].map((whole) => this.#signed(whole)), this.#interval(low, high)];
    const cells = numbers.map((textContent) => made("td", { className: "table__cell--number", textContent }));
    return made("tr", {}, made("th", { scope: "row", textContent: this.ground.names[place] }), ...cells, made("td", { textContent: this.#verdict(place) }));
  }

  #value(position, place) {
    const { answer, slices } = this.facts;
    const { bands, header } = slices[position];
    if (hasValue(bands.status[place])) {
      const { scale } = header.bands.find(({ name }) => name === "value");
      return formatNumber(bands.value[place], scale, { language: this.language });
    }
    return whyNone({ bands }, place, answer.periods[position].reasons, this.text);
  }
}

const hundredths = (number) => Math.floor(number * 100 + 0.5) / 100;

function made(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children.filter(Boolean));
  return node;
}
