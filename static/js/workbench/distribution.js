// SPDX-License-Identifier: EUPL-1.2
// How areas spread: a box over all, every area as a stroke, the histogram; a box for each larger area below.

import { scaleLinear } from "../../build/charts.js";
import { formatNumber, withUnit } from "../lib/format.js";
import { countedValues } from "../lib/counted.js";
import { element, MarkList, put } from "./marklist.js";

// The axis is drawn in percent, so that no width is needed.
const LENGTH = 100;
const ROW = { height: 24, top: 4, bottom: 20, middle: 12, cap: 5 };
const ALL = { spots: 28, top: 52, bottom: 132, label: 148, stroke: { width: 2, height: 14 } };
const MOST_LABELS = 6;
const MOST_NAMED = 6;
const RADIUS = { beyond: 3, meant: 6 };

export class DistributionPanel {
  constructor(panel, { brush, text, language, onFocus }) {
    Object.assign(this, { brush, text, language });
    const find = (name) => panel.querySelector(`[data-boxes-${name}]`);
    const names = ["words", "rows", "count", "all", "meant", "groups", "told", "figures"];
    Object.assign(this, Object.fromEntries(names.map((name) => [name, find(name)])));
    this.body = this.figures.querySelector("tbody");
    this.told.hidden = find("help").hidden = false;
    // A list of areas takes the place of the picture that the server drew.
    this.all.setAttribute("role", "presentation");
    this.all.removeAttribute("aria-labelledby");
    const layer = (name) => this.all.querySelector(`.boxes__${name}`);
    Object.assign(this, { ground: null, paper: layer("ground"), box: layer("box") });
    this.list = new MarkList({
      root: this.rows, layer: layer("spots"), brush, onFocus,
      told: { "aria-labelledby": panel.querySelector("h2").id, "aria-describedby": "boxes-help" },
      make: () => element("rect", { y: ALL.spots, ...ALL.stroke, class: "boxes__spot" }),
    });
    for (const kind of ["focus", "choose"]) brush.on(kind, () => this.mark());
    brush.on("point", () => this.#point());
    this.figures.addEventListener("toggle", () => this.#writeTable());
  }

  /** Show one period; `grounds` and `slices` are those of all periods. */
  show({ answer, position, grounds, slices, cells }) {
    const period = answer.periods[position];
    const isFresh = this.facts !== undefined;
    this.facts = { answer, period, cells, values: countedValues(slices[position], period) };
    const { axis } = answer;
    const scale = scaleLinear([axis[0].at, axis.at(-1).at], [0, LENGTH]);
    this.at = (value) => `${hundredths(scale(value))}%`;
    if (isFresh) this.words.innerHTML = period.distribution.words;
    this.count.textContent = this.#count(period.distribution.all.n);
    if (grounds[position] !== this.ground) this.list.take((this.ground = grounds[position]));
    this.#paper();
    this.box.replaceChildren(...this.#boxed(period.distribution.all));
    this.#spots();
    this.groups?.replaceChildren(...period.distribution.groups.map((group) => this.#group(group)));
    this.mark();
    this.isWritten = !isFresh;
    this.#writeTable();
  }

  #count(n) {
    return formatNumber(n, 0, { language: this.language });
  }

  #upright(kind, value, y1, y2) {
    return element("line", { class: kind, x1: this.at(value), x2: this.at(value), y1, y2 });
  }

  #paper() {
    const { answer: { axis }, period } = this.facts;
    const every = Math.ceil(axis.length / MOST_LABELS);
    const { low, high } = { low: axis[0].at, high: axis.at(-1).at };
    const bounds = (period.inner ?? []).filter((bound) => bound >= low && bound <= high);
    this.paper.replaceChildren(
      ...axis.map(({ at }) => this.#upright("course__grid", at, 0, ALL.bottom)),
      ...axis.map(({ at, text }, place) => (place % every ? null
        : element("text", { class: "course__label", x: this.at(at), y: ALL.label }, text))).filter(Boolean),
      ...this.#bars(period.histogram),
      ...bounds.map((bound) => this.#upright("boxes__bound", bound, ALL.top, ALL.bottom)),
      ...this.#whole(ALL.bottom),
    );
  }

  #bars(counts) {
    const most = Math.max(...counts) || 1;
    const width = LENGTH / counts.length;
    const high = (count) => ((ALL.bottom - ALL.top) * count) / most;
    return counts.map((count, place) => count && element("rect", {
      class: "histogram__bar", x: `${hundredths(place * width)}%`, width: `${hundredths(width)}%`,
      y: hundredths(ALL.bottom - high(count)), height: hundredths(high(count)),
    })).filter(Boolean);
  }

  #whole(bottom) {
    const { city } = this.facts.period;
    return city === null ? [] : [this.#upright("boxes__whole", city, 0, bottom)];
  }

  /** The lines of a box; none where too few areas have a value. */
  #boxed({ ends, beyond }) {
    if (!ends) return [];
    const [lower, q1, median, q3, upper] = ends;
    const { middle, cap, top, bottom } = ROW;
    const half = { x: this.at(q1), width: `${hundredths(parseFloat(this.at(q3)) - parseFloat(this.at(q1)))}%`, y: top, height: bottom - top };
    return [
      element("line", { class: "box__whisker", x1: this.at(lower), x2: this.at(upper), y1: middle, y2: middle }),
      ...[lower, upper].map((end) => this.#upright("box__whisker", end, middle - cap, middle + cap)),
      element("rect", { class: "box__half", ...half }),
      this.#upright("box__median", median, top, bottom),
      ...beyond.map((place) => this.#beyond(place)),
    ];
  }

  #beyond(place) {
    const at = { cx: this.at(this.facts.values[place]), cy: ROW.middle, r: RADIUS.beyond };
    const dot = element("circle", { class: "box__beyond", "data-place": place, ...at });
    dot.append(element("title", {}, `${this.ground.names[place]}: ${this.facts.cells.cell("value", place)}`));
    return dot;
  }

  #group(group) {
    return this.#row(group.name, this.#count(group.n), [...this.#whole(ROW.height), ...this.#boxed(group)]);
  }

  #row(name, words, marks) {
    const row = Object.assign(document.createElement("li"), { className: "boxes__row" });
    const label = Object.assign(document.createElement("span"), { className: "boxes__name", textContent: `${name} ` });
    label.append(Object.assign(document.createElement("span"), { className: "boxes__count", textContent: words }));
    const picture = element("svg", { class: "boxes__picture", "aria-hidden": "true", focusable: "false" });
    picture.append(...marks);
    row.append(label, picture);
    return row;
  }

  /** Every area with a value is a stroke; the others have none. */
  #spots() {
    const { values } = this.facts;
    const shown = this.ground.byName.filter((place) => !Number.isNaN(values[place]));
    for (const place of shown) put(this.list.marks[place], { x: this.at(values[place]), "aria-label": this.#named(place) });
    this.list.show(shown, (place) => ({ x: values[place], y: 0 }));
  }

  #figure(place) {
    const { answer, values, cells } = this.facts;
    if (Number.isNaN(values[place])) return cells.cell("value", place);
    return withUnit(values[place], answer.decimals, answer.unit, { language: this.language });
  }

  #named(place) {
    return `${this.ground.names[place]}: ${this.#figure(place)}`;
  }

