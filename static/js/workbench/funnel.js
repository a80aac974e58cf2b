// SPDX-License-Identifier: EUPL-1.2
// Size and chance: one mark for each area in the funnel of the whole. Marks answer to arrow keys.

import { withUnit } from "../lib/format.js";
import { element, put } from "./marklist.js";
import { FRAME, PointsPanel } from "./points.js";

const UP = "M0-5l4.5 8h-9z";
const DOWN = "M0 5l4.5-8h-9z";
// By place in the funnel: its name in the style sheet, and its shape around the point.
const SHAPES = [
  null, ["outside-998", DOWN], ["outside-95", DOWN], ["inside", "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z"],
  ["outside-95", UP], ["outside-998", UP],
];

export class FunnelPanel extends PointsPanel {
  constructor(panel, ways) {
    const layers = ["ground", "dots", "rings"];
    super(panel, ways, { name: "funnel", layers, ring: 8, label: 12, make: () => element("path", {}) });
    this.body = panel.querySelector("[data-funnel-body]");
  }

  get saidNow() {
    return this.facts.period.funnel.words;
  }

  get axes() {
    return this.facts.answer.funnel;
  }

  get isShown() {
    return !this.body.hidden;
  }

  prepare() {
    this.body.hidden = this.facts.period.funnel.limits === null;
  }

  /** Limits of tiny areas reach beyond: they end at the edge. */
  bounded(place) {
    return Math.min(FRAME.height - FRAME.bottom, Math.max(FRAME.top, place));
  }

  draw() {
    this.layers.ground.replaceChildren(...(this.isShown ? this.#paper(this.facts.period.funnel) : []));
    this.#marks();
  }

  #paper({ limits, target }) {
    return [
      this.#band("998", limits.lower_998, limits.upper_998), this.#band("95", limits.lower_95, limits.upper_95),
      ...this.grid(), this.level(target, "boxes__whole"),
    ];
  }

  #band(name, lower, upper) {
    const { sizes } = this.axes;
    const along = (limits) => sizes.map((size, place) => `${this.plane.x(size)},${this.plane.y(limits[place])}`);
    const d = `M${[...along(upper), ...along(lower).reverse()].join("L")}Z`;
    return element("path", { class: `funnel__band funnel__band--${name}`, d });
  }

  /** Put each area in its place; one without cases, denominator or figure has no mark. */
  #marks() {
    const { plane, list } = this;
    const { period: { funnel: { places } }, slice: { bands } } = this.facts;
    const shown = this.listed().filter((place) => Number(places[place]));
    this.points = new Map(shown.map((place) => [place, { x: plane.x(bands.denominator[place]), y: plane.y(bands.value[place]) }]));
    for (const place of shown) {
      const [kind, d] = SHAPES[Number(places[place])];
      const { x, y } = this.pointOf(place);
      const told = { d, class: `funnel__mark funnel__mark--${kind}`, transform: `translate(${x} ${y})` };
      put(list.marks[place], { ...told, "aria-label": this.named(place) });
    }
    list.show(shown, (place) => ({ x: this.pointOf(place).x, y: -this.pointOf(place).y }));
  }

  pointOf(place) {
    return this.points.get(place);
  }

  named(place) {
    const { answer, cells, slice } = this.facts;
    const figure = withUnit(slice.bands.value[place], answer.decimals, answer.unit, { language: this.language });
    return `${this.ground.names[place]}: ${figure}; ${cells.cell("denominator", place)}; ${this.#placed(place)}`;
  }

  #placed(place) {
    return this.text(`funnel.${this.facts.period.funnel.places[place]}`);
  }

  cells(place) {
    const { cells } = this.facts;
    return [[cells.cell("denominator", place)], [cells.cell("value", place)], [this.#placed(place), ""]];
  }
}
