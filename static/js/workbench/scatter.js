// SPDX-License-Identifier: EUPL-1.2
// Two indicators against each other: one point for each area, its line, the whole as a cross. Points answer to arrow keys.

import { withUnit } from "../lib/format.js";
import { fillAt, outsideFill, secondText } from "../map/marks.js";
import { isGuess } from "../lib/counted.js";
import { element, put } from "./marklist.js";
import { PointsPanel } from "./points.js";

const DOT = 4.5;
const CROSS = "M-8 0H8M0 -8V8";

export class ScatterPanel extends PointsPanel {
  constructor(panel, ways) {
    const layers = ["ground", "dots", "line", "rings"];
    super(panel, ways, { name: "scatter", layers, ring: 7, label: 11, make: () => element("circle", { r: DOT }) });
  }

  get saidNow() {
    return this.facts.period.scatter.words;
  }

  get axes() {
    return this.facts.answer.scatter;
  }

  prepare() {
    this.drawing.dataset.palette = this.facts.period.palette;
  }

  draw() {
    const { scatter } = this.facts.period;
    const [uprights, levels] = scatter.thirds;
    this.layers.ground.replaceChildren(
      ...this.grid(),
      ...uprights.map((at) => this.upright(at, "scatter__third")),
      ...levels.map((at) => this.level(at, "scatter__third")),
    );
    this.layers.line.replaceChildren(...this.#line(scatter));
    this.#points();
  }

  #line({ line, whole }) {
    const at = ([x, y]) => `${this.plane.x(x)},${this.plane.y(y)}`;
    const cross = whole && element("g", { transform: `translate(${at(whole)})` });
    cross?.append(...[" scatter__whole--halo", ""].map((kind) => element("path", { class: `scatter__whole${kind}`, d: CROSS })));
    return [line && element("path", { class: "scatter__line", d: `M${line.map(at).join("L")}` }), cross].filter(Boolean);
  }

  /** Put each area with both figures in its place; the others have no point. */
  #points() {
    const { plane, list } = this;
    const { period, slice, slice: { bands } } = this.facts;
    const { values, decimals, guessed } = period.second;
    const isCounted = (place) => !isGuess(slice, period, place) && !guessed.includes(place);
    const hasBoth = (place) => !Number.isNaN(bands.value[place]) && (values[place] ?? null) !== null && isCounted(place);
    const shown = this.listed().filter(hasBoth);
    for (const place of shown) {
      put(list.marks[place], {
        cx: plane.x(bands.value[place]), cy: plane.y(values[place] / 10 ** decimals),
        class: `scatter__dot ${fillAt(period, period.given[place], place)}`, "aria-label": this.named(place),
      });
    }
    list.show(shown, (place) => {
      const { x, y } = this.pointOf(place);
      return { x, y: -y };
    });
  }

  pointOf(place) {
    const [x, y] = ["cx", "cy"].map((name) => Number(this.list.marks[place].getAttribute(name)));
    return { x, y };
  }

  named(place) {
    const { answer, period, slice } = this.facts;
    const first = withUnit(slice.bands.value[place], answer.decimals, answer.unit, { language: this.language });
    return `${this.ground.names[place]}: ${first}; ${secondText(period, place, this.language, this.text)}`;
  }

  /** What a filter takes away is in no table either. */
  listed() {
    return super.listed().filter((place) => outsideFill(this.facts.period, place) !== "is-gone");
  }

  cells(place) {
    const { cells, period } = this.facts;
    return [[cells.cell("value", place)], [secondText(period, place, this.language, this.text) || (period.halves[place]?.[1] ?? "")]];
  }
}