  /** Give the areas that are meant a row each, and mark their strokes. */
  mark() {
    if (!this.facts) return;
    const { brush, ground, list } = this;
    const focus = ground.placeOf(brush.focus);
    const chosen = [...brush.chosen].map((number) => ground.placeOf(number)).filter((place) => place !== undefined && place !== focus);
    const meant = [focus, ...chosen.sort((one, other) => one - other)].filter((place) => place !== undefined);
    this.meant.replaceChildren(...meant.slice(0, MOST_NAMED).map((place) => this.#meantRow(place, place === focus)));
    list.marks.forEach((mark, place) => mark.classList.toggle("is-meant", meant.includes(place)));
    list.select(focus);
    this.#point();
  }

  #meantRow(place, isFocus) {
    const { cells, values } = this.facts;
    const kind = `boxes__meant${isFocus ? " boxes__meant--focus" : ""}`;
    const dot = Number.isNaN(values[place]) ? []
      : [element("circle", { class: kind, cx: this.at(values[place]), cy: ROW.middle, r: RADIUS.meant })];
    return this.#row(this.ground.names[place], cells.cell("value", place), [...this.#whole(ROW.height), ...dot]);
  }

  #point() {
    if (!this.facts) return;
    const { brush, ground, list, rows } = this;
    const place = ground.placeOf(brush.pointed);
    for (const mark of rows.querySelectorAll(".is-pointed")) mark.classList.remove("is-pointed");
    if (place !== undefined) {
      for (const mark of rows.querySelectorAll(`[data-place="${place}"]`)) mark.classList.add("is-pointed");
    }
    const told = place ?? ground.placeOf(brush.focus);
    this.told.textContent = told !== undefined && list.has(told) ? this.#named(told) : "";
  }

  /** The table is written when somebody opens it. */
  #writeTable() {
    if (this.isWritten || !this.figures.open || !this.facts) return;
    this.isWritten = true;
    const { answer, period: { distribution } } = this.facts;
    const boxes = [{ name: answer.areas, ...distribution.all }, ...distribution.groups];
    this.body.replaceChildren(...boxes.map((box) => this.#tableRow(box)));
  }

  #tableRow({ name, n, ends, beyond }) {
    const { decimals } = this.facts.answer;
    const written = ends?.map((end) => formatNumber(end, decimals, { language: this.language }));
    const row = document.createElement("tr");
    const cell = (words, more = { className: "table__cell--number" }) =>
      Object.assign(document.createElement("td"), { textContent: words, ...more });
    row.append(
      Object.assign(document.createElement("th"), { scope: "row", textContent: name }), cell(this.#count(n)),
      ...(written?.map((words) => cell(words)) ?? [cell("–", { colSpan: 5 })]), cell(this.#count(beyond.length)),
    );
    return row;
  }
}

const hundredths = (number) => Math.floor(number * 100 + 0.5) / 100;
